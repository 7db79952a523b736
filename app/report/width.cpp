#include "app/report/width.h"

#include <algorithm>
#include <iterator>

#include "analyzer/source/utf8.h"

namespace plimsoll::app {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

#include "app/report/width_table.inc"

template <std::size_t N>
bool contains(const Range (&table)[N], char32_t c) {
  const Range* range = std::lower_bound(std::begin(table), std::end(table), c,
                                        [](const Range& r, char32_t v) { return r.last < v; });
  return range != std::end(table) && range->first <= c;
}

}  // namespace

int column_width(char32_t c) {
  if (c < 0x300) return 1;
  if (contains(zero_width, c)) return 0;
  return contains(double_width, c) ? 2 : 1;
}

int column_width(std::string_view text) {
  int width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const utf8::CodePoint point = utf8::decode(text, i);
    width += column_width(point.value);
    i += point.size;
  }
  return width;
}

}  // namespace plimsoll::app
