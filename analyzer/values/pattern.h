#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll {

// The patterns of `${x#p}`, `${x%p}` and `${x/p/r}` as BuildKit reads them: `*`, `?`, and a
// backslash before `*`, `?`, `\`, `}` or `/`; no brackets. `*` and `?` stop at newlines.
enum class PatternError : unsigned char { None, BadEscape, TooLarge };

struct PatternResult {
  std::string text;
  PatternError error = PatternError::None;
};

// `longest` chooses between `#` and `##`, `%` and `%%`.
[[nodiscard]] PatternResult trim_prefix(std::string_view pattern, std::string_view value,
                                        bool longest);
[[nodiscard]] PatternResult trim_suffix(std::string_view pattern, std::string_view value,
                                        bool longest);
// The first match, or all of them. With `all`, `$1`, `${name}` and `$$` in the replacement are read
// as Go's regexp package reads them (BuildKit hands the text over as it is).
[[nodiscard]] PatternResult replace_pattern(std::string_view pattern, std::string_view value,
                                            std::string_view replacement, bool all);

// A longer result, or more work (pattern length times the square of the value's), gives TooLarge.
inline constexpr std::size_t max_replaced_bytes = std::size_t{1} << 16;
inline constexpr std::size_t max_pattern_work = std::size_t{1} << 26;

}  // namespace plimsoll
