#pragma once

// What media types say of layers (image-spec layer.md and media-types.md, docker's schema 2, and
// the ocicrypt project's "+encrypted").

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/image/compression.h"

namespace plimsoll::image {

struct LayerType {
  bool is_layer = false;  // a tar, in whatever wrapping
  bool foreign = false;   // need not be with the image: nondistributable, foreign
  bool encrypted = false;
  Compression compression = Compression::None;
};

[[nodiscard]] LayerType layer_type(std::string_view media_type);
// Whether a manifest with such a configuration is an image at all.
[[nodiscard]] bool is_image_config(std::string_view media_type);

// What a blob is wrapped in against its type: nothing, or a clause for a note.
[[nodiscard]] std::optional<std::string> disagreement(std::string_view media_type,
                                                      Compression found);

}  // namespace plimsoll::image
