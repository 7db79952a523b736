#pragma once

#include <optional>
#include <string_view>

#include "analyzer/bases/bases.h"

namespace plimsoll {

// When support of a product's release ends. `version` may be longer than what the table has: 3.7.17
// is found as 3.7. Nothing where the table does not say.
[[nodiscard]] std::optional<EndOfLife> end_of_life(std::string_view product,
                                                   std::string_view version);

}  // namespace plimsoll
