#pragma once

// Puts the entries of a history beside the instructions of a Dockerfile, in order.

#include <cstdint>
#include <vector>

#include "analyzer/attribution/forms.h"

namespace plimsoll::attribution {

struct AlignInput {
  std::vector<Forms> steps;         // bottom first
  std::vector<Forms> instructions;  // in the order in which they are built
  // So many of the lowest steps are the base's for certain.
  std::size_t base_steps = 0;
  // Whether layers above those may still be the base's: not FROM scratch, not a known base.
  bool open = true;
};

struct Pair {
  std::int32_t instruction = -1;  // of a step; -1 = none
  Likeness likeness = Likeness::None;
  bool unique = false;  // any other order of things is clearly worse
};

struct Alignment {
  std::vector<Pair> pairs;  // as steps
  std::size_t below = 0;    // so many of the lowest steps lie below the lowest that was matched
};

// More cells are not looked at: the lowest steps then count as the base's, the first instructions
// as not found.
inline constexpr std::size_t max_alignment_cells = std::size_t{1} << 21;

[[nodiscard]] Alignment align(const AlignInput& input);

}  // namespace plimsoll::attribution
