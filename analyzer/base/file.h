#pragma once

// Files by descriptor, for what is too big or too many for Host: layers, blobs, contexts. The only
// place outside of Host and the sandbox that opens files; no path that comes from an image or a
// Dockerfile is ever opened but through open_in_root.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/base/result.h"

namespace plimsoll {

// Owns a descriptor; closes it.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() { reset(); }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

// A whole file, mapped for reading. Empty files have an empty view.
class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  [[nodiscard]] static Result<MappedFile> open(const std::string& path);
  [[nodiscard]] std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// A path of our own (never one out of an image), for reading; close-on-exec.
[[nodiscard]] Result<FileDescriptor> open_file(const std::string& path);
[[nodiscard]] Result<FileDescriptor> open_directory(const std::string& path);
// Duplicates of the standard streams, for data too big for Host.
[[nodiscard]] Result<FileDescriptor> standard_input();
[[nodiscard]] Result<FileDescriptor> standard_output();
[[nodiscard]] Result<FileDescriptor> duplicate(const FileDescriptor& file);
// `path` below the directory `root` as a process chrooted there would see it: openat2 with
// RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS. `flags` and `mode` as open(2); O_CLOEXEC is added.
[[nodiscard]] Result<FileDescriptor> open_in_root(const FileDescriptor& root,
                                                  const std::string& path, int flags,
                                                  unsigned mode = 0);
// The clock that stamps files when they are written, in nanoseconds; as coarse as it is.
[[nodiscard]] std::int64_t file_clock_ns();

// `path` below the directory `root`, following no link at all: where one stands in the way, or the
// path leaves the root, that is a failure (ELOOP, EXDEV). For what was listed there before.
[[nodiscard]] Result<FileDescriptor> open_beneath(const FileDescriptor& root,
                                                  const std::string& path, int flags);

[[nodiscard]] Result<std::uint64_t> size_of(const FileDescriptor& file);

// Up to `size` bytes at `offset`, as many as the file has; less than asked only at its end.
[[nodiscard]] Result<std::size_t> read_at(const FileDescriptor& file, std::uint64_t offset,
                                          char* into, std::size_t size);
// As read_at, but tells in the same call whether the file goes on behind them: then the answer is
// `size` + 1. For files that should end there.
[[nodiscard]] Result<std::size_t> read_last(const FileDescriptor& file, std::uint64_t offset,
                                            char* into, std::size_t size);
// Reads `size` bytes at `offset`, all of them or a failure (a file cut off meanwhile is one).
[[nodiscard]] Result<void> read_exactly(const FileDescriptor& file, std::uint64_t offset,
                                        char* into, std::size_t size);
[[nodiscard]] Result<void> write_all(const FileDescriptor& file, std::string_view bytes);

// Asks the file system to put the folders made in this directory far apart (ext4's "top of a
// hierarchy"), so that work that comes and goes does not look for room where the last was just
// removed. Best effort.
void spread_folders_of(const FileDescriptor& directory);

// A file that appears whole or not at all: written beside `path` under a name that is nobody
// else's, put in its place by commit(), removed when commit() is not called.
class NewFile {
 public:
  NewFile() = default;
  ~NewFile();
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&& other) noexcept;
  [[nodiscard]] static Result<NewFile> create(const std::string& directory);
  [[nodiscard]] const FileDescriptor& file() const { return file_; }
  // Renames to `path`, which is on the same file system; an existing file is replaced.
  [[nodiscard]] Result<void> commit(const std::string& path, unsigned mode = 0644);
  // Never gets a name: its bytes live as long as the descriptor.
  [[nodiscard]] FileDescriptor keep_unnamed();

 private:
  FileDescriptor file_;
  std::string temporary_;
};

// mkdir -p; existing directories are fine.
[[nodiscard]] Result<void> make_directories(const std::string& path, unsigned mode = 0755);

}  // namespace plimsoll
