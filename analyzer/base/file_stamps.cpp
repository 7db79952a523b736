#include "analyzer/base/file_stamps.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace plimsoll {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
// A tick is at most 10 ms where times have nanoseconds, and 2 s on FAT, which has none.
constexpr std::int64_t fine_tick_ns = 20'000'000;
constexpr std::int64_t coarse_tick_ns = 2 * second_ns;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * second_ns + time.tv_nsec;
}

}  // namespace

Result<FileStamp> stamp_of(const FileDescriptor& file) {
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) {
    return failure(std::string("fstat: ") + std::strerror(errno), errno);
  }
  return FileStamp{status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
                   nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

bool is_settled(const FileStamp& stamp, std::int64_t now_ns) {
  const bool coarse = stamp.ctime_ns % second_ns == 0;
  const std::int64_t tick = coarse ? coarse_tick_ns : fine_tick_ns;
  return std::max(stamp.mtime_ns, stamp.ctime_ns) < now_ns - tick;
}

std::vector<UsedFile> list_used(const std::string& directory) {
  std::vector<UsedFile> files;
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(directory.c_str()), ::closedir);
  if (!open) return files;
  while (const dirent* entry = ::readdir(open.get())) {
    struct stat status = {};
    if (::fstatat(::dirfd(open.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!S_ISREG(status.st_mode)) continue;
    files.push_back(
        {entry->d_name, static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim)});
  }
  std::sort(files.begin(), files.end(),
            [](const UsedFile& a, const UsedFile& b) { return a.name < b.name; });
  return files;
}

void mark_used(const FileDescriptor& file) {
  const timespec times[2] = {{0, UTIME_OMIT}, {0, UTIME_NOW}};
  (void)::futimens(file.get(), times);
}

void remove_file(const std::string& path) { (void)::unlink(path.c_str()); }

}  // namespace plimsoll
