#include "analyzer/base/file.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace plimsoll {
namespace {

tl::unexpected<Error> failed(const std::string& doing) {
  const int code = errno;
  return failure(doing + ": " + std::strerror(code), code);
}

int retried_open(const char* path, int flags) {
  int fd = -1;
  do {
    fd = ::open(path, flags | O_CLOEXEC);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

Result<FileDescriptor> resolved_open(const FileDescriptor& root, const std::string& path, int flags,
                                     unsigned mode, std::uint64_t resolve) {
  open_how how = {};
  how.flags = static_cast<std::uint64_t>(static_cast<unsigned>(flags | O_CLOEXEC));
  how.mode = mode;
  how.resolve = resolve;
  const char* name = path.empty() ? "." : path.c_str();
  long fd = -1;
  do {
    // EAGAIN: something was renamed meanwhile, so that the kernel could not be sure of the root.
    fd = ::syscall(SYS_openat2, root.get(), name, &how, sizeof how);
  } while (fd < 0 && (errno == EINTR || errno == EAGAIN));
  if (fd < 0) return failed(path);
  return FileDescriptor(static_cast<int>(fd));
}

}  // namespace

void FileDescriptor::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

MappedFile::~MappedFile() {
  if (data_) ::munmap(const_cast<char*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Result<MappedFile> MappedFile::open(const std::string& path) {
  const Result<FileDescriptor> file = open_file(path);
  if (!file) return tl::unexpected(file.error());
  struct stat status = {};
  if (::fstat(file->get(), &status) != 0) return failed(path);
  if (!S_ISREG(status.st_mode)) return failure(path + ": not a regular file", EINVAL);
  MappedFile mapped;
  if (status.st_size == 0) return mapped;
  const auto size = static_cast<std::size_t>(status.st_size);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file->get(), 0);
  if (data == MAP_FAILED) return failed(path);
  mapped.data_ = static_cast<const char*>(data);
  mapped.size_ = size;
  return mapped;
}

Result<FileDescriptor> open_file(const std::string& path) {
  FileDescriptor file(retried_open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY));
  if (!file.valid()) return failed(path);
  return file;
}

Result<FileDescriptor> open_directory(const std::string& path) {
  FileDescriptor file(retried_open(path.c_str(), O_RDONLY | O_DIRECTORY));
  if (!file.valid()) return failed(path);
  return file;
}

namespace {

Result<FileDescriptor> duplicated(int stream, const char* name) {
  FileDescriptor file(::fcntl(stream, F_DUPFD_CLOEXEC, 3));
  if (!file.valid()) return failed(name);
  return file;
}

}  // namespace

Result<FileDescriptor> standard_input() { return duplicated(STDIN_FILENO, "standard input"); }
Result<FileDescriptor> standard_output() { return duplicated(STDOUT_FILENO, "standard output"); }

Result<FileDescriptor> duplicate(const FileDescriptor& file) {
  return duplicated(file.get(), "a file");
}

Result<FileDescriptor> open_in_root(const FileDescriptor& root, const std::string& path, int flags,
                                    unsigned mode) {
  return resolved_open(root, path, flags, mode, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
}

Result<FileDescriptor> open_beneath(const FileDescriptor& root, const std::string& path,
                                    int flags) {
  return resolved_open(root, path, flags, 0, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
}

Result<std::uint64_t> size_of(const FileDescriptor& file) {
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return failed("fstat");
  return static_cast<std::uint64_t>(status.st_size);
}

Result<std::size_t> read_at(const FileDescriptor& file, std::uint64_t offset, char* into,
                            std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got =
        ::pread(file.get(), into + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("reading");
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

std::int64_t file_clock_ns() {
  struct timespec now = {};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

Result<std::size_t> read_last(const FileDescriptor& file, std::uint64_t offset, char* into,
                              std::size_t size) {
  char beyond = 0;
  std::size_t done = 0;
  while (done <= size) {
    iovec parts[2] = {{into + done, size - done}, {&beyond, 1}};
    const ssize_t got = ::preadv(file.get(), parts, 2, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("reading");
    done += static_cast<std::size_t>(got);
    // A short answer is the end of a regular file.
    if (got == 0 || done == size) break;
  }
  return done;
}

Result<void> read_exactly(const FileDescriptor& file, std::uint64_t offset, char* into,
                          std::size_t size) {
  const Result<std::size_t> got = read_at(file, offset, into, size);
  if (!got) return tl::unexpected(got.error());
  if (*got < size) return failure("reading: the file is shorter than it was", EIO);
  return {};
}

Result<void> write_all(const FileDescriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed("writing");
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

void spread_folders_of(const FileDescriptor& directory) {
  int flags = 0;
  if (::ioctl(directory.get(), FS_IOC_GETFLAGS, &flags) != 0 || (flags & FS_TOPDIR_FL) != 0) return;
  flags |= FS_TOPDIR_FL;
  (void)::ioctl(directory.get(), FS_IOC_SETFLAGS, &flags);
}

NewFile::~NewFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

NewFile::NewFile(NewFile&& other) noexcept
    : file_(std::move(other.file_)), temporary_(std::exchange(other.temporary_, {})) {}

NewFile& NewFile::operator=(NewFile&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(temporary_, other.temporary_);
  return *this;
}

Result<NewFile> NewFile::create(const std::string& directory) {
  static std::atomic<unsigned> count{0};
  NewFile made;
  do {
    made.temporary_ = directory + "/." + std::to_string(::getpid()) + "-" +
                      std::to_string(count.fetch_add(1)) + ".tmp";
    made.file_ = FileDescriptor(
        ::open(made.temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  } while (!made.file_.valid() && errno == EEXIST);
  if (!made.file_.valid()) {
    const std::string name = std::exchange(made.temporary_, {});
    return failed(name);
  }
  return made;
}

Result<void> NewFile::commit(const std::string& path, unsigned mode) {
  if (::fchmod(file_.get(), mode) != 0) return failed(path);
  if (::rename(temporary_.c_str(), path.c_str()) != 0) return failed(path);
  temporary_.clear();
  return {};
}

FileDescriptor NewFile::keep_unnamed() {
  ::unlink(temporary_.c_str());
  temporary_.clear();
  return std::move(file_);
}

Result<void> make_directories(const std::string& path, unsigned mode) {
  if (path.empty()) return {};
  for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    const std::string part = path.substr(0, slash);
    if (::mkdir(part.c_str(), mode) != 0 && errno != EEXIST) return failed(part);
    if (slash == std::string::npos) break;
  }
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return failed(path);
  if (!S_ISDIR(status.st_mode)) return failure(path + ": not a directory", ENOTDIR);
  return {};
}

}  // namespace plimsoll
