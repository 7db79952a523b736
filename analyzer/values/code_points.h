#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plimsoll {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};

// The code point that begins at `text[at]`; a byte that is not UTF-8 is U+FFFD, one byte long.
[[nodiscard]] CodePoint code_point_at(std::string_view text, std::size_t at);
void append_code_point(std::string& out, char32_t c);

// The Unicode categories L and Nd, and White_Space, as Go's unicode package has them.
[[nodiscard]] bool is_letter(char32_t c);
[[nodiscard]] bool is_digit(char32_t c);
[[nodiscard]] bool is_space(char32_t c);

}  // namespace plimsoll
