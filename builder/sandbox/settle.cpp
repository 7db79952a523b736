// An upper directory becomes the tree of its layer: what the next RUN sees must not depend on
// whether the layer was made just now or unpacked from the store.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "analyzer/base/file.h"
#include "builder/sandbox/sandbox.h"
#include "builder/sandbox/upper.h"

namespace plimsoll::builder {
namespace {

constexpr std::size_t names_bytes = 64 * 1024;  // as many as the kernel tells

using sandbox::names_in;
using sandbox::open_below;
using sandbox::SplitPath;

Error at(const std::string& path, const Error& error) {
  return Error(error).while_doing("settling /" + path);
}

tl::unexpected<Error> refused(const std::string& path, int error) {
  return tl::unexpected(at(path, Error{std::generic_category().message(error), error}));
}

class Settling {
 public:
  Settling(const FileDescriptor& upper, const std::vector<Entry>& changes, std::int64_t epoch_s)
      : upper_(upper), changes_(changes), epoch_s_(epoch_s) {}

  Result<void> run() {
    std::vector<std::string> directories = {""};
    while (!directories.empty()) {
      const std::string path = std::move(directories.back());
      directories.pop_back();
      if (Result<void> done = drop_others(path, directories); !done) return done;
    }
    for (const Entry& entry : changes_) {
      if (entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque) continue;
      if (Result<void> done = drop_attributes(entry.path); !done) return done;
      if (Result<void> done = set_time(entry.path, entry.mtime_s); !done) return done;
    }
    return set_time(".", earliest_tree_time_s);
  }

 private:
  [[nodiscard]] const Entry* find(const std::string& path) const {
    const auto found =
        std::lower_bound(changes_.begin(), changes_.end(), path,
                         [](const Entry& entry, const std::string& p) { return entry.path < p; });
    return found != changes_.end() && found->path == path ? &*found : nullptr;
  }

  // What was copied up and not changed goes: it is below all the same. Not so in a directory that
  // hides what is below it.
  Result<void> drop_others(const std::string& path, std::vector<std::string>& directories) {
    const Result<FileDescriptor> open = open_below(upper_, path);
    if (!open) return tl::unexpected(at(path, open.error()));
    char opaque = 0;
    if (::fgetxattr(open->get(), "trusted.overlay.opaque", &opaque, 1) == 1) return {};
    const Result<std::vector<std::string>> names = names_in(*open);
    if (!names) return tl::unexpected(at(path, names.error()));
    for (const std::string& name : *names) {
      std::string whole = path.empty() ? name : fmt::format("{}/{}", path, name);
      const Entry* entry = find(whole);
      if (!entry) {
        if (auto done = sandbox::remove_below(upper_, whole); !done) {
          return tl::unexpected(at(whole, done.error()));
        }
      } else if (entry->kind == EntryKind::Directory) {
        directories.push_back(std::move(whole));
      }
    }
    return {};
  }

  // The directory that `split` is in.
  Result<void> open_parent(const SplitPath& split) {
    if (parent_.valid() && split.parent == parent_path_) return {};
    Result<FileDescriptor> open = open_below(upper_, split.parent);
    if (!open) return tl::unexpected(at(split.parent, open.error()));
    parent_ = std::move(*open);
    parent_path_ = split.parent;
    return {};
  }

  // What no layer keeps: everything but capabilities and the kernel's own marks.
  Result<void> drop_attributes(const std::string& path) {
    const SplitPath split(path);
    if (Result<void> open = open_parent(split); !open) return open;
    const std::string place = fmt::format("/proc/self/fd/{}/{}", parent_.get(), split.name);
    const ssize_t size = ::llistxattr(place.c_str(), names_.data(), names_.size());
    if (size < 0 && errno != ENOTSUP) return refused(path, errno);
    std::string_view rest(names_.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    while (!rest.empty()) {
      const std::string name(rest.substr(0, rest.find('\0')));
      rest.remove_prefix(std::min(name.size() + 1, rest.size()));
      if (!name.starts_with("user.") && !name.starts_with("system.posix_acl_")) continue;
      if (::lremovexattr(place.c_str(), name.c_str()) != 0) return refused(path, errno);
    }
    return {};
  }

  Result<void> set_time(const std::string& path, std::int64_t mtime_s) {
    const SplitPath split(path);
    if (Result<void> open = open_parent(split); !open) return open;
    // Where the layer has lost it, the tree keeps the real one: the next RUN may compare.
    const std::int64_t clamped = std::min(mtime_s, epoch_s_);
    const std::int64_t shown =
        clamped < earliest_tree_time_s ? std::max(mtime_s, earliest_tree_time_s) : clamped;
    const struct timespec time { static_cast<time_t>(shown), 0 };
    const struct timespec times[2] = {time, time};
    if (::utimensat(parent_.get(), split.name.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0) return {};
    return refused(path, errno);
  }

  const FileDescriptor& upper_;
  const std::vector<Entry>& changes_;
  std::int64_t epoch_s_;
  FileDescriptor parent_;
  std::string parent_path_;
  std::vector<char> names_ = std::vector<char>(names_bytes);  // of attributes
};

}  // namespace

Result<void> settle_upper(const std::string& upper, const std::vector<Entry>& changes,
                          std::int64_t epoch_s) {
  const Result<FileDescriptor> root = open_directory(upper);
  if (!root) return tl::unexpected(root.error());
  return Settling(*root, changes, epoch_s).run();
}

}  // namespace plimsoll::builder
