#pragma once

// Reading UTF-8 that may be broken anywhere (RFC 3629: no surrogates, no overlong forms).

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace plimsoll::utf8 {

struct CodePoint {
  char32_t value = 0;  // the byte itself where `valid` is false
  std::uint8_t size = 1;
  bool valid = true;
};

// The code point at text[at], or that one byte where it does not begin a well-formed sequence.
// `at` is less than the text's size.
[[nodiscard]] constexpr CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(text[at + i]);
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {static_cast<char32_t>(lead), 1, true};
  const CodePoint broken{static_cast<char32_t>(lead), 1, false};
  const std::uint8_t size = lead < 0xC2   ? 1
                            : lead < 0xE0 ? 2
                            : lead < 0xF0 ? 3
                            : lead < 0xF5 ? 4
                                          : 1;
  if (size == 1 || text.size() - at < size) return broken;
  std::uint32_t value = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return broken;
    value = value << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return broken;
  return {static_cast<char32_t>(value), size, true};
}

// The nearest place at or before `at` that is not inside a sequence.
[[nodiscard]] constexpr std::size_t boundary_before(std::string_view text, std::size_t at) {
  for (std::size_t back = 1; back < 4 && back <= at && at < text.size(); ++back) {
    if (decode(text, at - back).size > back) return at - back;
  }
  return at;
}

}  // namespace plimsoll::utf8
