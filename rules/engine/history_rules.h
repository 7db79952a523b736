#pragma once

// Rules that judge the text of instructions, on the history of an image that comes without its
// Dockerfile.

#include <vector>

#include "rules/engine/raised.h"
#include "rules/selection/selection.h"

namespace plimsoll {
struct ImageFacts;
}

namespace plimsoll::rules {

// Of the selected rules with `also_in_history`; unsorted. They lie on layers, or on the
// configuration where a step made none, and have no fixes: there is no text to be changed.
[[nodiscard]] std::vector<Raised> history_findings(const ImageFacts& facts,
                                                   const Selection& selection);

}  // namespace plimsoll::rules
