#pragma once

// How files tell that they are still the same, and which of a directory's files nobody has used for
// long: what caches ask. Names are our own, never ones out of an image.

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"

namespace plimsoll {

// While none of these changes, nobody has written to the file, but for what happens within one tick
// of the clock that stamps it.
struct FileStamp {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t mtime_ns = 0, ctime_ns = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
[[nodiscard]] Result<FileStamp> stamp_of(const FileDescriptor& file);
// Whether the file was written so long ago that its times would show if it were written again now.
[[nodiscard]] bool is_settled(const FileStamp& stamp, std::int64_t now_ns);

struct UsedFile {
  std::string name;
  std::uint64_t size = 0;
  std::int64_t used_ns = 0;  // when it was written or marked as used
};
// The regular files of a directory, by name; empty where it cannot be read.
[[nodiscard]] std::vector<UsedFile> list_used(const std::string& directory);
// Best effort.
void mark_used(const FileDescriptor& file);
void remove_file(const std::string& path);

}  // namespace plimsoll
