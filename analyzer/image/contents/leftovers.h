#pragma once

// What is in an image without being of use there, by where it lies. No opinion: which kinds are
// worth a word is for the rules.

#include <string>
#include <vector>

#include "analyzer/image/contents/contents.h"

namespace plimsoll::image {

// `homes`: of the accounts. What has no bytes of content (an empty /tmp) is none.
[[nodiscard]] std::vector<Leftover> find_leftovers(const ImageTree& tree, const Contents& contents,
                                                   const std::vector<std::string>& homes,
                                                   std::string_view working_directory);

}  // namespace plimsoll::image
