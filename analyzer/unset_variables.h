#pragma once

#include <vector>

#include "analyzer/facts.h"

namespace plimsoll {

// A variable of a RUN's shell text that nothing gives a value there.
struct UnsetVariable {
  VariableUse use;
  Answer surely = Answer::Unknown;  // Unknown: an unknown base image may set it
};

// In the order of the text; uses with a default are left out. Empty where the text may take
// variables from elsewhere (`. /etc/os-release`, `eval`), and where it is opaque.
[[nodiscard]] std::vector<UnsetVariable> unset_variables(const Facts& facts, const Run& run);

// Whether the name begins as the stage's image is called (`NODE_VERSION` on `team/node`): an image
// that nobody knows most likely sets it. Yes also where the image's name is not known.
[[nodiscard]] bool named_after_base(const Stage& stage, std::string_view name);

}  // namespace plimsoll
