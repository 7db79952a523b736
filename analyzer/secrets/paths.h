#pragma once

// What the path of a file says before its content is seen.

#include <cstdint>
#include <string_view>

#include "analyzer/secrets/class_table.h"

namespace plimsoll::secrets {

struct PathVerdict {
  bool skipped = false;    // pictures, fonts, what is compressed, pages of published packages
  bool published = false;  // tests of published packages: not even known names are looked at
  Belief belief = Belief::Settings;
};
// The path is relative to the root of the image.
[[nodiscard]] PathVerdict read_path(std::string_view path);

}  // namespace plimsoll::secrets
