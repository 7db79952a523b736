#pragma once

// An upper directory by descriptors: names, entries, contents. Nothing is followed.

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/file.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder::sandbox {

// A directory below `root` by its clean path; "" is the root.
[[nodiscard]] Result<FileDescriptor> open_below(const FileDescriptor& root,
                                                const std::string& path);
// "a/b/c" -> "a/b" and "c"; "c" -> "" and "c".
struct SplitPath {
  std::string parent, name;
  explicit SplitPath(const std::string& path);
};
// Sorted.
[[nodiscard]] Result<std::vector<std::string>> names_in(const FileDescriptor& directory);
// Takes away what stands at `path`, with all that is in it. Nothing there is fine.
[[nodiscard]] Result<void> remove_below(const FileDescriptor& root, const std::string& path);
// `name` in `parent` as the entry `path`: of extended attributes security.capability alone, as
// layers of BuildKit have it.
[[nodiscard]] Result<Entry> entry_of(const std::shared_ptr<const FileDescriptor>& root,
                                     const FileDescriptor& parent, const std::string& name,
                                     const std::string& path, const struct stat& status);
}  // namespace plimsoll::builder::sandbox
