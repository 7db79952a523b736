#include "analyzer/secret_flows.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <utility>

#include "analyzer/base/paths.h"
#include "analyzer/secrets/secrets.h"

namespace plimsoll {

namespace {

std::string in_quotes(std::string_view text) { return "`" + std::string(text) + "`"; }

// An ARG or ENV whose value may be a secret; null otherwise.
const Variable* secret_variable(const Facts& facts, const Instruction& at, std::string_view name) {
  if (read_secret_name(name) != NameHint::Secret) return nullptr;
  const Variable* variable = facts.before(at).env.find(name);
  if (!variable || variable->origin == Variable::Origin::Platform ||
      variable->origin == Variable::Origin::Predefined ||
      variable->origin == Variable::Origin::Base) {
    return nullptr;
  }
  if (!variable->value.known()) return variable;
  const ValueShape shape = read_secret_value(variable->value.text());
  const bool given_later = shape == ValueShape::Empty && variable->overridable;
  return given_later || shape == ValueShape::Plain || shape == ValueShape::Random ? variable
                                                                                  : nullptr;
}

// Certificates are public, however they are handed over.
bool is_public(std::string_view name) {
  for (const std::string_view part : {"cert", "crt", "ca-", "_ca", "-ca", "ca_", "pub"}) {
    if (name.find(part) != std::string_view::npos) return true;
  }
  return name == "ca" || name.ends_with("/ca");
}

bool holds_secret(const Mount& mount) {
  return mount.type() == "secret" && !is_public(mount.get({"id"}).value_or("")) &&
         !is_public(mount.target());
}

// Where programs keep what they are told.
struct Keeper {
  std::string_view program;
  std::array<std::string_view, 3> words;  // all of them among the command's
  std::string_view file;
  std::array<std::string_view, 4> undone_by;  // a word of a later command of the same program
};
constexpr std::array<std::string_view, 4> undone{"delete", "unset", "--unset", "rm"};
constexpr std::array keepers{
    Keeper{"npm", {"config", "set"}, "~/.npmrc", undone},
    Keeper{"npm", {"set"}, "~/.npmrc", undone},
    Keeper{"pnpm", {"config", "set"}, "~/.npmrc", undone},
    Keeper{"pip", {"config", "set"}, "~/.config/pip/pip.conf", undone},
    Keeper{"pip3", {"config", "set"}, "~/.config/pip/pip.conf", undone},
    Keeper{"poetry", {"config"}, "~/.config/pypoetry/auth.toml", undone},
    Keeper{"composer", {"config", "--global"}, "~/.composer/auth.json", undone},
    Keeper{"composer", {"config", "-g"}, "~/.composer/auth.json", undone},
    Keeper{"bundle", {"config"}, "~/.bundle/config", undone},
    Keeper{"git",
           {"config", "--global"},
           "~/.gitconfig",
           {"--unset", "--unset-all", "--remove-section"}},
    Keeper{"git",
           {"config", "--system"},
           "/etc/gitconfig",
           {"--unset", "--unset-all", "--remove-section"}},
    Keeper{"docker", {"login"}, "~/.docker/config.json", {"logout"}},
    Keeper{"aws", {"configure", "set"}, "~/.aws/credentials", {}},
    Keeper{"cargo", {"login"}, "~/.cargo/credentials.toml", {"logout"}},
    Keeper{"dotnet", {"nuget", "add", "source"}, "~/.nuget/NuGet/NuGet.Config", {"remove"}},
    Keeper{"dotnet", {"nuget", "update", "source"}, "~/.nuget/NuGet/NuGet.Config", {"remove"}},
    Keeper{"gem", {"sources"}, "~/.gemrc", {"--remove", "-r"}},
};

bool has_word(const Command& command, std::string_view wanted) {
  return std::any_of(command.words.begin(), command.words.end(),
                     [&](const ShellWord& word) { return word.is(wanted); });
}

class Finder {
 public:
  Finder(const Facts& facts, const Run& run)
      : facts_(facts), run_(run), list_(facts.commands(run)) {
    for (const Mount& mount : run.mounts) {
      if (!holds_secret(mount)) continue;
      const auto variable = mount.get({"env"});
      if (variable) by_mount_.emplace_back(std::string(*variable), &mount);
      const bool as_file = !variable || !mount.target().empty();
      const std::string path = as_file ? secret_path(facts, run, mount) : std::string();
      if (!path.empty()) by_mount_.emplace_back(path, &mount);
    }
  }

