#pragma once

// A scanned layer as bytes, for the cache: columns of numbers, packed. What lies on the wire is not
// in it: that belongs to a blob.

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/image/scan/scanned_layer.h"

namespace plimsoll::image {

// In front of what pack_text made.
inline constexpr std::string_view layer_record_magic = "plimsoll layer 2\n";

[[nodiscard]] std::string layer_record(const ScannedLayer& layer);
// Null for anything that layer_record did not make; what it gives holds together, whatever the
// bytes: every number that says where something is, says where something is.
[[nodiscard]] std::shared_ptr<ScannedLayer> read_layer_record(std::string_view bytes);

}  // namespace plimsoll::image
