#pragma once

// One digest over what a COPY can see of a context. Internal to builder/context.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "builder/context/scanned_tree.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

// The path, links followed, at which a source begins: all of it, or what stands before its first
// component with a wildcard.
[[nodiscard]] Result<std::string> top_of_source(const FileTree& tree, std::string_view source);
// `tops` are those of `sources`. 64 hexadecimal digits.
[[nodiscard]] Result<std::string> digest_of_seen(ScannedTree& tree,
                                                 const std::vector<std::string>& sources,
                                                 const std::vector<std::string>& tops);

}  // namespace plimsoll::builder
