#pragma once

// Alphabets of tokens, as sets of bytes that can be asked in one step.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace plimsoll::secrets {

enum class Letters : std::uint8_t {
  None,
  Digits,
  LowerHex,
  Hex,
  Base32,        // A-Z 2-7
  UpperAlnum,    // A-Z 0-9
  LowerAlnum,    // a-z 0-9
  Alnum,         // A-Z a-z 0-9
  Wide,          // Alnum _ -
  Dotted,        // Wide and the point
  Tilde,         // Dotted and ~
  Base64,        // Alnum + /
  Base64Padded,  // Base64 and =
  WidePadded,    // Wide and =
  Printable,     // anything that a word of a shell or of a quoted string holds: no space, no quote
};

namespace detail {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz";

using ByteSet = std::array<bool, 256>;

constexpr ByteSet byte_set(std::initializer_list<std::string_view> parts) {
  ByteSet set{};
  for (const std::string_view part : parts) {
    for (const char c : part) set[static_cast<unsigned char>(c)] = true;
  }
  return set;
}

constexpr ByteSet printable() {
  ByteSet set{};
  for (std::size_t c = 0x21; c < 0x7f; ++c) set[c] = c != '"' && c != '\'' && c != '`';
  return set;
}

constexpr std::array<ByteSet, 15> alphabets = {
    ByteSet{},
    byte_set({digits}),
    byte_set({digits, "abcdef"}),
    byte_set({digits, "abcdef", "ABCDEF"}),
    byte_set({upper, "234567"}),
    byte_set({upper, digits}),
    byte_set({lower, digits}),
    byte_set({upper, lower, digits}),
    byte_set({upper, lower, digits, "_-"}),
    byte_set({upper, lower, digits, "_-."}),
    byte_set({upper, lower, digits, "_-.~"}),
    byte_set({upper, lower, digits, "+/"}),
    byte_set({upper, lower, digits, "+/="}),
    byte_set({upper, lower, digits, "_-="}),
    printable(),
};

}  // namespace detail

[[nodiscard]] constexpr bool belongs(Letters letters, char c) {
  return detail::alphabets[static_cast<std::size_t>(letters)][static_cast<unsigned char>(c)];
}

// The end of the run of such letters that begins at `from`, at most `most` letters long.
[[nodiscard]] constexpr std::size_t run_end(std::string_view text, std::size_t from,
                                            Letters letters, std::size_t most) {
  const std::size_t stop = most < text.size() - from ? from + most : text.size();
  while (from < stop && belongs(letters, text[from])) ++from;
  return from;
}

[[nodiscard]] constexpr bool all(std::string_view text, Letters letters) {
  return run_end(text, 0, letters, text.size()) == text.size();
}

// A word begins here: the letter in front is none of a word's, or belongs to an escape of JSON or
// of a URL (`\nghp_`, `%3Dghp_`).
[[nodiscard]] constexpr bool is_word_start(std::string_view text, std::size_t at) {
  if (at == 0 || !belongs(Letters::Alnum, text[at - 1])) return true;
  if (at >= 2 && text[at - 2] == '\\') return true;
  return at >= 3 && text[at - 3] == '%' && belongs(Letters::Hex, text[at - 1]) &&
         belongs(Letters::Hex, text[at - 2]);
}

[[nodiscard]] constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
[[nodiscard]] constexpr bool is_line_end(char c) { return c == '\n' || c == '\r'; }

}  // namespace plimsoll::secrets
