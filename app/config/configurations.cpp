#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "analyzer/base/glob.h"
#include "analyzer/base/paths.h"
#include "app/config/configuration.h"
#include "app/config/effective.h"
#include "app/config/flags.h"
#include "app/config/layer.h"
#include "app/config/toml_file.h"
#include "app/config/yaml_file.h"

namespace plimsoll::app {

namespace {

constexpr std::array<std::string_view, 3> kFileNames{"plimsoll.toml", ".hadolint.yaml",
                                                     ".hadolint.yml"};
// Files that one configuration may be made of; more are a loop that is not one, or a mistake.
constexpr std::size_t kMaxExtendedFiles = 64;
constexpr std::size_t kMaxExtendsDepth = 16;

[[nodiscard]] bool is_yaml(std::string_view path) {
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

// `path` from `folder`, both absolute and normal; a path outside of it stays whole.
[[nodiscard]] std::string relative_to(std::string_view folder, std::string_view path) {
  if (path == folder) return "";
  const std::size_t prefix = folder == "/" ? 1 : folder.size() + 1;
  const bool inside =
      path.substr(0, folder.size()) == folder &&
      (folder == "/" || (path.size() > folder.size() && path[folder.size()] == '/'));
  return std::string(inside ? path.substr(prefix) : path.substr(1));
}

// Why a file is read: for the complaint when it cannot be.
struct Reason {
  const SourceFile* file = nullptr;  // null: the search, or --config
  Span where;
};

}  // namespace

// A configuration file with all that it builds on.
struct Chain {
  std::string file;  // as shown; empty: no file
  std::vector<Layer> layers;
  std::vector<std::string> warnings;
};

struct Configurations::State {
  const Host& host;
  ConfigurationFlags wanted;
  std::string directory;
  bool prepared = false;
  std::optional<Error> broken_flags;
  FlagLayer flags;
  std::map<std::string, std::optional<std::string>> found;       // folder -> file
  std::map<std::string, Result<std::unique_ptr<Chain>>> chains;  // file ("" = none) -> chain
  std::map<std::string, std::unique_ptr<Configuration>> made;    // file and overrides

  State(const Host& h, ConfigurationFlags w)
      : host(h), wanted(std::move(w)), directory(normal_path(h.current_directory())) {}

  [[nodiscard]] std::string absolute(const std::string& path) const {
    return normal_path(join_path(directory, path));
  }
  // As people see it: from the current directory where the file is below it.
  [[nodiscard]] std::string shown(const std::string& path) const {
    const std::string prefix = directory == "/" ? directory : directory + "/";
    return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
  }

  // The file that decides in `folder`; nullopt: none up to the root.
  std::optional<std::string> nearest_file(const std::string& folder) {
    if (const auto known = found.find(folder); known != found.end()) return known->second;
    std::optional<std::string> file;
    for (const std::string_view name : kFileNames) {
      const std::string path = join_path(folder, name);
      // What cannot be looked at (a folder above that belongs to somebody else) is passed by; a
      // link that leads nowhere is not: reading it will say so.
      Result<FileStatus> status = host.link_status(path);
      if (status && status->kind == FileKind::Missing) continue;
      if (status && status->kind == FileKind::Symlink) status = host.status(path);
      if (status && status->kind != FileKind::Directory) {
        file = path;
        break;
      }
    }
    if (!file && folder != "/" && folder != ".") file = nearest_file(parent_path(folder));
    found[folder] = file;
    return file;
  }

  // Which file decides for something in `folder`.
  std::optional<std::string> file_for(const std::string& folder) {
    if (!wanted.file.empty()) return absolute(wanted.file);
    if (wanted.isolated) return std::nullopt;
    return nearest_file(folder);
  }

  Result<void> prepare() {
    if (!prepared) {
      prepared = true;
      Result<FlagLayer> layer = read_flags(wanted, directory);
      if (layer) {
        flags = std::move(*layer);
      } else {
        broken_flags = layer.error();
      }
    }
    if (broken_flags) return tl::unexpected(*broken_flags);
    return {};
  }

  Result<Chain*> chain_for(const std::string& folder) {
    const std::optional<std::string> file = file_for(folder);
    const std::string key = file.value_or("");
    auto known = chains.find(key);
    if (known == chains.end()) {
      Result<std::unique_ptr<Chain>> chain = file ? load(*file) : std::make_unique<Chain>();
      known = chains.emplace(key, std::move(chain)).first;
    }
    if (!known->second) return tl::unexpected(known->second.error());
    return known->second->get();
  }

  Result<std::unique_ptr<Chain>> load(const std::string& path) {
    auto chain = std::make_unique<Chain>();
    chain->file = shown(path);
    std::vector<std::string> open;
    std::size_t files = 0;
    if (Result<void> done = add_file(path, {}, open, files, *chain); !done) {
      return tl::unexpected(done.error());
    }
    return chain;
  }

