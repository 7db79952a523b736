#pragma once

#include <string_view>

namespace plimsoll::app {

// Columns of a terminal that a code point takes: 0 for what is drawn over its neighbour (combining
// marks, joiners, variation selectors), 2 for East Asian wide and fullwidth ones and emoji
// (UAX #11), else 1. Controls are not asked for: printable.h has replaced them.
[[nodiscard]] int column_width(char32_t c);

// The sum over UTF-8 text. Sequences count as their parts: terminals that draw a family of joined
// emoji in two columns are fewer than those that draw its members.
[[nodiscard]] int column_width(std::string_view text);

}  // namespace plimsoll::app
