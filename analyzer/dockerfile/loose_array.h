#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll {

// Text that was meant to be a JSON array of strings and is none: `['a', 'b']`, `["a" "b"]`,
// `["C:\tools"]`, `["a", "b"`. BuildKit takes such text for shell text or words, without a warning.
struct LooseArray {
  enum class Flaw : std::uint8_t {
    SingleQuotes,
    CurlyQuotes,  // typographic ones
    Unquoted,     // a word without quotes
    BadEscape,    // a backslash that JSON does not allow
    MissingComma,
    ExtraComma,
    NotClosed,       // no `]` at the end
    TextBehind,      // something behind the `]`
    UnclosedString,  // the rest is not read
  };
  struct Element {
    std::size_t begin = 0;  // with its quotes
    std::size_t end = 0;
    std::string text;    // what was meant
    bool comma = false;  // one follows
    std::size_t comma_at = 0;
  };
  Flaw flaw = Flaw::NotClosed;  // the first that was met
  std::vector<Element> elements;
  std::size_t close = 0;  // behind the `]`, or the size
  bool closed = false;
};

// Nothing where `text` is JSON, and where it may well be something else: the shell's `[ -f x ]`.
[[nodiscard]] std::optional<LooseArray> read_loose_array(std::string_view text);

}  // namespace plimsoll
