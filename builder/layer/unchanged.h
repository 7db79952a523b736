#pragma once

// What a layer need not say, since it is so below: BuildKit's rule, for what a RUN has left behind
// and for a COPY alike.

#include <vector>

#include "analyzer/base/result.h"
#include "builder/layer/entry.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

// Directories: mode and owner are the same. Others: also size, time, target and, as both times are
// whole seconds, contents. `now` is no Hardlink: its File speaks for it. Of extended attributes
// security.capability counts.
[[nodiscard]] Result<bool> is_unchanged(const Entry& now, const Entry& below);

// Two Files of one size.
[[nodiscard]] Result<bool> same_content(const Entry& one, const Entry& other);

// Takes unchanged entries out of a sorted list, and the directories that lead to nothing then.
[[nodiscard]] Result<void> drop_unchanged(std::vector<Entry>& entries, const FileTree& below);

}  // namespace plimsoll::builder
