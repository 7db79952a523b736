// COPY and ADD as the builder does them: one source after another, each on top of what the ones
// before have put there, heredocs last. For every path that a source stands for:
//
//   COPY app /srv/app     app a file:       /srv/app, or /srv/app/app when /srv/app is a directory
//                         app a directory:  its contents into /srv/app
//   COPY a b /srv/        a trailing slash makes the destination a directory first
//   COPY a b /srv/x       without one, both are written to /srv/x: the last file wins
//
// The source path and the destination are resolved with all their links, each within its tree: a
// link as a source stands for what it leads to (but keeps its own name), a link as a destination
// for the place where it leads.

#include <fcntl.h>

#include <cerrno>
#include <optional>

#include "analyzer/base/file.h"
#include "analyzer/base/paths.h"
#include "builder/layer/glob.h"
#include "builder/steps/archive.h"
#include "builder/steps/copier.h"
#include "builder/steps/copy.h"
#include "builder/steps/target.h"

namespace plimsoll::builder {

namespace {

constexpr std::uint32_t heredoc_mode = 0644;
constexpr std::uint32_t download_mode = 0600;

bool is_url(std::string_view source) {
  return source.starts_with("http://") || source.starts_with("https://");
}

bool is_git(std::string_view source) {
  if (source.starts_with("git://") || source.starts_with("ssh://") || source.starts_with("git@")) {
    return true;
  }
  return is_url(source) && source.substr(0, source.find_first_of("?#")).ends_with(".git");
}

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

class Plan {
 public:
  Plan(const CopyInput& input, const FileTree& below)
      : input_(input), step_(input.step), below_(below), target_(below, input.now_s) {}

  [[nodiscard]] Result<std::vector<Entry>> run();

 private:
  [[nodiscard]] Result<void> read_flags();
  void read_destination();
  [[nodiscard]] Result<void> add_source(const std::string& source);
  [[nodiscard]] Result<void> add_local(const std::string& source);
  [[nodiscard]] Result<void> add_with_parents(const std::string& source);
  [[nodiscard]] Result<void> add_path(const std::string& path);
  [[nodiscard]] Result<void> add_fetched(const Fetched& fetched);
  [[nodiscard]] Result<void> add_heredoc(const lowered::InlineFile& file);
  [[nodiscard]] Result<void> put(const FileTree& source, const Entry& from, std::string_view name);
  [[nodiscard]] Result<bool> add_unpacked(const Entry& file);
  [[nodiscard]] Result<bool> add_unpacked(std::shared_ptr<const FileDescriptor> file);
  [[nodiscard]] Result<Entry> must_find(const std::string& path);
  [[nodiscard]] tl::unexpected<Error> not_found(std::string_view path) const;

