#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "builder/export/destination.h"
#include "builder/export/root_file_system.h"
#include "builder/store/parents.h"

namespace plimsoll::builder {
namespace {

tl::unexpected<Error> failed(const std::string& path) {
  const int code = errno;
  return failure(fmt::format("{}: {}", path, std::strerror(code)), code);
}

std::array<timespec, 2> times_of(const Entry& entry) {
  const timespec time{static_cast<time_t>(entry.mtime_s), 0};
  return {time, time};
}

class TreeWriter {
 public:
  explicit TreeWriter(FileDescriptor root) : root_(std::move(root)), parents_(root_) {}

  Result<void> put(const Entry& entry) {
    const Result<int> parent = parents_.of(entry.path);
    if (!parent) return tl::unexpected(parent.error());
    const std::string name = name_in_parent(entry.path);
    switch (entry.kind) {
      case EntryKind::Directory:
        return put_directory(entry, *parent, name);
      case EntryKind::File:
        return put_file(entry, *parent, name);
      case EntryKind::Symlink:
        if (!clear(*parent, name) || ::symlinkat(entry.link.c_str(), *parent, name.c_str()) != 0) {
          return failed(entry.path);
        }
        (void)::utimensat(*parent, name.c_str(), times_of(entry).data(), AT_SYMLINK_NOFOLLOW);
        return {};
      case EntryKind::Hardlink: {
        Parents to_target(root_);
        const Result<int> target = to_target.of(entry.link);
        if (!target) return tl::unexpected(target.error());
        if (!clear(*parent, name) ||
            ::linkat(*target, name_in_parent(entry.link).c_str(), *parent, name.c_str(), 0) != 0) {
          return failed(entry.path);
        }
        return {};
      }
      case EntryKind::Fifo:
        if (!clear(*parent, name) || ::mkfifoat(*parent, name.c_str(), entry.mode) != 0) {
          return failed(entry.path);
        }
        return {};
      default:
        return {};
    }
  }

  // Modes and times of directories: last, and children first.
  Result<void> finish(const Entry& entry) {
    const Result<int> at = parents_.at(entry.path);
    if (!at) return tl::unexpected(at.error());
    if (::fchmod(*at, entry.mode) != 0 || ::futimens(*at, times_of(entry).data()) != 0) {
      return failed(entry.path);
    }
    return {};
  }

 private:
  static bool clear(int parent, const std::string& name) {
    return ::unlinkat(parent, name.c_str(), 0) == 0 || errno == ENOENT;
  }

  Result<void> put_directory(const Entry& entry, int parent, const std::string& name) {
    if (::mkdirat(parent, name.c_str(), 0700) == 0) return {};
    struct stat status = {};
    if (errno == EEXIST && ::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
      // Ours until finish() says what it is to be.
      if (S_ISDIR(status.st_mode)) {
        (void)::fchmodat(parent, name.c_str(), (status.st_mode & 07777U) | 0700U, 0);
        return {};
      }
      if (clear(parent, name) && ::mkdirat(parent, name.c_str(), 0700) == 0) return {};
    }
    return failed(entry.path);
  }

  Result<void> put_file(const Entry& entry, int parent, const std::string& name) {
    if (!clear(parent, name)) return failed(entry.path);
    const FileDescriptor file(
        ::openat(parent, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.valid()) return failed(entry.path);
    if (Result<void> written = write_content(entry, file); !written) {
      return tl::unexpected(std::move(written.error()).while_doing("writing " + entry.path));
    }
    if (::fchmod(file.get(), entry.mode) != 0 ||
        ::futimens(file.get(), times_of(entry).data()) != 0) {
      return failed(entry.path);
    }
    return {};
  }

  FileDescriptor root_;
  Parents parents_;
};

}  // namespace

Result<void> write_tree(const std::vector<Entry>& entries, const std::string& path) {
  if (Result<void> made = make_directories(path); !made) return made;
  Result<FileDescriptor> root = open_directory(path);
  if (!root) return tl::unexpected(root.error());
  TreeWriter writer(std::move(*root));
  const auto in_place = [&](Error error) {
    return tl::unexpected(std::move(error).while_doing("writing to " + path));
  };
  for (const Entry& entry : entries) {
    if (entry.path.empty()) continue;  // the directory is the user's own
    if (Result<void> done = writer.put(entry); !done) return in_place(std::move(done.error()));
  }
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->kind != EntryKind::Directory || entry->path.empty()) continue;
    if (Result<void> done = writer.finish(*entry); !done) return in_place(std::move(done.error()));
  }
  return {};
}

}  // namespace plimsoll::builder
