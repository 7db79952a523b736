#include "builder/context/scan.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <optional>

namespace plimsoll::builder {

namespace {

constexpr std::size_t buffer_bytes = std::size_t{64} << 10;
constexpr unsigned wanted =
    STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_INO | STATX_SIZE | STATX_MTIME | STATX_CTIME;

std::int64_t nanoseconds(const struct statx_timestamp& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::optional<EntryKind> kind_of(unsigned mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return EntryKind::File;
    case S_IFDIR:
      return EntryKind::Directory;
    case S_IFLNK:
      return EntryKind::Symlink;
    case S_IFIFO:
      return EntryKind::Fifo;
    case S_IFCHR:
      return EntryKind::CharDevice;
    case S_IFBLK:
      return EntryKind::BlockDevice;
    default:
      return std::nullopt;
  }
}

FileStamp stamp_from(const struct statx& status) {
  return {makedev(status.stx_dev_major, status.stx_dev_minor),
          status.stx_ino,
          status.stx_size,
          nanoseconds(status.stx_mtime),
          nanoseconds(status.stx_ctime),
          status.stx_mode};
}

tl::unexpected<Error> failed(const std::string& path) {
  const int code = errno;
  return failure((path.empty() ? "." : path) + ": " + std::strerror(code), code);
}

// The names of an open directory, without `.` and `..`.
Result<void> read_names(const FileDescriptor& directory, const std::string& path,
                        ScannedDirectory& out) {
  alignas(struct dirent64) char buffer[buffer_bytes];
  for (;;) {
    const ssize_t got = ::getdents64(directory.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path);
    if (got == 0) return {};
    for (ssize_t at = 0; at < got;) {
      struct dirent64 entry;
      std::memcpy(&entry, buffer + at, offsetof(struct dirent64, d_name));
      const char* name = buffer + at + offsetof(struct dirent64, d_name);
      at += entry.d_reclen;
      const std::string_view text(name);
      if (text == "." || text == ".." || entry.d_type == DT_SOCK) continue;
      ScannedItem item;
      item.name_at = static_cast<std::uint32_t>(out.names.size());
      item.name_size = static_cast<std::uint16_t>(text.size());
      out.names.append(text).push_back('\0');  // so that it can be handed to the kernel
      out.items.push_back(item);
    }
  }
}

}  // namespace

ScannedItem* ScannedDirectory::find(std::string_view wanted_name) {
  const auto at = std::lower_bound(
      items.begin(), items.end(), wanted_name,
      [&](const ScannedItem& item, std::string_view text) { return name(item) < text; });
  return at != items.end() && name(*at) == wanted_name ? &*at : nullptr;
}

Result<ScannedDirectory> scan_directory(const FileDescriptor& root, const std::string& path) {
  const auto directory = open_beneath(root, path, O_RDONLY | O_DIRECTORY);
  if (!directory) return tl::unexpected(directory.error());
  ScannedDirectory out;
  if (auto read = read_names(*directory, path, out); !read) return tl::unexpected(read.error());
  std::size_t kept = 0;
  for (ScannedItem& item : out.items) {
    struct statx status = {};
    const char* name = out.names.c_str() + item.name_at;
    if (::statx(directory->get(), name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, wanted, &status) !=
        0) {
      if (errno == ENOENT) continue;
      return failed(path.empty() ? name : path + "/" + name);
    }
    const auto kind = kind_of(status.stx_mode);
    if (!kind) continue;
    item.kind = *kind;
    item.links = status.stx_nlink;
    item.stamp = stamp_from(status);
    item.device_major = status.stx_rdev_major;
    item.device_minor = status.stx_rdev_minor;
    out.items[kept++] = item;
  }
  out.items.resize(kept);
  std::sort(out.items.begin(), out.items.end(),
            [&](const ScannedItem& a, const ScannedItem& b) { return out.name(a) < out.name(b); });
  return out;
}

Result<std::string> read_link(const FileDescriptor& root, const std::string& path) {
  const auto link = open_beneath(root, path, O_PATH | O_NOFOLLOW);
  if (!link) return tl::unexpected(link.error());
  char text[PATH_MAX];
  const ssize_t size = ::readlinkat(link->get(), "", text, sizeof text);
  if (size < 0) return failed(path);
  return std::string(text, static_cast<std::size_t>(size));
}

Result<FileStamp> stamp_of(const FileDescriptor& file) {
  struct statx status = {};
  if (::statx(file.get(), "", AT_EMPTY_PATH, wanted, &status) != 0) return failed("");
  return stamp_from(status);
}

}  // namespace plimsoll::builder
