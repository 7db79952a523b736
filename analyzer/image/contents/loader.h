#pragma once

// What the dynamic loader would not find.

#include <string>
#include <vector>

#include "analyzer/image/contents/contents.h"

namespace plimsoll::image {

struct MissingLibraries {
  std::vector<std::string> names;  // sorted, each once
  Answer known = Answer::Unknown;  // yes: the names are all that is missing
};

// For the program at `path` and all libraries that it loads at its start.
[[nodiscard]] MissingLibraries missing_libraries(const ImageTree& tree, const Contents& contents,
                                                 PathId path);

}  // namespace plimsoll::image
