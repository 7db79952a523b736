#pragma once

// A layer as a directory that overlayfs takes as a lower one.

#include <memory>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "builder/layer/layer.h"

namespace plimsoll::builder {

// Unpacks `layer` into the empty directory `directory`, which nobody else writes to. Modes, owners,
// times, attributes, hardlinks and devices as the layer says (trusted.overlay.* and user.overlay.*
// excepted: they are orders to the kernel); whiteouts and opaque directories as overlayfs has them.
// Every name is used in its parent's descriptor; links are never followed.
[[nodiscard]] Result<void> unpack_layer(const LayerIndex& layer, const std::string& directory,
                                        unsigned workers);

// The directories that some of the layers imply, as the layers together have them: the entries of a
// tree that stands above all others in an overlay and sets them right. Empty when there are none.
[[nodiscard]] Result<std::vector<Entry>> implied_directories(
    const std::vector<std::shared_ptr<const LayerIndex>>& bottom_first);

// Sorted entries that need no index file; only what unpack_layer asks for.
[[nodiscard]] std::unique_ptr<LayerIndex> index_of_entries(std::vector<Entry> entries);

}  // namespace plimsoll::builder
