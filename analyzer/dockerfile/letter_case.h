#pragma once

#include <string>
#include <string_view>

namespace plimsoll {

// Go's strings.ToUpper and strings.ToLower, which BuildKit applies to keywords and stage names.
[[nodiscard]] std::string upper_case(std::string_view text);
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace plimsoll
