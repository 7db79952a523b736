#pragma once

#include <string>
#include <string_view>

namespace plimsoll::image {

// An image in a file or a directory, as people write it: PATH, PATH:TAG, PATH@DIGEST,
// PATH:TAG@DIGEST. A path that is there is taken whole, whatever is in its name; "-" is standard
// input. A tag may be a whole name with colons and slashes of its own.
struct InFile {
  std::string path, tag, digest;
};

[[nodiscard]] InFile in_file(std::string_view text);

}  // namespace plimsoll::image
