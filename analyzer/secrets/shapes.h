#pragma once

// Tokens that say what they are: do they have the shape of their row?

#include <optional>
#include <string_view>

#include "analyzer/secrets/class_table.h"
#include "analyzer/secrets/expression.h"

namespace plimsoll::secrets {

struct ShapeAnswer {
  std::optional<Stretch> value;  // where it stands, if all is as the row says
  bool shaped = false;           // the letters were right; the rest took longer to look at
};
// The letters around the spot, the check sum where the row has one, and whether the value looks
// made up. `expression` is the row's pattern; null: compiled here if it is needed.
[[nodiscard]] ShapeAnswer find_shape(const ClassRow& row, const Spot& spot,
                                     const Expression* expression);

// Does the whole of a value have the shape of a row with names?
[[nodiscard]] bool fits_shape(const ClassRow& row, std::string_view value,
                              const Expression* expression);

}  // namespace plimsoll::secrets
