#pragma once

// The figures of dive, digit for digit, by its own definition (wagoodman/dive,
// filetree/efficiency): for those who have budgets in them. docs/waste.md says where ours differ
// and why.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::image {

struct DiveFile {
  PathId path = no_path;  // of the tree
  std::uint32_t count = 0;
  std::uint64_t size_bytes = 0;  // all copies together
};

struct DiveFigures {
  double efficiency = 1;
  std::uint64_t wasted_bytes = 0;
  std::uint64_t image_bytes = 0;  // all layers, by dive's layer size
  // Of layers 1..n-1, which may be more than 1. Nothing wasted in an image of one layer is 0 / 0:
  // absent, and no gate fails of it; something wasted there is infinite, and gates do.
  std::optional<double> wasted_ratio;
  std::vector<std::uint64_t> layer_bytes;
  std::vector<DiveFile> inefficient;  // biggest first, then by path
};

[[nodiscard]] DiveFigures dive_figures(const ImageTree& tree);

}  // namespace plimsoll::image
