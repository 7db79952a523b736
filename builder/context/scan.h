#pragma once

// One directory of the machine, read: names and what statx says of them. Internal to
// builder/context.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "analyzer/digest/sha256.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder {

// What tells that a file is the one whose digest is remembered.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;
  std::uint64_t mode = 0;  // as wide as the others: the struct has no padding
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

struct ScannedItem {
  std::uint32_t name_at = 0;  // in ScannedDirectory::names
  std::uint16_t name_size = 0;
  EntryKind kind = EntryKind::File;
  bool digested = false;  // `digest` holds
  bool racy = false;      // so young when it was seen that a later write could hide: not remembered
  std::uint32_t links = 1;
  std::uint32_t device_major = 0, device_minor = 0;
  FileStamp stamp;
  std::uint32_t directory = 0;  // Directory: its number in the tree; 0 = none yet
  digest::Sha256 digest = {};   // File
};

struct ScannedDirectory {
  std::string names;               // one after another
  std::vector<ScannedItem> items;  // sorted by name, bytewise

  [[nodiscard]] std::string_view name(const ScannedItem& item) const {
    return std::string_view(names).substr(item.name_at, item.name_size);
  }
  // The item of that name; null when there is none.
  [[nodiscard]] ScannedItem* find(std::string_view name);
};

// `path` is relative to `root`; no link is followed on the way. Sockets are left out. A name that
// vanishes while the directory is read was never there.
[[nodiscard]] Result<ScannedDirectory> scan_directory(const FileDescriptor& root,
                                                      const std::string& path);
// The text of a symbolic link.
[[nodiscard]] Result<std::string> read_link(const FileDescriptor& root, const std::string& path);
// What fstat says of an open file.
[[nodiscard]] Result<FileStamp> stamp_of(const FileDescriptor& file);

}  // namespace plimsoll::builder
