#pragma once

// A path that a layer puts into the file system or takes away: the common coin of the builder.
// Contexts, archives, stacked layers and what a RUN left behind are all read as entries; a layer is
// a sorted list of them (OCI image-spec layer.md).

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analyzer/base/file.h"

namespace plimsoll::builder {

enum class EntryKind : std::uint8_t {
  File,
  Directory,
  Symlink,
  Hardlink,  // `link` is the path of another File entry of the same layer
  CharDevice,
  BlockDevice,
  Fifo,
  Whiteout,  // the path of the layers below is gone
  Opaque     // all that the layers below have in this directory is gone
};

// Where a file's bytes are.
struct InFileAt {
  std::shared_ptr<const FileDescriptor> file;  // stays open while anyone needs it
  std::uint64_t offset = 0;
};
struct BelowDirectory {
  std::shared_ptr<const FileDescriptor> root;  // opened when read, without following links
  std::string path;                            // relative to it
};
struct InMemory {
  std::shared_ptr<const std::string> bytes;
};
using Content = std::variant<std::monostate, InFileAt, BelowDirectory, InMemory>;

// What a layer dates before 1980-01-01 has lost its time (it became the epoch). In a tree on disk
// it has that of its making, in whole seconds: make and cargo must see that a file is newer than
// what an older step made, and zip refuses such dates.
inline constexpr std::int64_t earliest_tree_time_s = 315'532'800;

struct Entry {
  std::string path;  // relative to the root, clean, no slash at either end; "" is the root itself
  EntryKind kind = EntryKind::File;
  std::uint32_t mode = 0;  // the 12 permission bits
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::int64_t mtime_s = 0;  // whole seconds: layers hold no more
  std::uint64_t size = 0;    // File: bytes
  std::string link;          // Symlink: its text as it is; Hardlink: a path like `path`
  std::uint32_t device_major = 0;
  std::uint32_t device_minor = 0;
  std::vector<std::pair<std::string, std::string>> xattrs;  // sorted by name
  Content content;                                          // File
  std::string content_digest;  // 32 raw bytes of SHA-256 where known; else ""
};

// No system can make a file behind a longer path (PATH_MAX, without its zero byte).
inline constexpr std::size_t max_layer_path_bytes = 4095;

// Bytewise by whole path, so that parents stand before children; of one path a Whiteout first, an
// Opaque last. Everything below a directory D is one range, from "D/" to "D0".
void sort_entries(std::vector<Entry>& entries);
[[nodiscard]] bool sorts_before(const Entry& left, const Entry& right);

// Bytes of a File from `offset` on, exactly `size` of them; fails when the file has become shorter,
// or (asked to its end) longer.
[[nodiscard]] Result<void> read_content(const Entry& entry, std::uint64_t offset, char* into,
                                        std::size_t size);
// All bytes of a small file (/etc/passwd and the like); fails beyond `limit_bytes`.
[[nodiscard]] Result<std::string> read_content(const Entry& entry, std::uint64_t limit_bytes);

}  // namespace plimsoll::builder
