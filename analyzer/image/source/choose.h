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

// Describes the one image among the roots (manifests and indexes) that is wanted: its names, its
// platform and what its manifest says (describe.h). Attestations and artifacts are no images.
// Errors list what there is.
[[nodiscard]] Result<void> describe_wanted(const Documents& documents,
                                           const std::vector<Listed>& roots, const Wanted& wanted,
                                           ImageDescription& description);

// "a, b, c", and how many more.
[[nodiscard]] std::string listed(const std::vector<std::string>& texts);

// An image that stands alone is refused when another platform was asked for.
[[nodiscard]] Result<void> check_platform(const ImageDescription& description,
                                          const Wanted& wanted);

}  // namespace plimsoll::image
