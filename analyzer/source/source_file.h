#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/span.h"

namespace plimsoll {

// A place for people: line and column count from 1. What a column counts is said by the function
// that makes it.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend constexpr auto operator<=>(const LineColumn&, const LineColumn&) = default;
};

// Where lines begin in a text. Lines end at LF alone (as BuildKit splits; U+0085, U+2028 and a lone
// CR do not end a line). Refers to nothing: it may outlive the text.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  // The number of lines; a text without any byte has one, a final LF does not begin another.
  [[nodiscard]] std::uint32_t line_count() const;
  // The 1-based line that holds byte `at` (an LF belongs to the line that it ends). `at` may be the
  // size of the text.
  [[nodiscard]] std::uint32_t line_of(std::uint32_t at) const;
  // The bytes of 1-based `line` without its line end (LF, or CR LF).
  [[nodiscard]] Span line_span(std::uint32_t line) const;
  // The first byte of 1-based `line`.
  [[nodiscard]] std::uint32_t line_begin(std::uint32_t line) const;

 private:
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> ends_;  // without the line end
  std::uint32_t size_ = 0;
};

// A text with its name. It owns the bytes; everything else in the program refers to them by Span.
class SourceFile {
 public:
  SourceFile(std::string path, std::string bytes);

  // As the user named it, for messages; "-" for standard input.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] std::string_view at(Span span) const { return span.in(bytes_); }
  [[nodiscard]] const LineIndex& lines() const { return lines_; }

  // Column in bytes.
  [[nodiscard]] LineColumn byte_position(std::uint32_t at) const;
  // Column in Unicode code points; a byte that is not UTF-8 counts as one. A BOM counts as none.
  [[nodiscard]] LineColumn code_point_position(std::uint32_t at) const;
  // Column in UTF-16 code units, as LSP and SARIF count by default. A BOM counts as none.
  [[nodiscard]] LineColumn utf16_position(std::uint32_t at) const;
  // The byte at a UTF-16 position; clamps to the line's end and to the file's.
  [[nodiscard]] std::uint32_t offset_of_utf16(LineColumn position) const;

 private:
  std::string path_;
  std::string bytes_;
  LineIndex lines_;
};

}  // namespace plimsoll
