#pragma once

// Edits of the pairs of ENV, LABEL and ARG.

#include <cstddef>

#include "analyzer/facts.h"
#include "fixers/edits/text_edits.h"

namespace plimsoll::edits {

// `ENV name rest of the line` as `ENV name="rest of the line"`: quotes only where they are needed,
// continuations and indentation as they are. What BuildKit makes of both values is compared, so
// that a variable, a quote or an escape cannot change it; nullopt where it would, and where a
// comment stands before the value. `skip` bytes of the value are left out.
[[nodiscard]] Edits to_equals_form(const Facts& facts, const KeyValues& legacy,
                                   std::size_t skip = 0);

}  // namespace plimsoll::edits
