#pragma once

// Text from outside, made fit for a screen. A Dockerfile is hostile until shown otherwise: an
// escape sequence in it must not move the cursor, change the title or hide a line, nor may
// bidirectional controls show an order that the builder does not see.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::app {

// `text` in one line: controls, invisible and bidirectional format characters as \n, \x1b or
// \u{202e}, bytes that are not UTF-8 as \xff. The rest stands as it is.
[[nodiscard]] std::string printable(std::string_view text);
// The same for text and attributes of XML 1.0 and HTML, which have no way to write controls.
[[nodiscard]] std::string markup_text(std::string_view text);

// A piece of a source line as it stands on the screen. Tabs reach the next multiple of
// `tab_columns` from the piece's own start; a BOM at the start of the file is left out.
struct Layout {
  static constexpr std::uint32_t tab_columns = 4;

  struct Glyph {           // where it begins:
    std::uint32_t byte;    // in the source file
    std::uint32_t column;  // on the screen, from 0
    std::uint32_t text;    // in `text`
  };

  std::string text;
  std::vector<Glyph> glyphs;  // the last one is the end of the piece

  [[nodiscard]] std::uint32_t columns() const { return glyphs.back().column; }
  // The column at which byte `at` begins; clamped to the piece.
  [[nodiscard]] std::uint32_t column_of(std::uint32_t at) const;
  // The glyphs that lie wholly within the columns [first, last).
  [[nodiscard]] std::string_view slice(std::uint32_t first, std::uint32_t last) const;
  // The column where that slice begins: `first`, or after a wide glyph that it would cut.
  [[nodiscard]] std::uint32_t slice_begin(std::uint32_t first) const;
};

// `first` is the offset of piece[0] in its file.
[[nodiscard]] Layout lay_out(std::string_view piece, std::uint32_t first);

// Breaks text at spaces into lines of at most `columns`; a longer word stands alone. Line breaks in
// the text count as spaces. The lines are printable.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace plimsoll::app
