#pragma once

// A layer as a directory that overlayfs takes as a lower one.

#include <string>

#include "analyzer/base/result.h"
#include "builder/layer/layer.h"

namespace plimsoll::builder {

// Times before 1980-01-01 become it: zip and its kin refuse to store earlier ones.
inline constexpr std::int64_t earliest_tree_time_s = 315'532'800;

// Unpacks `layer` into the empty directory `directory`, which nobody else writes to. Modes, owners,
// times, attributes, hardlinks and devices as the layer says (trusted.overlay.* and user.overlay.*
// excepted: they are orders to the kernel); whiteouts and opaque directories as overlayfs has them.
// Every name is used in its parent's descriptor; links are never followed.
[[nodiscard]] Result<void> unpack_layer(const LayerIndex& layer, const std::string& directory,
                                        unsigned workers);

}  // namespace plimsoll::builder
