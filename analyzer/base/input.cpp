#include "analyzer/base/input.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace plimsoll {
namespace {

tl::unexpected<Error> failed(const std::string& what) {
  const int code = errno;
  return failure(what + ": " + std::strerror(code), code);
}

FileKind kind_from(const struct stat& status) {
  switch (status.st_mode & S_IFMT) {
    case S_IFREG:
      return FileKind::Regular;
    case S_IFDIR:
      return FileKind::Directory;
    case S_IFIFO:
      return FileKind::Fifo;
    case S_IFSOCK:
      return FileKind::Socket;
    default:
      return FileKind::Device;
  }
}

FileDescriptor opened(const std::string& path, int flags) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
  } while (fd < 0 && errno == EINTR);
  return FileDescriptor(fd);
}

}  // namespace

Result<FileKind> kind_of(const FileDescriptor& file) {
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return failed("fstat");
  return kind_from(status);
}

FileKind kind_at(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 ? kind_from(status) : FileKind::Missing;
}

Result<Input> open_input(const std::string& path) {
  Input input;
  if (path == "-") {
    Result<FileDescriptor> stream = standard_input();
    if (!stream) return tl::unexpected(std::move(stream.error()));
    input.file = std::move(*stream);
  } else {
    // A FIFO that nobody writes to yet would read as empty if it were not waited for.
    input.file = opened(path, kind_at(path) == FileKind::Fifo ? 0 : O_NONBLOCK);
    if (!input.file.valid()) return failed(path);
    const int flags = ::fcntl(input.file.get(), F_GETFL);
    if (flags >= 0) (void)::fcntl(input.file.get(), F_SETFL, flags & ~O_NONBLOCK);
  }
  const Result<FileKind> kind = kind_of(input.file);
  if (!kind) return tl::unexpected(kind.error());
  input.kind = *kind;
  return input;
}

Result<FileDescriptor> open_regular_beneath(const FileDescriptor& root, const std::string& path) {
  open_how how = {};
  how.flags = static_cast<std::uint64_t>(O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  long fd = -1;
  do {
    fd = ::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how);
  } while (fd < 0 && (errno == EINTR || errno == EAGAIN));
  if (fd < 0 && errno == EXDEV) return failure(path + ": a link that leads out of it", EXDEV);
  if (fd < 0 && errno == ENXIO) return failure(path + ": not a regular file", EINVAL);
  if (fd < 0) return failed(path);
  FileDescriptor file(static_cast<int>(fd));
  const Result<FileKind> kind = kind_of(file);
  if (!kind) return tl::unexpected(kind.error());
  if (*kind != FileKind::Regular) return failure(path + ": not a regular file", EINVAL);
  return file;
}

Result<std::size_t> read_next(const FileDescriptor& stream, char* into, std::size_t room) {
  ssize_t got = 0;
  do {
    got = ::read(stream.get(), into, room);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return failed("reading");
  return static_cast<std::size_t>(got);
}

}  // namespace plimsoll
