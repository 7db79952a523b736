#include "analyzer/dockerfile/duration.h"

#include <algorithm>
#include <array>

namespace plimsoll {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct DurationUnit {
  std::string_view name;
  std::uint64_t nanoseconds;
};
constexpr std::array<DurationUnit, 8> duration_units = {{{"ns", 1},
                                                         {"us", 1'000},
                                                         {"\xC2\xB5s", 1'000},
                                                         {"\xCE\xBCs", 1'000},
                                                         {"ms", 1'000'000},
                                                         {"s", 1'000'000'000},
                                                         {"m", 60'000'000'000},
                                                         {"h", 3'600'000'000'000}}};
constexpr std::uint64_t duration_limit = std::uint64_t{1} << 63U;

struct Fraction {
  std::uint64_t digits = 0;
  double scale = 1;
};

// The digits behind a point; those that no longer fit do not count.
Fraction take_fraction(std::string_view& text, bool& some) {
  Fraction fraction;
  bool full = false;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), some = true) {
    if (full || fraction.digits > (duration_limit - 1) / 10) {
      full = true;
      continue;
    }
    const std::uint64_t more =
        fraction.digits * 10 + static_cast<std::uint64_t>(text.front() - '0');
    if (more > duration_limit) {
      full = true;
      continue;
    }
    fraction.digits = more;
    fraction.scale *= 10;
  }
  return fraction;
}

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
  constexpr std::uint64_t limit = duration_limit;
  bool negative = false;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  std::uint64_t total = 0;
  while (!text.empty()) {
    std::uint64_t whole = 0;
    bool some = false;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), some = true) {
      if (whole > limit / 10) return std::nullopt;
      whole = whole * 10 + static_cast<std::uint64_t>(text.front() - '0');
      if (whole > limit) return std::nullopt;
    }
    Fraction fraction;
    if (!text.empty() && text.front() == '.') {
      text.remove_prefix(1);
      fraction = take_fraction(text, some);
    }
    if (!some) return std::nullopt;
    const auto* unit_end =
        std::find_if(text.begin(), text.end(), [](char c) { return c == '.' || is_digit(c); });
    const std::string_view name = text.substr(0, static_cast<std::size_t>(unit_end - text.begin()));
    const auto* unit = std::find_if(duration_units.begin(), duration_units.end(),
                                    [&](const DurationUnit& known) { return known.name == name; });
    if (unit == duration_units.end() || whole > limit / unit->nanoseconds) return std::nullopt;
    std::uint64_t part = whole * unit->nanoseconds;
    if (fraction.digits > 0) {
      part += static_cast<std::uint64_t>(static_cast<double>(fraction.digits) *
                                         (static_cast<double>(unit->nanoseconds) / fraction.scale));
      if (part > limit) return std::nullopt;
    }
    total += part;
    if (total > limit) return std::nullopt;
    text.remove_prefix(name.size());
  }
  if (negative) return -static_cast<std::int64_t>(total - (total == limit ? 1 : 0));
  if (total == limit) return std::nullopt;
  return static_cast<std::int64_t>(total);
}

}  // namespace plimsoll
