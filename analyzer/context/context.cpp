#include "analyzer/context/context.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/paths.h"
#include "analyzer/context/ignore_pattern.h"

namespace plimsoll {

namespace {

// Deeper trees are cut off: the context is then incomplete.
constexpr std::size_t max_context_depth = 128;

bool is_wildcard(std::string_view source) {
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\\') {
      ++i;
    } else if (source[i] == '*' || source[i] == '?' || source[i] == '[') {
      return true;
    }
  }
  return false;
}

}  // namespace

struct BuildContext::Impl {
  Impl(const Host& world, std::string folder, std::string file)
      : host(world), root(std::move(folder)), dockerfile(std::move(file)) {}

  void read_ignore();
  void read_tree();
  void read_folder(const std::string& folder, std::size_t depth);
  [[nodiscard]] std::vector<const ContextFile*> named(const std::string& path,
                                                      const ContextFile*& itself) const;
  [[nodiscard]] std::vector<const ContextFile*> matching(const std::string& pattern,
                                                         const ContextFile*& itself) const;

  const Host& host;
  std::string root;
  std::string dockerfile;
  bool ignore_read = false;
  bool tree_read = false;
  bool complete = true;
  std::string ignore_path;
  std::string ignore_text;
  std::optional<IgnoreFile> ignore;
  std::vector<ContextFile> files;
};

void BuildContext::Impl::read_ignore() {
  if (std::exchange(ignore_read, true)) return;
  for (const std::string& path : {dockerfile + ".dockerignore", join_path(root, ".dockerignore")}) {
    if (path == ".dockerignore" && dockerfile.empty() && root.empty()) continue;
    auto text = host.read_file(path, max_ignore_file_bytes);
    if (!text) continue;
    ignore_path = path;
    ignore_text = std::move(*text);
    ignore = IgnoreFile::parse(ignore_text);
    return;
  }
}

void BuildContext::Impl::read_folder(const std::string& folder, std::size_t depth) {
  const auto entries = host.list_directory(folder.empty() ? root : join_path(root, folder));
  if (!entries || depth > max_context_depth) {
    complete = false;
    return;
  }
  for (const DirectoryEntry& entry : *entries) {
    if (files.size() >= max_context_entries) {
      complete = false;
      return;
    }
    ContextFile file;
    file.path = join_path(folder, entry.name);
    file.kind = entry.kind;
    file.ignored = ignore && ignore->ignores(file.path);
    if (entry.kind == FileKind::Regular && !file.ignored) {
      if (const auto status = host.link_status(join_path(root, file.path)))
        file.size = status->size;
    }
    const bool enter = entry.kind == FileKind::Directory &&
                       (!file.ignored || ignore->may_include_below(file.path));
    const std::string path = file.path;
    files.push_back(std::move(file));
    if (enter) read_folder(path, depth + 1);
  }
}

void BuildContext::Impl::read_tree() {
  if (std::exchange(tree_read, true)) return;
  read_ignore();
  read_folder("", 0);
  std::sort(files.begin(), files.end(),
            [](const ContextFile& a, const ContextFile& b) { return a.path < b.path; });
}

BuildContext::BuildContext(const Host& host, std::string root, std::string dockerfile)
    : impl_(std::make_unique<Impl>(host, std::move(root), std::move(dockerfile))) {}

BuildContext::~BuildContext() = default;

const std::string& BuildContext::root() const { return impl_->root; }

const IgnoreFile* BuildContext::ignore() const {
  impl_->read_ignore();
  return impl_->ignore ? &*impl_->ignore : nullptr;
}

const std::string& BuildContext::ignore_path() const {
  impl_->read_ignore();
  return impl_->ignore_path;
}

const std::string& BuildContext::ignore_text() const {
  impl_->read_ignore();
  return impl_->ignore_text;
}

bool BuildContext::complete() const {
  impl_->read_tree();
  return impl_->complete;
}

