#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/source/source_file.h"
#include "app/report/paint.h"

namespace plimsoll::app {

// A range to underline, and words for it.
struct Mark {
  Span span;
  std::string text;      // printable or not; may be empty
  bool primary = false;  // ^^^ in the finding's colour, else ---
};

struct ExcerptStyle {
  Paint paint{false};
  Ink primary = Ink::BoldYellow;
  std::uint32_t columns = 100;  // of the whole screen
};

// Digits of the highest line number that an excerpt of these marks shows.
[[nodiscard]] std::uint32_t gutter_digits(const SourceFile& source, std::span<const Mark> marks);

// Appends the lines that the marks touch, each with its number in a gutter of `digits` columns and
// with its underlines below. Cost is in the size of what is shown, not of the lines.
void append_excerpt(std::string& out, const SourceFile& source, std::span<const Mark> marks,
                    std::uint32_t digits, const ExcerptStyle& style);

// The start of a row: number (0 = none), then `sign` as the border: "  12 | ".
void append_gutter(std::string& out, std::uint32_t line, char sign, std::uint32_t digits,
                   const ExcerptStyle& style);

// The columns that are left for the source.
[[nodiscard]] std::uint32_t source_columns(std::uint32_t digits, const ExcerptStyle& style);

}  // namespace plimsoll::app
