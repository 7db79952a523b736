#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plimsoll {

// The two characters beyond ASCII whose lower case is ASCII.
constexpr std::int32_t kelvin_sign = 0x212A;
constexpr std::int32_t dotted_capital_i = 0x130;

// Upper case as Go maps it, letter by letter.
[[nodiscard]] std::string upper_case(std::string_view text);
// Lower case of what has an ASCII lower case; other letters stay, since names that BuildKit knows
// hold none.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace plimsoll
