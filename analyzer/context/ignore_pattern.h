#pragma once

// One pattern of a .dockerignore, compiled. Internal to analyzer/context.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll {

class IgnorePatternMatcher {
 public:
  // Nothing where the builder would refuse the pattern. `pattern` is cleaned, without `!`.
  [[nodiscard]] static std::optional<IgnorePatternMatcher> compile(std::string_view pattern);

  // `path` relative to the context's root. Linear in pattern times path.
  [[nodiscard]] bool matches(std::string_view path) const;

 private:
  enum class Kind : std::uint8_t { Exact, Prefix, Suffix, Steps };

  struct Range {
    char32_t first;
    char32_t last;
  };
  // One step of a walk over the path.
  struct Step {
    enum class Kind : std::uint8_t {
      Set,          // one character in (or not in) `ranges`, `least` to `most` times
      Anything,     // `**` at the end
      Directories,  // `**/`: nothing, or anything up to a slash
      Assertion     // begin, end or a word's border, by the letter in `ranges`
    };
    Kind kind = Kind::Set;
    std::vector<Range> ranges;
    bool negated = false;
    std::uint32_t least = 1;
    std::uint32_t most = 1;
  };
  // Joined by `|`, which the builder does not quote: only the first begins at the path's begin,
  // only the last ends at its end.
  using Alternative = std::vector<Step>;

  class Compiler;
  [[nodiscard]] static bool has(const Step& step, char32_t c);
  [[nodiscard]] static bool holds_at(char32_t assertion, const std::u32string& path,
                                     std::size_t at);
  [[nodiscard]] static bool run(const Alternative& steps, const std::u32string& path,
                                bool from_begin, bool to_end);

  void find_ends();

  Kind kind_ = Kind::Exact;
  std::string text_;   // for Exact, Prefix and Suffix: what is compared
  std::string begin_;  // Steps: plain text with which a path that matches begins,
  std::string end_;    // and ends; most paths are told by it
  std::vector<Alternative> alternatives_;
};

}  // namespace plimsoll
