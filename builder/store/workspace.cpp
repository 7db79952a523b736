#include "builder/store/workspace.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

namespace plimsoll::builder {
namespace {

tl::unexpected<Error> failed(const std::string& doing) {
  const int code = errno;
  return failure(doing + ": " + std::strerror(code), code);
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

// Takes the descriptor.
Directory list(int fd) {
  DIR* directory = ::fdopendir(fd);
  if (!directory) ::close(fd);
  return Directory(directory);
}

bool is_dot(const char* name) {
  return std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0;
}

int open_at(int at, const char* name) {
  return ::openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

bool is_directory_at(int at, const dirent* entry) {
  if (entry->d_type != DT_UNKNOWN) return entry->d_type == DT_DIR;
  struct stat status = {};
  return ::fstatat(at, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

// Empties the directory `name` in `top`: files go, directories move up into `top` under new names
// that begin with `stem` and are noted in `waiting`, so that no tree is too deep.
bool empty_into(int top, const std::string& name, const std::string& stem,
                std::vector<std::string>& waiting, std::size_t& count) {
  int fd = open_at(top, name.c_str());
  if (fd < 0 && errno == EACCES && ::fchmodat(top, name.c_str(), 0700, 0) == 0) {
    fd = open_at(top, name.c_str());
  }
  const Directory directory = fd < 0 ? nullptr : list(fd);
  if (!directory) return false;
  bool opened_up = false;
  const auto retried = [&](const auto& action) {
    if (action() == 0) return true;
    if (errno != EACCES || opened_up) return false;
    opened_up = true;  // a directory without the w bit: ours, so we may set it
    return ::fchmod(fd, 0700) == 0 && action() == 0;
  };
  while (const dirent* entry = ::readdir(directory.get())) {
    if (is_dot(entry->d_name)) continue;
    if (!is_directory_at(fd, entry)) {
      if (!retried([&] { return ::unlinkat(fd, entry->d_name, 0); })) return false;
      continue;
    }
    if (::unlinkat(fd, entry->d_name, AT_REMOVEDIR) == 0) continue;
    std::string moved;
    // A name may be taken by what is left of an earlier attempt.
    const auto move_up = [&] {
      int done = -1;
      do {
        moved = stem + "." + std::to_string(count++);
        done = ::renameat(fd, entry->d_name, top, moved.c_str());
      } while (done != 0 && (errno == EEXIST || errno == ENOTEMPTY));
      return done;
    };
    if (!retried(move_up)) {
      // To move a directory is to write its "..".
      if (::fchmodat(fd, entry->d_name, 0700, 0) != 0 || !retried(move_up)) return false;
    }
    waiting.push_back(std::move(moved));
  }
  return true;
}

}  // namespace

Result<void> remove_all(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR) return {};
  if (errno != EISDIR && errno != EPERM && errno != EBUSY) return failed("removing " + path);
  const std::size_t slash = path.rfind('/');
  const std::string parent = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const Result<FileDescriptor> top = open_directory(parent);
  if (!top) return tl::unexpected(top.error());
  std::vector<std::string> waiting = {name};
  std::size_t count = 0;
  while (!waiting.empty()) {
    const std::string next = waiting.back();
    waiting.pop_back();
    if (::unlinkat(top->get(), next.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT) continue;
    if (!empty_into(top->get(), next, name, waiting, count) ||
        ::unlinkat(top->get(), next.c_str(), AT_REMOVEDIR) != 0) {
      return failed("removing " + path);
    }
  }
  return {};
}

std::uint64_t disk_usage(const std::string& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) return 0;
  auto bytes = static_cast<std::uint64_t>(status.st_blocks) * 512;
  if (!S_ISDIR(status.st_mode)) return bytes;
  // Directories still to be read, each below its open parent's path: trees are ours, and at most
  // as deep as a path is long.
  std::vector<std::string> waiting = {path};
  while (!waiting.empty()) {
    const std::string next = std::move(waiting.back());
    waiting.pop_back();
    const int fd = open_at(AT_FDCWD, next.c_str());
    const Directory directory = fd < 0 ? nullptr : list(fd);
    if (!directory) continue;
    while (const dirent* entry = ::readdir(directory.get())) {
      if (is_dot(entry->d_name)) continue;
      if (::fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
      bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
      if (S_ISDIR(status.st_mode)) waiting.push_back(next + "/" + entry->d_name);
    }
  }
  return bytes;
}

std::uint64_t remove_leftovers(const std::string& tmp) {
  const int fd = open_at(AT_FDCWD, tmp.c_str());
  const Directory directory = fd < 0 ? nullptr : list(fd);
  if (!directory) return 0;
  std::uint64_t freed = 0;
  while (const dirent* entry = ::readdir(directory.get())) {
    if (is_dot(entry->d_name)) continue;
    const FileDescriptor owned(open_at(fd, entry->d_name));
    if (!owned.valid() || ::flock(owned.get(), LOCK_EX | LOCK_NB) != 0) continue;
    const std::string path = tmp + "/" + entry->d_name;
    freed += disk_usage(path);
    (void)remove_all(path);  // somebody else may be at it, too
  }
  return freed;
}

Workspace::~Workspace() {
  if (!own_.empty()) (void)remove_all(own_);
}

Result<std::string> Workspace::path() {
  const std::lock_guard guard(mutex_);
  if (!own_.empty()) return own_;
  remove_leftovers(directory_);
  static std::atomic<unsigned> number{0};
  // A process id is no name where containers share a store: what exists is somebody else's.
  for (unsigned attempt = 0; attempt < 10'000; ++attempt) {
    const std::string made =
        directory_ + "/" + std::to_string(::getpid()) + "-" + std::to_string(number.fetch_add(1));
    if (::mkdir(made.c_str(), 0700) != 0) {
      if (errno == EEXIST) continue;
      return failed("making " + made);
    }
    FileDescriptor lock(open_at(AT_FDCWD, made.c_str()));
    // Between making and locking, another process may have taken it for a leftover.
    if (!lock.valid() || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) continue;
    struct stat mine = {};
    if (::fstat(lock.get(), &mine) != 0 || mine.st_nlink == 0) continue;
    lock_ = std::move(lock);
    own_ = made;
    return own_;
  }
  return failure("no new name is to be had in " + directory_);
}

Result<std::string> Workspace::new_directory() {
  Result<std::string> base = path();
  if (!base) return base;
  std::string made = *base + "/d" + std::to_string(count_.fetch_add(1));
  if (::mkdir(made.c_str(), 0755) != 0) return failed("making " + made);
  return made;
}

Result<NewFile> Workspace::new_file() {
  const Result<std::string> base = path();
  if (!base) return tl::unexpected(base.error());
  return NewFile::create(*base);
}

}  // namespace plimsoll::builder