const std::vector<ContextFile>& BuildContext::files() const {
  impl_->read_tree();
  return impl_->files;
}

// Files that a name takes: itself, and all below it. `itself` becomes the entry of that very name.
std::vector<const ContextFile*> BuildContext::Impl::named(const std::string& path,
                                                          const ContextFile*& itself) const {
  std::vector<const ContextFile*> taken;
  const auto from = [&](const std::string& name) {
    return std::lower_bound(files.begin(), files.end(), name,
                            [](const ContextFile& f, const std::string& n) { return f.path < n; });
  };
  const auto exact = from(path);
  if (exact != files.end() && exact->path == path) taken.push_back(itself = &*exact);
  const std::string below = path.empty() ? "" : path + "/";
  for (auto at = from(below); at != files.end() && at->path.starts_with(below); ++at) {
    taken.push_back(&*at);
  }
  return taken;
}

// A wildcard matches whole paths, each star within one name; what is below a directory that it
// matches comes along. COPY knows no `**`: two stars are one.
std::vector<const ContextFile*> BuildContext::Impl::matching(const std::string& pattern,
                                                             const ContextFile*& itself) const {
  std::vector<const ContextFile*> taken;
  std::string single;
  for (const char c : pattern) {
    if (c != '*' || !single.ends_with('*')) single += c;
  }
  const auto matcher = IgnorePatternMatcher::compile(single);
  if (!matcher) return taken;
  const auto depth = std::count(single.begin(), single.end(), '/');
  for (const ContextFile& file : files) {
    std::size_t end = 0;  // of as many components as the pattern has
    for (auto left = depth; left >= 0 && end != std::string::npos; --left) {
      end = file.path.find('/', end + (end > 0 ? 1 : 0));
    }
    if (end == std::string::npos && std::count(file.path.begin(), file.path.end(), '/') < depth) {
      continue;
    }
    if (!matcher->matches(std::string_view(file.path).substr(0, end))) continue;
    if (end == std::string::npos && !itself) itself = &file;
    taken.push_back(&file);
  }
  return taken;
}

// A directory that is kept out, with a `!` for something below it, still comes in as far as that.
Sent BuildContext::sent(std::string_view source) const {
  impl_->read_tree();
  Sent sent;
  const std::string path = normal_path("/" + std::string(source)).substr(1);
  sent.whole_context = path.empty();
  sent.wildcard = is_wildcard(path);
  const ContextFile* itself = nullptr;
  const auto taken = sent.wildcard ? impl_->matching(path, itself) : impl_->named(path, itself);
  bool found = path.empty() || !taken.empty();
  bool any_kept = path.empty();
  for (const ContextFile* file : taken) {
    if (file->ignored) continue;
    any_kept = true;
    if (file->kind != FileKind::Directory) sent.files.push_back(file);
  }
  if (itself && itself->ignored) sent.by = impl_->ignore->match(itself->path).by;
  // A file below a directory that is kept out was not read.
  if (!found && !sent.wildcard && impl_->ignore) {
    const IgnoreVerdict verdict = impl_->ignore->match(path);
    const auto status = impl_->host.link_status(join_path(impl_->root, path));
    found = status && status->kind != FileKind::Missing;
    if (verdict.ignored) sent.by = verdict.by;
  }
  sent.exists = found ? Answer::Yes : impl_->complete ? Answer::No : Answer::Unknown;
  if (sent.wildcard && !found && impl_->ignore) sent.exists = Answer::Unknown;
  sent.ignored = any_kept ? Answer::No : found ? Answer::Yes : Answer::Unknown;
  return sent;
}

std::optional<std::string> BuildContext::read(std::string_view path,
                                              std::uint64_t limit_bytes) const {
  const std::string inside = normal_path("/" + std::string(path)).substr(1);
  auto text = impl_->host.read_file(join_path(impl_->root, inside), limit_bytes);
  if (!text) return std::nullopt;
  return std::move(*text);
}

}  // namespace plimsoll
