#pragma once

// The outside world behind one interface: files, environment, terminal, clock, processes. Nothing
// else in the program touches them, so that a test (or an editor's unsaved buffers) can stand in.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll {

enum class FileKind : std::uint8_t { Regular, Directory, Symlink, Fifo, Socket, Device, Missing };

struct FileStatus {
  FileKind kind = FileKind::Missing;
  std::uint64_t size = 0;
  std::uint32_t mode = 0;  // permission bits
};

// "a directory", "a FIFO", ...
[[nodiscard]] std::string_view to_string(FileKind kind);

struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::Missing;  // of the entry itself: links are not followed
};

class Host {
 public:
  virtual ~Host() = default;

  // The whole content of a regular file. Fails, with the operating system's words, for anything
  // that is not a regular file (a FIFO is never opened) and for more than `limit_bytes`.
  [[nodiscard]] virtual Result<std::string> read_file(const std::string& path,
                                                      std::uint64_t limit_bytes) const = 0;
  // Replaces a file's content by rename: readers see the old bytes or the new ones. Keeps the mode,
  // and writes through a symbolic link to the file that it names. A failure leaves the old file.
  [[nodiscard]] virtual Result<void> replace_file(const std::string& path,
                                                  std::string_view bytes) = 0;
  // Makes a new file; fails when the path exists, a dangling link included.
  [[nodiscard]] virtual Result<void> create_file(const std::string& path,
                                                 std::string_view bytes) = 0;
  // Makes a file or replaces one, whichever fits. What is no regular file (a FIFO, /dev/stderr) is
  // written to as it is.
  [[nodiscard]] virtual Result<void> write_file(const std::string& path,
                                                std::string_view bytes) = 0;
  // Follows links; a missing path is a status, not an error.
  [[nodiscard]] virtual Result<FileStatus> status(const std::string& path) const = 0;
  // The status of the path itself.
  [[nodiscard]] virtual Result<FileStatus> link_status(const std::string& path) const = 0;
  // Entries sorted by name, without "." and "..".
  [[nodiscard]] virtual Result<std::vector<DirectoryEntry>> list_directory(
      const std::string& path) const = 0;
  // Standard input up to its end; fails beyond `limit_bytes`.
  [[nodiscard]] virtual Result<std::string> read_stdin(std::uint64_t limit_bytes) const = 0;

  [[nodiscard]] virtual std::optional<std::string> environment(const std::string& name) const = 0;
  [[nodiscard]] virtual std::string current_directory() const = 0;
  // Absolute, every link resolved: two paths to one file have one real path.
  [[nodiscard]] virtual Result<std::string> real_path(const std::string& path) const = 0;

  // Writes all of `bytes` to standard output or error. False when that failed, and ever after.
  virtual bool write_out(std::string_view bytes) = 0;
  virtual bool write_err(std::string_view bytes) = 0;
  // Why write_out failed; code 0 when it did not, EPIPE when the reader has gone.
  [[nodiscard]] virtual Error out_error() const = 0;
  [[nodiscard]] virtual bool out_is_terminal() const = 0;
  [[nodiscard]] virtual bool err_is_terminal() const = 0;
  // Columns of the terminal on standard output; 80 where there is none.
  [[nodiscard]] virtual int terminal_columns() const = 0;

  [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const = 0;
  // Days since 1970-01-01 (UTC); PLIMSOLL_TODAY=YYYY-MM-DD, else SOURCE_DATE_EPOCH in seconds,
  // overrides it, for reproducible runs.
  [[nodiscard]] virtual std::int64_t today() const = 0;
};

// What every host says of a path that is no regular file, or too long a one.
[[nodiscard]] tl::unexpected<Error> not_regular(FileKind kind);
[[nodiscard]] tl::unexpected<Error> too_large(std::uint64_t limit_bytes);
// Days since 1970-01-01 of "2026-03-31"; nothing for what is no date.
[[nodiscard]] std::optional<std::int64_t> day_from_date(std::string_view date);

// The operating system itself. Made once, at the beginning: it also turns SIGPIPE into a failed
// write and guards the numbers of standard streams that are closed.
[[nodiscard]] std::unique_ptr<Host> make_system_host();

// An in-memory world for tests: what is in `files` exists (by absolute path, or relative to
// `directory`), with the directories above it; nothing else does.
class MemoryHost final : public Host {
 public:
  std::map<std::string, std::string> files;
  std::map<std::string, std::string> variables;
  std::string standard_input;
  std::string out;
  std::string err;
  std::string directory = "/work";
  bool terminal = false;
  std::int64_t day = 20'000;

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
  [[nodiscard]] std::string current_directory() const override { return directory; }
  [[nodiscard]] Result<std::string> real_path(const std::string& path) const override;
  bool write_out(std::string_view bytes) override;
  bool write_err(std::string_view bytes) override;
  [[nodiscard]] Error out_error() const override { return {}; }
  [[nodiscard]] bool out_is_terminal() const override { return terminal; }
  [[nodiscard]] bool err_is_terminal() const override { return terminal; }
  [[nodiscard]] int terminal_columns() const override { return 100; }
  [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return {}; }
  [[nodiscard]] std::int64_t today() const override { return day; }
};

}  // namespace plimsoll
