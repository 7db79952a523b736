#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string_view>

namespace plimsoll {

// A half-open range of bytes [begin, end) in one source text. Files are limited to 4 GiB - 1.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] constexpr std::uint32_t size() const { return end - begin; }
  [[nodiscard]] constexpr bool empty() const { return begin == end; }
  [[nodiscard]] constexpr bool contains(std::uint32_t at) const { return begin <= at && at < end; }
  [[nodiscard]] constexpr bool contains(Span other) const {
    return begin <= other.begin && other.end <= end;
  }
  // True when a byte is in both; an empty span overlaps nothing.
  [[nodiscard]] constexpr bool overlaps(Span other) const {
    return begin < other.end && other.begin < end && !empty() && !other.empty();
  }
  // The smallest span that holds both.
  [[nodiscard]] constexpr Span join(Span other) const {
    return {std::min(begin, other.begin), std::max(end, other.end)};
  }
  // The bytes of `text` (the whole source) at this span.
  [[nodiscard]] constexpr std::string_view in(std::string_view text) const {
    return text.substr(begin, end - begin);
  }

  friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

}  // namespace plimsoll
