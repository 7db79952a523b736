#pragma once

// Looking at an upper directory: names, entries, contents. Nothing is followed.

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/file.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder::sandbox {

// Trees show no time before 1980-01-01, which some archivers refuse.
inline constexpr std::int64_t earliest_shown_s = 315'532'800;

// A directory below `root` by its clean path; "" is the root.
[[nodiscard]] Result<FileDescriptor> open_below(const FileDescriptor& root,
                                                const std::string& path);
// Sorted.
[[nodiscard]] Result<std::vector<std::string>> names_in(const FileDescriptor& directory);
// `name` in `parent` as the entry `path`: of extended attributes security.capability alone, as
// layers of BuildKit have it.
[[nodiscard]] Result<Entry> entry_of(const std::shared_ptr<const FileDescriptor>& root,
                                     const FileDescriptor& parent, const std::string& name,
                                     const std::string& path, const struct stat& status);
// Its security.capability, "" for none.
[[nodiscard]] std::string_view capability_of(const Entry& entry);
// Whether two files of one size have the same bytes.
[[nodiscard]] Result<bool> same_content(const Entry& one, const Entry& other);

}  // namespace plimsoll::builder::sandbox
