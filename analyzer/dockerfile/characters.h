#pragma once

// Characters as BuildKit classifies them. It is written in Go: white space is mostly Unicode's, but
// some of its loops look at single bytes.

#include <string_view>

#include "analyzer/grammar/heredoc.h"

namespace plimsoll {

// TAB VT FF CR SPACE: what separates a keyword from its arguments, and words of FROM, COPY, EXPOSE.
[[nodiscard]] constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

// A byte taken for a code point: also 0x85 and 0xA0 are white space then.
[[nodiscard]] constexpr bool is_space_byte(char c) {
  return is_blank(c) || c == '\n' || static_cast<unsigned char>(c) == 0x85 ||
         static_cast<unsigned char>(c) == 0xA0;
}

[[nodiscard]] inline std::int32_t decode(std::string_view text, std::size_t at,
                                         std::size_t& width) {
  return dockerfile_decode(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), at,
                           &width);
}

// The first byte from `at` on that begins something other than Unicode white space, or the size.
[[nodiscard]] inline std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    std::size_t width = 1;
    if (!dockerfile_is_space(decode(text, at, width))) break;
    at += width;
  }
  return at;
}

// The end of `text` without trailing Unicode white space, not before `begin`.
[[nodiscard]] inline std::size_t trim_space(std::string_view text, std::size_t begin,
                                            std::size_t end) {
  while (end > begin) {
    std::size_t at = end - 1;
    while (at > begin && end - at < 4 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
      --at;
    std::size_t width = 1;
    const std::int32_t c = decode(text.substr(0, end), at, width);
    if (at + width != end || !dockerfile_is_space(c)) break;
    end = at;
  }
  return end;
}

}  // namespace plimsoll
