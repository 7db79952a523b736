#pragma once

#include "analyzer/dockerfile/loose_array.h"
#include "analyzer/facts.h"
#include "fixers/edits/text_edits.h"

namespace plimsoll::edits {

// Makes JSON of an array that is none, word by word where it stands; nullopt where something that
// may have a meaning stands behind it, or a string has no end. `# words` behind it become a comment
// on a line above. `text`, a part of `instruction`, is what `array` was read from.
[[nodiscard]] Edits mend_array(const Facts& facts, const Instruction& instruction, const Text& text,
                               const LooseArray& array);

}  // namespace plimsoll::edits
