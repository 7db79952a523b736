#include "analyzer/base/amounts.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace plimsoll {

std::string human_bytes(std::uint64_t bytes) {
  constexpr std::array units{"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // 999.95 would be printed as 1000.0.
  while (value >= 999.95 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

std::optional<std::uint64_t> bytes_from(std::string_view text) {
  std::string plain;  // lower case, without blanks and the commas between thousands
  for (const char c : text) {
    if (c == ' ' || (c == ',' && !plain.empty())) continue;
    plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
  double value = 0;
  const char* const last = plain.data() + plain.size();
  const auto [end, error] = std::from_chars(plain.data(), last, value, std::chars_format::fixed);
  if (error != std::errc{} || !(value >= 0)) return std::nullopt;
  std::string_view unit(end, static_cast<std::size_t>(last - end));
  if (unit.size() > 1 && unit.ends_with('b')) unit.remove_suffix(1);
  if (!unit.empty() && unit != "b") {
    constexpr std::string_view steps = "kmgtpe";
    const std::size_t step = steps.find(unit.front());
    const bool binary = unit.size() == 2 && unit.back() == 'i';
    if (step == std::string_view::npos || (unit.size() > 1 && !binary)) return std::nullopt;
    for (std::size_t i = 0; i <= step; ++i) value *= binary ? 1024 : 1000;
  }
  if (!(value < 9e18)) return std::nullopt;
  return static_cast<std::uint64_t>(value);
}

}  // namespace plimsoll
