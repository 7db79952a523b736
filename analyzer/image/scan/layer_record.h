#pragma once

// A scanned layer as bytes, for the cache: columns of numbers, packed. What lies on the wire is not
// in it: that belongs to a blob.

#include <memory>
#include <string_view>

#include "analyzer/image/packed_text.h"
#include "analyzer/image/scan/scanned_layer.h"

namespace plimsoll::image {

// In front of what was packed.
inline constexpr std::string_view layer_record_magic = "plimsoll layer 4\n";

// With a packer that has the magic in front; lives as long as that.
[[nodiscard]] std::string_view write_layer_record(const ScannedLayer& layer, TextPacker& packer);
// Null for anything that write_layer_record did not make; what it gives holds together, whatever
// the bytes: every number that says where something is, says where something is.
[[nodiscard]] std::shared_ptr<ScannedLayer> read_layer_record(std::string_view bytes);

}  // namespace plimsoll::image
