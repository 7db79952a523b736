#include "app/report/printable.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/source/utf8.h"
#include "app/report/width.h"

namespace plimsoll::app {

namespace {

constexpr char32_t byte_order_mark = 0xFEFF;

struct Range {
  char32_t first;
  char32_t last;
};

// Shown by number because they show nothing, or change how their neighbours are shown. The joiners
// U+200C and U+200D and the variation selectors stay: words and emoji are made with them.
constexpr Range unseen[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},       {0x061C, 0x061C},   {0x180E, 0x180E},   {0x200B, 0x200B},
    {0x200E, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},   {0xFEFF, 0xFEFF},   {0xFFF9, 0xFFFB},
    {0xFFFE, 0xFFFF}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE007F},
};

bool is_unseen(char32_t c) {
  return std::any_of(std::begin(unseen), std::end(unseen),
                     [c](const Range& range) { return range.first <= c && c <= range.last; });
}

// The columns taken by what is appended.
int append_printable(std::string& out, std::string_view text, std::size_t at,
                     const utf8::CodePoint& point) {
  const std::size_t before = out.size();
  if (!point.valid || point.value < 0x20 || point.value == 0x7F) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned>(point.value));
  } else if (point.value >= 0x7F && is_unseen(point.value)) {
    fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", static_cast<unsigned>(point.value));
  } else {
    out += text.substr(at, point.size);
    return column_width(point.value);
  }
  return static_cast<int>(out.size() - before);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const utf8::CodePoint point = utf8::decode(text, i);
    switch (point.value) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        append_printable(out, text, i, point);
    }
    i += point.size;
  }
  return out;
}

Layout lay_out(std::string_view piece, std::uint32_t first) {
  Layout layout;
  layout.text.reserve(piece.size());
  layout.glyphs.reserve(piece.size() + 1);
  std::uint32_t column = 0;
  for (std::size_t i = 0; i < piece.size();) {
    const utf8::CodePoint point = utf8::decode(piece, i);
    layout.glyphs.push_back({first + static_cast<std::uint32_t>(i), column,
                             static_cast<std::uint32_t>(layout.text.size())});
    if (point.value == '\t') {
      const std::uint32_t next = (column / Layout::tab_columns + 1) * Layout::tab_columns;
      layout.text.append(next - column, ' ');
      column = next;
    } else if (!(point.valid && point.value == byte_order_mark && first + i == 0)) {
      column += static_cast<std::uint32_t>(append_printable(layout.text, piece, i, point));
    }
    i += point.size;
  }
  layout.glyphs.push_back({first + static_cast<std::uint32_t>(piece.size()), column,
                           static_cast<std::uint32_t>(layout.text.size())});
  return layout;
}

std::uint32_t Layout::column_of(std::uint32_t at) const {
  const auto after = std::upper_bound(glyphs.begin(), glyphs.end(), at,
                                      [](std::uint32_t v, const Glyph& g) { return v < g.byte; });
  return after == glyphs.begin() ? 0 : std::prev(after)->column;
}

std::uint32_t Layout::slice_begin(std::uint32_t first) const {
  const auto begin = std::lower_bound(glyphs.begin(), glyphs.end(), first,
                                      [](const Glyph& g, std::uint32_t v) { return g.column < v; });
  return begin == glyphs.end() ? columns() : begin->column;
}

std::string_view Layout::slice(std::uint32_t first, std::uint32_t last) const {
  auto begin = std::lower_bound(glyphs.begin(), glyphs.end(), first,
                                [](const Glyph& g, std::uint32_t v) { return g.column < v; });
  // The glyph that begins at or before `last` and ends after it; marks on the one before it stay.
  auto end = std::upper_bound(glyphs.begin(), glyphs.end(), last,
                              [](std::uint32_t v, const Glyph& g) { return v < g.column; });
  if (begin == glyphs.end() || end == glyphs.begin()) return {};
  end = std::prev(end);
  // Marks on a glyph that is cut off are cut off with it.
  while (first > 0 && begin < end && std::next(begin)->column == begin->column) ++begin;
  if (end <= begin) return {};
  return std::string_view(text).substr(begin->text, end->text - begin->text);
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = text.find_first_not_of(" \n\r\t", i);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find_first_of(" \n\r\t", begin), text.size());
    const std::string word = printable(text.substr(begin, end - begin));
    const std::size_t word_width = static_cast<std::size_t>(column_width(word));
    if (width > 0 && width + 1 + word_width > columns) {
      lines.emplace_back();
      width = 0;
    }
    if (width > 0) {
      lines.back() += ' ';
      ++width;
    }
    lines.back() += word;
    width += word_width;
    i = end;
  }
  return lines;
}

std::string markup_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace plimsoll::app