  std::vector<SecretFlow> find() {
    if (list_.is_opaque() || !concerned()) return {};
    FlowSources sources;
    sources.variable = [this](std::string_view name) {
      const bool secret = mount_of(name) || secret_variable(facts_, run_, name);
      return secret ? in_quotes(name) : std::string();
    };
    sources.file = [this](std::string_view path) {
      return mount_of(path) ? in_quotes(path) : std::string();
    };
    const Flows flows(facts_, run_, std::move(sources));
    for (const FileFlow& flow : flows.files()) {
      if (is_for_certificates(flow.path)) continue;
      add(flow.origin, flow.path, flow.where, *flow.command);
    }
    index_undoing();
    for (const Command& command : list_.commands) find_kept(flows, command);
    std::stable_sort(found_.begin(), found_.end(), [](const SecretFlow& a, const SecretFlow& b) {
      return a.where.begin < b.where.begin;
    });
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool concerned() const {
    return !by_mount_.empty() ||
           std::any_of(list_.variables.begin(), list_.variables.end(), [&](const auto& use) {
             return secret_variable(facts_, run_, use.name) != nullptr;
           });
  }

  [[nodiscard]] const Mount* mount_of(std::string_view name) const {
    for (const auto& [each, mount] : by_mount_) {
      if (each == name) return mount;
    }
    return nullptr;
  }

  static bool is_for_certificates(std::string_view path) {
    return path.find("certificates") != std::string_view::npos ||
           path.find("/pki/") != std::string_view::npos ||
           path.find("/ssl/certs") != std::string_view::npos || path.ends_with(".crt");
  }

  void add(const FlowOrigin& origin, const std::string& path, Span where, const Command& by) {
    SecretFlow flow{origin, {}, path, where, &by};
    const std::string_view name = std::string_view(origin.what).substr(1, origin.what.size() - 2);
    if (const Mount* mount = mount_of(name)) {
      flow.declared = mount->span;
    } else if (const Variable* variable = secret_variable(facts_, run_, name)) {
      flow.declared = variable->where;
    }
    found_.push_back(std::move(flow));
  }

  // The last command of each program that says one of the words by which something is undone.
  void index_undoing() {
    static constexpr std::array<std::string_view, 10> words{
        "delete", "unset",  "--unset", "--unset-all", "--remove-section",
        "rm",     "logout", "remove",  "--remove",    "set-url"};
    for (const Command& command : list_.commands) {
      for (const ShellWord& word : command.words) {
        if (!word.known) continue;
        const bool undoes =
            word.text == "-r" || std::find(words.begin(), words.end(), word.text) != words.end();
        if (undoes) last_[{command.program, word.text}] = command.index;
      }
      const bool of_remote = command.is("git") && command.subcommand == "remote";
      if (of_remote && (has_word(command, "remove") || has_word(command, "rm"))) {
        last_remote_removal_ = command.index;
      }
    }
  }

  // By the command itself (`git config --unset`), or a later one.
  [[nodiscard]] bool is_undone(const Command& command,
                               std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      const auto last = last_.find({command.program, word});
      if (word.empty() || last == last_.end()) return false;
      // `git remote set-url` sets as well: only a later one sets it right.
      return last->second > command.index || (last->second == command.index && word != "set-url");
    });
  }

  std::optional<FlowOrigin> of_words(const Flows& flows, const Command& command) const {
    for (std::size_t i = command.program_word + 1; i < command.words.size(); ++i) {
      if (auto origin = flows.in(command, command.words[i])) return origin;
    }
    return std::nullopt;
  }

  void find_kept(const Flows& flows, const Command& command) {
    if (command.is("git")) find_in_repository(flows, command);
    for (const Keeper& keeper : keepers) {
      if (!command.is(keeper.program)) continue;
      const bool meant = std::all_of(
          keeper.words.begin(), keeper.words.end(),
          [&](std::string_view word) { return word.empty() || has_word(command, word); });
      if (!meant) continue;
      std::optional<FlowOrigin> origin = of_words(flows, command);
      if (!origin && has_word(command, "--password-stdin")) origin = flows.input(command);
      const auto& by = keeper.undone_by;
      if (!origin || is_undone(command, {by[0], by[1], by[2], by[3]})) return;
      if (const auto path = flows.kept_path(command, std::string(keeper.file))) {
        add(*origin, *path, command.span, command);
      }
      return;
    }
  }

