#pragma once

// The patterns of .gitignore, by gitignore(5): comments, negation, directory patterns, anchoring,
// `*`, `?`, `[...]`, `**`, escapes. Matching is linear in pattern times path, whatever they hold.

#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::app {

enum class Ignored : unsigned char { Unsaid, Yes, No };

// The patterns of one ignore file.
class IgnorePatterns {
 public:
  // Never fails: what is no pattern is no pattern for git either.
  static IgnorePatterns parse(std::string_view text);

  // What the last matching pattern says of `path`, relative to the folder of the ignore file,
  // without leading or trailing slash. The parents of `path` are the caller's business: below an
  // ignored folder nothing can be included again.
  [[nodiscard]] Ignored match(std::string_view path, bool is_directory) const;
  [[nodiscard]] bool empty() const { return patterns_.empty(); }

 private:
  struct Pattern {
    std::vector<std::string> segments;
    bool negated = false;
    bool directory_only = false;
    bool anchored = false;  // else compared with the last part of a path alone
  };
  static bool matches(const Pattern& pattern, std::string_view path);

  std::vector<Pattern> patterns_;
};

// True when `name` (no slash in it) matches the wildcard `pattern`.
[[nodiscard]] bool wildcard_match(std::string_view pattern, std::string_view name);

}  // namespace plimsoll::app
