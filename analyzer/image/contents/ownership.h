#pragma once

// Which package brought which file of the tree, and what its content was then.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/image/contents/packages.h"

namespace plimsoll::image {

struct Owned {
  PathId path = no_path;    // of the tree
  std::uint32_t owner = 0;  // index in Ownership::packages
  DigestKind kind = DigestKind::None;
  std::array<char, 16> digest{};  // its first 16 bytes
};

struct Ownership {
  std::vector<Package> packages;  // by manager, then name
  Answer known = Answer::Yes;     // unknown: a data base could not be read
  std::vector<Owned> paths;       // ascending, each once

  [[nodiscard]] const Owned* find(PathId path) const;  // null: nobody's
};

// The data bases of the tree, as far as they were kept. Paths are taken as the tree has them, also
// where a directory has become a link since (bin -> usr/bin).
[[nodiscard]] Ownership read_ownership(const ImageTree& tree, const Contents& contents);

}  // namespace plimsoll::image