  const CopyInput& input_;
  const lowered::CopyStep& step_;
  const FileTree& below_;
  Target target_;
  CopyRules rules_;
  std::string destination_;      // absolute, clean
  bool into_directory_ = false;  // it was written with a slash at the end
};

void Plan::read_destination() {
  std::string_view written = step_.destination.text();
  if (written.empty() || written == ".") written = "./";
  into_directory_ = written.ends_with('/') || written.ends_with("/.");
  const std::string_view workdir = step_.workdir.text();
  destination_ =
      clean_source(written.starts_with('/') ? std::string(written)
                                            : std::string(workdir) + "/" + std::string(written));
}

Result<void> Plan::read_flags() {
  if (step_.chown) {
    const auto owner = find_owner(below_, step_.chown->user.text(), step_.chown->group.text());
    if (!owner) return tl::unexpected(owner.error());
    rules_.owner = Owner{owner->uid, owner->gid};
  }
  if (step_.chmod) {
    auto mode = ModeRule::parse(step_.chmod->text());
    if (!mode) return tl::unexpected(mode.error());
    rules_.mode = std::move(*mode);
  }
  std::vector<std::string> excludes;
  for (const Value& exclude : step_.excludes) excludes.push_back(exclude.text());
  rules_.excludes = IgnoreFile::of_patterns(excludes);
  if (!rules_.excludes.problems().empty()) {
    return failure("--exclude=" + rules_.excludes.problems().front().what +
                   ": the pattern is malformed");
  }
  return {};
}

tl::unexpected<Error> Plan::not_found(std::string_view path) const {
  const char* where = input_.source_is_context
                          ? " is not in the build context, or .dockerignore keeps it out"
                          : " is not there";
  return failure(in_quotes(path) + where, ENOENT);
}

Result<Entry> Plan::must_find(const std::string& path) {
  const auto resolved = resolve_in_tree(input_.source, path, true);
  if (!resolved) return tl::unexpected(resolved.error());
  auto there = input_.source.find(*resolved);
  if (!there) return tl::unexpected(there.error());
  if (!*there) return not_found(path);
  if (input_.source_is_context && resolved->empty()) (*there)->mtime_s = input_.now_s;
  return std::move(**there);
}

// One file or directory, `name` being what it is called inside a directory.
Result<void> Plan::put(const FileTree& source, const Entry& from, std::string_view name) {
  auto to = resolve_in_tree(target_, destination_, true);
  if (!to) return tl::unexpected(to.error());
  const auto make = [&](std::string_view directory) {
    return target_.make_directories(directory, rules_.mode_of_parents(), rules_.owner_of_parents());
  };
  const auto parent_of = [](std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return path.substr(0, slash == std::string_view::npos ? 0 : slash);
  };
  const bool directory = from.kind == EntryKind::Directory;
  if (auto made = make(into_directory_ ? std::string_view(*to) : parent_of(*to)); !made) {
    return made;
  }
  const auto there = target_.find(*to);
  if (!there) return tl::unexpected(there.error());
  if (!directory && *there && (*there)->kind == EntryKind::Directory) {
    *to += (to->empty() ? "" : "/") + std::string(name);
  }
  if (directory && !*there) {
    if (auto made = make(*to); !made) return made;
  }
  return Copier(source, target_, rules_).copy(from, *to);
}

Result<bool> Plan::add_unpacked(std::shared_ptr<const FileDescriptor> file) {
  const auto archive = is_archive(*file);
  if (!archive || !*archive) return archive;
  const auto to = resolve_in_tree(target_, destination_, true);
  if (!to) return tl::unexpected(to.error());
  auto made = target_.make_directories(*to, 0755, rules_.owner_of_parents());
  if (!made) return tl::unexpected(made.error());
  auto done = unpack(std::move(file), input_.scratch, *to, rules_.owner, target_);
  if (!done) return tl::unexpected(done.error());
  return true;
}

// False where it is no archive. Only files of a directory of this machine are: ADD has no --from.
Result<bool> Plan::add_unpacked(const Entry& file) {
  const auto* content = std::get_if<BelowDirectory>(&file.content);
  if (file.kind != EntryKind::File || !content) return false;
  auto opened = open_beneath(*content->root, content->path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!opened) return tl::unexpected(opened.error());
  return add_unpacked(std::make_shared<const FileDescriptor>(std::move(*opened)));
}

Result<void> Plan::add_path(const std::string& path) {
  const auto from = must_find(path);
  if (!from) return tl::unexpected(from.error());
  if (step_.unpack.value_or(step_.add)) {
    const auto unpacked = add_unpacked(*from);
    if (!unpacked) {
      return tl::unexpected(Error(unpacked.error()).while_doing("unpacking " + in_quotes(path)));
    }
    if (*unpacked) return {};
  }
  return put(input_.source, *from, file_name(path));
}

Result<void> Plan::add_local(const std::string& source) {
  const auto paths = expand_source(input_.source, clean_source(source));
  if (!paths && paths.error().code == ENOENT) return not_found(source);
  if (!paths) return tl::unexpected(paths.error());
  for (const std::string& path : *paths) {
    if (auto added = add_path(path); !added) return added;
  }
  return {};
}

// --parents: what stands behind `/./` (all of it without one) is a pattern below what stands
// before, and keeps its path.
Result<void> Plan::add_with_parents(const std::string& source) {
  const std::size_t pivot = source.find("/./");
  const bool pivoted = pivot != std::string::npos;
  const std::string base = pivoted ? clean_source(source.substr(0, pivot)) : "";
  const std::string pattern = clean_source(pivoted ? source.substr(pivot + 3) : source);
  if (pattern.empty()) {
    return failure(in_quotes(source) +
                   ": --parents needs a path to keep; name what is in it, or leave the flag out");
  }
  if (!has_wildcard(base) && !has_wildcard(pattern)) {
    const auto required = must_find(clean_source(base + "/" + pattern));
    if (!required) return not_found(source);
  }
  rules_.pattern = pattern;
  auto added = add_local(base);
  rules_.pattern.reset();
  return added;
}

Result<void> Plan::add_fetched(const Fetched& fetched) {
  auto opened = open_file(fetched.path);
  if (!opened) return tl::unexpected(opened.error());
  auto file = std::make_shared<const FileDescriptor>(std::move(*opened));
  if (step_.unpack.value_or(false)) {
    const auto unpacked = add_unpacked(file);
    if (!unpacked) return tl::unexpected(unpacked.error());
    if (*unpacked) return {};
  }
  const auto size = size_of(*file);
  if (!size) return tl::unexpected(size.error());
  Entry from;
  from.path = fetched.file_name;
  from.mode = download_mode;
  from.mtime_s = fetched.mtime_s;
  from.size = *size;
  from.content = InFileAt{std::move(file), 0};
  return put(EmptyTree(), from, fetched.file_name);
}

Result<void> Plan::add_heredoc(const lowered::InlineFile& file) {
  Entry from;
  from.path = file.name;
  from.mode = heredoc_mode;
  from.mtime_s = input_.now_s;
  from.size = file.content.text().size();
  from.content = InMemory{std::make_shared<const std::string>(file.content.text())};
  return put(EmptyTree(), from, file_name(file.name));
}

Result<void> Plan::add_source(const std::string& source) {
  if (step_.add && is_git(source)) {
    return failure(in_quotes(source) +
                   ": git repositories are not fetched here; clone it into the build context, or "
                   "name the clone with --build-context and COPY --from it");
  }
  if (step_.add && is_url(source)) {
    for (const Fetched& fetched : input_.fetched) {
      if (fetched.url == source) return add_fetched(fetched);
    }
    return failure(in_quotes(source) + ": it was not fetched; --network=host allows that");
  }
  return step_.parents ? add_with_parents(source) : add_local(source);
}

Result<std::vector<Entry>> Plan::run() {
  read_destination();
  if (auto read = read_flags(); !read) return tl::unexpected(read.error());
  for (const Value& source : step_.sources) {
    if (auto added = add_source(source.text()); !added) return tl::unexpected(added.error());
  }
  for (const lowered::InlineFile& file : step_.inline_files) {
    if (auto added = add_heredoc(file); !added) return tl::unexpected(added.error());
  }
  return target_.take();
}

}  // namespace

bool is_linked(const lowered::CopyStep& step) { return step.link && !step.chmod; }

Result<std::vector<Entry>> plan_copy(const CopyInput& input) {
  const EmptyTree empty;
  return Plan(input, is_linked(input.step) ? empty : input.destination).run();
}

}  // namespace plimsoll::builder
