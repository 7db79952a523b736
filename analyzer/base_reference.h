#pragma once

// The image below a stage, as its file names it.

#include "analyzer/facts.h"

namespace plimsoll {

// The FROM at the bottom of a stage, through FROM of other stages; null without any.
[[nodiscard]] const From* bottom_from(const Stage* stage);
// What it names, as far as that is known; "scratch" too.
[[nodiscard]] Value base_reference(const Facts& facts, const Stage* stage);

}  // namespace plimsoll