  Result<void> add_file(const std::string& path, Reason reason, std::vector<std::string>& open,
                        std::size_t& files, Chain& chain);
  Result<void> add_parents(const CheckedFile& checked, const SourceFile& file,
                           const std::string& path, std::vector<std::string>& open,
                           std::size_t& files, Chain& chain);
  Result<CheckedFile> read(const SourceFile& file, const std::string& path) const;
};

namespace {

// A failure at the place that asked for a file.
[[nodiscard]] tl::unexpected<Error> refused(const Reason& reason, std::string message,
                                            std::string help = "") {
  if (reason.file == nullptr) return failure("error: " + message + "\n");
  return failure(
      render("error", {reason.where, std::move(message), std::move(help)}, *reason.file));
}

}  // namespace

// `path` is absolute. Files on the way to this one are in `open`.
Result<void> Configurations::State::add_file(const std::string& path, Reason reason,
                                             std::vector<std::string>& open, std::size_t& files,
                                             Chain& chain) {
  if (std::find(open.begin(), open.end(), path) != open.end()) {
    std::vector<std::string> loop;
    for (const std::string& file : open) loop.push_back(shown(file));
    return refused(reason, fmt::format("a file cannot build on itself: {} -> {}",
                                       fmt::join(loop, " -> "), shown(path)));
  }
  if (open.size() >= kMaxExtendsDepth || ++files > kMaxExtendedFiles) {
    return refused(reason, "too many files that build on one another");
  }
  Result<std::string> bytes = host.read_file(path, kMaxConfigBytes);
  if (!bytes) {
    return refused(reason, fmt::format("cannot read {}: {}", shown(path), bytes.error().message));
  }
  const SourceFile file(shown(path), std::move(*bytes));
  Result<CheckedFile> checked = read(file, path);
  if (!checked) return tl::unexpected(checked.error());
  open.push_back(path);
  if (Result<void> done = add_parents(*checked, file, path, open, files, chain); !done) return done;
  open.pop_back();
  for (Layer& layer : checked->layers) chain.layers.push_back(std::move(layer));
  for (const Complaint& warning : checked->warnings) {
    chain.warnings.push_back(render("warning", warning, file));
  }
  return {};
}

Result<void> Configurations::State::add_parents(const CheckedFile& checked, const SourceFile& file,
                                                const std::string& path,
                                                std::vector<std::string>& open, std::size_t& files,
                                                Chain& chain) {
  const std::string folder = parent_path(path);
  if (!checked.root && open.size() == 1 && wanted.file.empty() && folder != "/") {
    if (const std::optional<std::string> above = nearest_file(parent_path(folder))) {
      open.clear();  // the next file is not asked for by this one: it has a root of its own
      if (Result<void> done = add_file(*above, {}, open, files, chain); !done) return done;
      open.push_back(path);
    }
  }
  for (const auto& [name, where] : checked.extends) {
    if (name.find("://") != std::string::npos) {
      return refused({&file, where}, "`extends` names local files, not addresses",
                     "keep a copy of the file in the repository");
    }
    const std::string target = normal_path(join_path(folder, name));
    if (Result<void> done = add_file(target, {&file, where}, open, files, chain); !done)
      return done;
  }
  return {};
}

Result<CheckedFile> Configurations::State::read(const SourceFile& file,
                                                const std::string& path) const {
  const auto tree = is_yaml(path) ? read_yaml(file) : read_toml(file);
  if (!tree) return failure(render("error", tree.error(), file));
  // Patterns of a file that --config names start where the user stands.
  const std::string folder = wanted.file.empty() ? parent_path(path) : directory;
  CheckedFile checked = is_yaml(path) ? check_hadolint(*tree, file, folder)
                                      : check_configuration(*tree, file, folder);
  if (!checked.errors.empty()) return failure(render_all("error", checked.errors, file));
  return checked;
}

Configurations::Configurations(const Host& host, ConfigurationFlags flags)
    : state_(std::make_unique<State>(host, std::move(flags))) {}

Configurations::~Configurations() = default;

Result<const Configuration*> Configurations::for_file(const std::string& path) {
  if (Result<void> ready = state_->prepare(); !ready) return tl::unexpected(ready.error());
  const std::string whole = state_->absolute(path == "-" ? std::string("Dockerfile") : path);
  const Result<Chain*> chain = state_->chain_for(parent_path(whole));
  if (!chain) return tl::unexpected(chain.error());

  std::vector<const Layer*> layers;
  std::string key = (*chain)->file + '\0';
  for (const Layer& layer : (*chain)->layers) {
    const std::string relative = relative_to(layer.folder, whole);
    const bool holds = layer.paths.empty() || std::any_of(layer.paths.begin(), layer.paths.end(),
                                                          [&](const std::string& p) {
                                                            return glob_matches(p, relative, false);
                                                          });
    key += holds ? '1' : '0';
    if (holds) layers.push_back(&layer);
  }
  for (const Layer& layer : state_->flags.layers) layers.push_back(&layer);

  std::unique_ptr<Configuration>& made = state_->made[key];
  if (!made) {
    made = effective(layers, state_->flags.only, state_->host.today());
    made->file = (*chain)->file;
    made->warnings = state_->flags.warnings;
    made->warnings.insert(made->warnings.end(), (*chain)->warnings.begin(),
                          (*chain)->warnings.end());
  }
  return made.get();
}

Result<bool> Configurations::excluded(const std::string& path, bool is_directory) {
  if (Result<void> ready = state_->prepare(); !ready) return tl::unexpected(ready.error());
  const std::string whole = state_->absolute(path);
  const Result<Chain*> chain = state_->chain_for(parent_path(whole));
  if (!chain) return tl::unexpected(chain.error());

  const Entry* last = nullptr;
  std::string folder;
  const auto look = [&](const std::vector<Layer>& layers) {
    for (const Layer& layer : layers) {
      for (const Entry& entry : layer.entries) {
        if (entry.option->name != "exclude") continue;
        last = &entry;
        folder = layer.folder;
      }
    }
  };
  look((*chain)->layers);
  look(state_->flags.layers);
  if (last == nullptr) return false;
  const std::string relative = relative_to(folder, whole);
  return std::any_of(last->value.items.begin(), last->value.items.end(), [&](const Value& item) {
    return glob_matches(item.text, relative, is_directory);
  });
}

}  // namespace plimsoll::app
