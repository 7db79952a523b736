#pragma once

#include <string_view>
#include <vector>

namespace plimsoll {

// The known word that `word` was probably meant to be: at most a third of its letters (and no more
// than three) differ, in any case. Empty when none is near. The first of equals wins.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       const std::vector<std::string_view>& known);

}  // namespace plimsoll
