#include "app/report/places.h"

#include <algorithm>

#include "analyzer/source/utf8.h"

namespace plimsoll::app {

namespace {
constexpr std::uint32_t stop_distance_bytes = 1024;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
}  // namespace

LineColumn Places::at(std::uint32_t offset) {
  const std::string_view bytes = source_.bytes();
  offset = std::min(offset, static_cast<std::uint32_t>(bytes.size()));
  const std::uint32_t line = source_.lines().line_of(offset);
  if (offset == bytes.size() && bytes.ends_with('\n')) return {line + 1, 1};
  std::vector<Stop>& stops = stops_[line];
  if (stops.empty()) {
    std::uint32_t begin = source_.lines().line_begin(line);
    if (begin == 0 && bytes.starts_with(byte_order_mark)) begin = 3;
    stops.push_back({begin, 1});
  }
  if (offset <= stops.front().byte) return {line, 1};
  const auto after = std::upper_bound(stops.begin(), stops.end(), offset,
                                      [](std::uint32_t v, const Stop& s) { return v < s.byte; });
  Stop at = *std::prev(after);
  while (at.byte < offset) {
    if (at.byte - stops.back().byte >= stop_distance_bytes && at.byte > stops.back().byte) {
      stops.push_back(at);
    }
    const std::uint32_t size = utf8::decode(bytes, at.byte).size;
    at.column += unit_ == ColumnUnit::Byte ? size : unit_ == ColumnUnit::Utf16 && size == 4 ? 2 : 1;
    at.byte += size;
  }
  return {line, at.column};
}

}  // namespace plimsoll::app
