#pragma once

// Which of several images: by name, by digest, by platform.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/manifest.h"
#include "analyzer/image/platform.h"
#include "analyzer/image/source/describe.h"

namespace plimsoll::image {

inline constexpr int max_index_depth = 4;
inline constexpr std::size_t max_images = 1000;  // manifests and indexes, in one source

struct Wanted {
  std::string tag;                   // a tag or a whole name; "" = the only one
  std::string digest;                // of a manifest, an index or a configuration; "" = whichever
  std::optional<Platform> platform;  // absent = this machine's, else the only one
};

// What a source has under some names, the same thing once.
struct Listed {
  Descriptor descriptor;
  std::vector<std::string> names;
};

// Whether one of the names is meant by what the user typed: the name itself in any spelling, or its
// tag.
[[nodiscard]] bool is_called(const std::vector<std::string>& names, const std::string& wanted);

// The one image manifest among the roots (manifests and indexes) that is wanted: `manifest` as it
// is described where it was found, `document` its bytes. Attestations and artifacts are no images.
// Errors list what there is.
struct Choice {
  Descriptor manifest;
  Document document;
  std::vector<std::string> names;
};
[[nodiscard]] Result<Choice> choose_image(const Documents& documents,
                                          const std::vector<Listed>& roots, const Wanted& wanted,
                                          std::vector<SourceNote>& notes);

// "a, b, c", and how many more.
[[nodiscard]] std::string listed(const std::vector<std::string>& texts);

// An image that stands alone is refused when another platform was asked for.
[[nodiscard]] Result<void> check_platform(const ImageDescription& description,
                                          const Wanted& wanted);

}  // namespace plimsoll::image