  // `git clone https://$TOKEN@host/app.git`, `git remote add`, `git config` without --global.
  void find_in_repository(const Flows& flows, const Command& command) {
    const bool removed = last_remote_removal_ > command.index;  // `git remote remove origin`
    if (removed && command.subcommand != "config") return;
    if (is_undone(command, {"set-url", "--unset", "--unset-all", "--remove-section"})) return;
    std::string folder;
    if (command.subcommand == "clone") {
      const auto name = clone_folder(command);
      if (!name) return;
      folder = *name + "/";
    } else if (command.subcommand == "remote") {
      if (!has_word(command, "add") && !has_word(command, "set-url")) return;
    } else if (command.subcommand != "config" || has_word(command, "--global") ||
               has_word(command, "--system") || command.operands.size() < 2) {
      return;
    }
    if (has_word(command, "--mirror") || has_word(command, "--bare")) return;
    const std::optional<FlowOrigin> origin = of_operands(flows, command);
    if (!origin) return;
    if (const auto path = flows.kept_path(command, folder + ".git/config")) {
      add(*origin, *path, command.span, command);
    }
  }

  static std::optional<FlowOrigin> of_operands(const Flows& flows, const Command& command) {
    for (const std::uint32_t i : command.operands) {
      if (auto origin = flows.in(command, command.words[i])) return origin;
    }
    return std::nullopt;
  }

  [[nodiscard]] static std::optional<std::string> clone_folder(const Command& command) {
    if (command.operands.empty() || command.operands.size() > 2) return std::nullopt;
    const ShellWord& last = command.operand(command.operands.size() - 1);
    if (command.operands.size() == 2) return last.known ? std::optional(last.text) : std::nullopt;
    std::string_view name = file_name(last.text);
    if (name.ends_with(".git")) name.remove_suffix(4);
    if (name.empty() || name.find_first_of("$`@") != std::string_view::npos) return std::nullopt;
    return std::string(name);
  }

  const Facts& facts_;
  const Run& run_;
  const CommandList& list_;
  std::vector<std::pair<std::string, const Mount*>> by_mount_;  // a path, or a variable's name
  std::vector<SecretFlow> found_;
  // By program and word, Command::index; the words are those of the list.
  std::map<std::pair<std::string_view, std::string_view>, std::uint32_t> last_;
  std::uint32_t last_remote_removal_ = 0;
};

// `$NAME` and `${NAME...}` in a body, as spans from the `$` to the end of the name.
std::vector<std::pair<std::string, Span>> variables_of(std::string_view body, std::uint32_t begin) {
  std::vector<std::pair<std::string, Span>> found;
  for (std::size_t at = body.find('$'); at != std::string_view::npos; at = body.find('$', at + 1)) {
    if (at > 0 && body[at - 1] == '\\') continue;
    std::size_t from = at + 1;
    const bool braces = from < body.size() && body[from] == '{';
    if (braces) ++from;
    std::size_t end = from;
    while (end < body.size() && is_of_name(body[end])) ++end;
    if (end == from || (braces && (end == body.size() || body[end] == ':' || body[end] == '+'))) {
      continue;
    }
    found.emplace_back(std::string(body.substr(from, end - from)),
                       Span{static_cast<std::uint32_t>(begin + at),
                            static_cast<std::uint32_t>(begin + end + (braces ? 1 : 0))});
  }
  return found;
}

}  // namespace

std::string secret_path(const Facts& facts, const Run& run, const Mount& mount) {
  if (!mount.target().empty()) {
    const Value target = facts.mount_target(run, mount);
    return target.known() ? target.text() : std::string();
  }
  const auto id = mount.get({"id"});
  if (!id || id->find('$') != std::string_view::npos) return {};
  return "/run/secrets/" + std::string(*id);
}

std::vector<SecretFlow> secret_flows(const Facts& facts, const Run& run) {
  return Finder(facts, run).find();
}

std::vector<SecretFlow> secret_flows(const Facts& facts, const Copy& copy) {
  std::vector<SecretFlow> found;
  const Value destination = facts.absolute_path(copy, facts.value(copy, copy.destination));
  if (!destination.known()) return found;
  for (const Heredoc& heredoc : copy.heredocs) {
    if (!heredoc.expand) continue;
    for (const auto& [name, span] :
         variables_of(facts.source.at(heredoc.body), heredoc.body.begin)) {
      const Variable* variable = secret_variable(facts, copy, name);
      if (!variable) continue;
      std::string path = normal_path(destination.text());
      if (copy.destination.str().ends_with('/')) path = normal_path(path + "/" + heredoc.name);
      found.push_back({{in_quotes(name), span}, variable->where, path, span, nullptr});
      break;  // the file once
    }
  }
  return found;
}

}  // namespace plimsoll
