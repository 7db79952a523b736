#include <dirent.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>

#include "analyzer/base/host.h"

namespace plimsoll {
namespace {

constexpr int default_columns = 80;
constexpr std::int64_t seconds_a_day = 86'400;
constexpr std::size_t read_block_bytes = 64 * 1024;

// The operating system's words, in our lower case: "no such file or directory".
std::string words_for(int error) {
  std::array<char, 256> buffer{};
  std::string words = ::strerror_r(error, buffer.data(), buffer.size());
  if (words.size() > 1 && words[0] >= 'A' && words[0] <= 'Z' && words[1] >= 'a') {
    words[0] = static_cast<char>(words[0] - 'A' + 'a');
  }
  return words;
}

tl::unexpected<Error> system_failure(int error = errno) { return failure(words_for(error), error); }

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }

 private:
  int fd_;
};

// Holds back the signals that end a process, so that no temporary file is left behind.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&held, signal);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

FileKind kind_of_mode(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::Regular;
  if (S_ISDIR(mode)) return FileKind::Directory;
  if (S_ISLNK(mode)) return FileKind::Symlink;
  if (S_ISFIFO(mode)) return FileKind::Fifo;
  if (S_ISSOCK(mode)) return FileKind::Socket;
  return FileKind::Device;
}

Result<FileStatus> status_from(int outcome, const struct stat& found) {
  if (outcome == 0) {
    return FileStatus{kind_of_mode(found.st_mode), static_cast<std::uint64_t>(found.st_size),
                      static_cast<std::uint32_t>(found.st_mode & 07777U)};
  }
  if (errno == ENOENT || errno == ENOTDIR) return FileStatus{};
  return system_failure();
}

// Reads to the end, failing with EFBIG beyond the limit. `expected` is only a hint.
Result<std::string> read_all(int fd, std::uint64_t expected, std::uint64_t limit_bytes) {
  std::string bytes;
  std::size_t used = 0;
  std::size_t room = std::min<std::uint64_t>(expected, limit_bytes) + 1;
  while (true) {
    if (bytes.size() < used + room) bytes.resize(used + room);
    const ssize_t got = ::read(fd, bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure();
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > limit_bytes) return too_large(limit_bytes);
    if (used == bytes.size()) room = read_block_bytes;
  }
  bytes.resize(used);
  return bytes;
}

bool write_all(int fd, std::string_view bytes, int& error) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      error = errno;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

FileKind kind_of_entry(const std::string& directory, const dirent& entry) {
  switch (entry.d_type) {
    case DT_REG:
      return FileKind::Regular;
    case DT_DIR:
      return FileKind::Directory;
    case DT_LNK:
      return FileKind::Symlink;
    case DT_FIFO:
      return FileKind::Fifo;
    case DT_SOCK:
      return FileKind::Socket;
    case DT_UNKNOWN:
      break;  // some file systems do not say
    default:
      return FileKind::Device;
  }
  struct stat found {};
  const std::string path = directory + "/" + static_cast<const char*>(entry.d_name);
  return ::lstat(path.c_str(), &found) == 0 ? kind_of_mode(found.st_mode) : FileKind::Missing;
}

class SystemHost final : public Host {
 public:
  SystemHost();

  [[nodiscard]] Result<std::string> read_file(const std::string& path,
                                              std::uint64_t limit_bytes) const override;
  [[nodiscard]] Result<void> replace_file(const std::string& path, std::string_view bytes) override;
  [[nodiscard]] Result<void> create_file(const std::string& path, std::string_view bytes) override;
  [[nodiscard]] Result<void> write_file(const std::string& path, std::string_view bytes) override;
  [[nodiscard]] Result<FileStatus> status(const std::string& path) const override;
  [[nodiscard]] Result<FileStatus> link_status(const std::string& path) const override;
  [[nodiscard]] Result<std::vector<DirectoryEntry>> list_directory(
      const std::string& path) const override;
  [[nodiscard]] Result<std::string> read_stdin(std::uint64_t limit_bytes) const override;
  [[nodiscard]] std::optional<std::string> environment(const std::string& name) const override;
  [[nodiscard]] std::string current_directory() const override;
  [[nodiscard]] Result<std::string> real_path(const std::string& path) const override;
  bool write_out(std::string_view bytes) override;
  bool write_err(std::string_view bytes) override;
  [[nodiscard]] Error out_error() const override;
  [[nodiscard]] bool out_is_terminal() const override { return ::isatty(STDOUT_FILENO) == 1; }
  [[nodiscard]] bool err_is_terminal() const override { return ::isatty(STDERR_FILENO) == 1; }
  [[nodiscard]] int terminal_columns() const override;
  [[nodiscard]] std::chrono::steady_clock::time_point now() const override {
    return std::chrono::steady_clock::now();
  }
  [[nodiscard]] std::int64_t today() const override;

 private:
  int out_error_ = 0;
  int err_error_ = 0;
};

// A closed standard stream would lend its number to the next file opened, and a report would be
// written into a Dockerfile: the places of closed streams are taken at once.
SystemHost::SystemHost() {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone is a write that fails
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) != -1 || errno != EBADF) continue;
    if (::open("/dev/null", O_RDWR) != fd) continue;
    if (fd == STDOUT_FILENO) out_error_ = EBADF;
    if (fd == STDERR_FILENO) err_error_ = EBADF;
  }
}

