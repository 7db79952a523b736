#include "builder/sandbox/upper.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "builder/sandbox/mounting.h"

namespace plimsoll::builder::sandbox {
namespace {

constexpr const char* capability_name = "security.capability";
constexpr std::size_t capability_limit_bytes = 64;  // version 3 takes 24

tl::unexpected<Error> refused(int error) {
  return failure(std::generic_category().message(error), error);
}

EntryKind kind_of(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFDIR:
      return EntryKind::Directory;
    case S_IFLNK:
      return EntryKind::Symlink;
    case S_IFCHR:
      return EntryKind::CharDevice;
    case S_IFBLK:
      return EntryKind::BlockDevice;
    case S_IFIFO:
      return EntryKind::Fifo;
    default:
      return EntryKind::File;
  }
}

Result<std::string> text_of_link(const FileDescriptor& parent, const std::string& name) {
  std::array<char, 4096> text{};
  const ssize_t got = ::readlinkat(parent.get(), name.c_str(), text.data(), text.size());
  if (got < 0) return refused(errno);
  return std::string(text.data(), static_cast<std::size_t>(got));
}

std::string capability(const FileDescriptor& parent, const std::string& name) {
  const std::string path = fmt::format("/proc/self/fd/{}/{}", parent.get(), name);
  std::array<char, capability_limit_bytes> value{};
  const ssize_t got = ::lgetxattr(path.c_str(), capability_name, value.data(), value.size());
  return got > 0 ? std::string(value.data(), static_cast<std::size_t>(got)) : "";
}

}  // namespace

Result<FileDescriptor> open_below(const FileDescriptor& root, const std::string& path) {
  const Handle found = find_plain(root.get(), path.empty() ? "." : path.c_str(), O_DIRECTORY);
  if (!found.ok()) return refused(errno);
  const int fd = ::openat(found.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return refused(errno);
  return FileDescriptor(fd);
}

SplitPath::SplitPath(const std::string& path) : name(path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return;
  parent = path.substr(0, slash);
  name = path.substr(slash + 1);
}

// Files on the way down, directories on the way back; no recursion, since how deep it is was
// somebody else's choice.
Result<void> remove_below(const FileDescriptor& root, const std::string& path) {
  std::vector<std::string> directories;
  const auto remove = [&](const FileDescriptor& parent, const std::string& name,
                          std::string whole) -> Result<void> {
    if (::unlinkat(parent.get(), name.c_str(), 0) == 0 || errno == ENOENT) return {};
    if (errno != EISDIR && errno != EPERM) return refused(errno);
    directories.push_back(std::move(whole));
    return {};
  };
  const SplitPath top(path);
  const Result<FileDescriptor> above = open_below(root, top.parent);
  if (!above) return tl::unexpected(above.error());
  if (Result<void> done = remove(*above, top.name, path); !done) return done;
  for (std::size_t i = 0; i < directories.size(); ++i) {
    const std::string directory = directories[i];
    const Result<FileDescriptor> open = open_below(root, directory);
    if (!open) return tl::unexpected(open.error());
    const Result<std::vector<std::string>> names = names_in(*open);
    if (!names) return tl::unexpected(names.error());
    for (const std::string& name : *names) {
      if (auto done = remove(*open, name, fmt::format("{}/{}", directory, name)); !done)
        return done;
    }
  }
  for (auto directory = directories.rbegin(); directory != directories.rend(); ++directory) {
    const SplitPath split(*directory);
    const Result<FileDescriptor> open = open_below(root, split.parent);
    if (!open) return tl::unexpected(open.error());
    if (::unlinkat(open->get(), split.name.c_str(), AT_REMOVEDIR) != 0) return refused(errno);
  }
  return {};
}

Result<std::vector<std::string>> names_in(const FileDescriptor& directory) {
  const int copy = ::openat(directory.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(copy < 0 ? nullptr : ::fdopendir(copy),
                                                   [](DIR* open) { return ::closedir(open); });
  if (!stream) return refused(errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return refused(errno);
  std::sort(names.begin(), names.end());
  return names;
}

Result<Entry> entry_of(const std::shared_ptr<const FileDescriptor>& root,
                       const FileDescriptor& parent, const std::string& name,
                       const std::string& path, const struct stat& status) {
  Entry entry;
  entry.path = path;
  entry.kind = kind_of(status.st_mode);
  entry.mode = status.st_mode & 07777U;
  entry.uid = status.st_uid;
  entry.gid = status.st_gid;
  entry.mtime_s = status.st_mtim.tv_sec;
  if (entry.kind == EntryKind::CharDevice || entry.kind == EntryKind::BlockDevice) {
    entry.device_major = major(status.st_rdev);
    entry.device_minor = minor(status.st_rdev);
  }
  if (entry.kind == EntryKind::Symlink) {
    Result<std::string> text = text_of_link(parent, name);
    if (!text) return tl::unexpected(text.error());
    entry.link = std::move(*text);
  }
  if (entry.kind == EntryKind::File) {
    entry.size = static_cast<std::uint64_t>(status.st_size);
    entry.content = BelowDirectory{root, path};
    std::string value = capability(parent, name);
    if (!value.empty()) entry.xattrs.emplace_back(capability_name, std::move(value));
  }
  return entry;
}

}  // namespace plimsoll::builder::sandbox
