#pragma once

// One digest over what a COPY can see of a context. Internal to builder/context.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "builder/context/scanned_tree.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

// One thing that a source stands for.
struct SeenPath {
  std::string written;   // as the source, or as it matched
  std::string resolved;  // links followed
};
[[nodiscard]] Result<std::vector<SeenPath>> seen_by(const FileTree& tree,
                                                    const std::vector<std::string>& sources);
// 64 hexadecimal digits over them and all below.
[[nodiscard]] Result<std::string> digest_of_seen(ScannedTree& tree,
                                                 const std::vector<SeenPath>& paths);

}  // namespace plimsoll::builder