Result<std::string> SystemHost::read_file(const std::string& path,
                                          std::uint64_t limit_bytes) const {
  struct stat found {};
  // Looked at before it is opened: opening a FIFO waits for its writer, a device may act.
  if (::stat(path.c_str(), &found) != 0) return system_failure();
  if (!S_ISREG(found.st_mode)) return not_regular(kind_of_mode(found.st_mode));
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.open()) return system_failure();
  if (::fstat(file.get(), &found) != 0) return system_failure();
  if (!S_ISREG(found.st_mode)) return not_regular(kind_of_mode(found.st_mode));
  const auto size = static_cast<std::uint64_t>(found.st_size);
  if (size > limit_bytes) return too_large(limit_bytes);
  return read_all(file.get(), size, limit_bytes);
}

Result<void> SystemHost::replace_file(const std::string& path, std::string_view bytes) {
  const Result<std::string> target = real_path(path);
  if (!target) return tl::unexpected<Error>(target.error());
  struct stat before {};
  if (::stat(target->c_str(), &before) != 0) return system_failure();
  if (!S_ISREG(before.st_mode)) return not_regular(kind_of_mode(before.st_mode));
  if (::access(target->c_str(), W_OK) != 0) return system_failure();

  const std::size_t slash = target->rfind('/');
  std::string temporary = target->substr(0, slash + 1) + ".plimsoll-XXXXXX";
  const SignalsHeld held;
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.open()) return system_failure();
  int error = 0;
  const bool written =
      write_all(file.get(), bytes, error) && ::fsync(file.get()) == 0 &&
      // Another owner can be kept by root alone; for others the file becomes theirs, as an editor
      // does.
      (::fchown(file.get(), before.st_uid, before.st_gid) == 0 || errno == EPERM) &&
      ::fchmod(file.get(), before.st_mode & 07777U) == 0 &&
      ::rename(temporary.c_str(), target->c_str()) == 0;
  if (written) return {};
  if (error == 0) error = errno;
  ::unlink(temporary.c_str());
  return system_failure(error);
}

Result<void> SystemHost::create_file(const std::string& path, std::string_view bytes) {
  const SignalsHeld held;
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.open()) return system_failure();
  int error = 0;
  if (write_all(file.get(), bytes, error)) return {};
  ::unlink(path.c_str());
  return system_failure(error);
}

Result<void> SystemHost::write_file(const std::string& path, std::string_view bytes) {
  const Result<FileStatus> before = status(path);
  if (!before) return tl::unexpected<Error>(before.error());
  if (before->kind == FileKind::Missing) return create_file(path, bytes);
  if (before->kind == FileKind::Regular) return replace_file(path, bytes);
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.open()) return system_failure();
  int error = 0;
  if (write_all(file.get(), bytes, error)) return {};
  return system_failure(error);
}

Result<FileStatus> SystemHost::status(const std::string& path) const {
  struct stat found {};
  return status_from(::stat(path.c_str(), &found), found);
}

Result<FileStatus> SystemHost::link_status(const std::string& path) const {
  struct stat found {};
  return status_from(::lstat(path.c_str(), &found), found);
}

Result<std::vector<DirectoryEntry>> SystemHost::list_directory(const std::string& path) const {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), &::closedir);
  if (!directory) return system_failure();
  std::vector<DirectoryEntry> entries;
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(directory.get());
    if (entry == nullptr) break;
    std::string name = static_cast<const char*>(entry->d_name);
    if (name == "." || name == "..") continue;
    const FileKind kind = kind_of_entry(path, *entry);
    entries.push_back({std::move(name), kind});
  }
  if (errno != 0) return system_failure();
  std::sort(entries.begin(), entries.end(),
            [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
  return entries;
}

Result<std::string> SystemHost::read_stdin(std::uint64_t limit_bytes) const {
  return read_all(STDIN_FILENO, read_block_bytes, limit_bytes);
}

std::optional<std::string> SystemHost::environment(const std::string& name) const {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nobody sets
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

std::string SystemHost::current_directory() const {
  const std::unique_ptr<char, void (*)(void*)> path(::getcwd(nullptr, 0), &std::free);
  return path ? path.get() : ".";
}

Result<std::string> SystemHost::real_path(const std::string& path) const {
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), &std::free);
  if (!real) return system_failure();
  return std::string(real.get());
}

bool SystemHost::write_out(std::string_view bytes) {
  return out_error_ == 0 && write_all(STDOUT_FILENO, bytes, out_error_);
}

bool SystemHost::write_err(std::string_view bytes) {
  return err_error_ == 0 && write_all(STDERR_FILENO, bytes, err_error_);
}

Error SystemHost::out_error() const {
  return out_error_ == 0 ? Error{} : Error{words_for(out_error_), out_error_};
}

int SystemHost::terminal_columns() const {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return default_columns;
}

std::int64_t SystemHost::today() const {
  if (const std::optional<std::string> chosen = environment("PLIMSOLL_TODAY")) {
    if (const std::optional<std::int64_t> day = day_from_date(*chosen)) return *day;
  }
  if (const std::optional<std::string> epoch = environment("SOURCE_DATE_EPOCH")) {
    std::int64_t seconds = 0;
    const char* const end = epoch->data() + epoch->size();
    const auto [stop, error] = std::from_chars(epoch->data(), end, seconds);
    if (error == std::errc() && stop == end && seconds >= 0) return seconds / seconds_a_day;
  }
  return static_cast<std::int64_t>(std::time(nullptr)) / seconds_a_day;
}

}  // namespace

std::unique_ptr<Host> make_system_host() { return std::make_unique<SystemHost>(); }

}  // namespace plimsoll
