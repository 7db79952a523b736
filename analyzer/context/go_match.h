#pragma once

#include <string>

namespace plimsoll {

// The builder asks filepath.Match whether the pattern matches ".", for its error alone. That
// function reads no further than to the first run between stars that does not match, and so do we:
// what is malformed behind that is accepted here.
[[nodiscard]] bool go_match_accepts(const std::u32string& pattern);

}  // namespace plimsoll
