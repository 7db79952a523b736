#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plimsoll {

inline constexpr char32_t replacement_character = 0xFFFD;

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};

// The code point that begins at `text[at]`; a byte that is not UTF-8 is U+FFFD, one byte long.
[[nodiscard]] CodePoint decode(std::string_view text, std::size_t at);
void encode(std::string& out, char32_t c);

// The Unicode categories L and Nd, and White_Space, as Go's unicode package has them.
[[nodiscard]] bool is_letter(char32_t c);
[[nodiscard]] bool is_digit(char32_t c);
[[nodiscard]] bool is_space(char32_t c);

}  // namespace plimsoll
