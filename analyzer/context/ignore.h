#pragma once

// .dockerignore, exactly as the builder matches it: Go's filepath.Match a component, `**`, `!`, and
// a pattern that matches a directory matches all below it. The last pattern that matches wins.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/span.h"

namespace plimsoll {

struct IgnorePattern {
  std::string text;  // cleaned: no `!`, no slash at either end
  bool negated = false;
  Span span;               // the line in the file, without blanks around
  std::uint32_t line = 0;  // 1-based
};

struct IgnoreProblem {
  std::string what;  // lower case, no full stop
  Span span;
  std::uint32_t line = 0;
};

struct IgnoreVerdict {
  bool ignored = false;
  const IgnorePattern* by = nullptr;  // the pattern that decided; null when none matched
};

// What was found for a directory, handed to what is directly in it.
struct IgnoreResults {
  std::vector<bool> matched;  // of each pattern; empty = the root
  bool ignored = false;
};

class IgnorePatternMatcher;

class IgnoreFile {
 public:
  IgnoreFile();
  ~IgnoreFile();
  IgnoreFile(IgnoreFile&&) noexcept;
  IgnoreFile& operator=(IgnoreFile&&) noexcept;

  // Reads the text of a .dockerignore; what the builder would refuse is in problems().
  [[nodiscard]] static IgnoreFile parse(std::string_view text);

  // Patterns of --exclude and their kin, which have no comments; spans are empty.
  [[nodiscard]] static IgnoreFile of_patterns(const std::vector<std::string>& patterns);

  [[nodiscard]] const std::vector<IgnorePattern>& patterns() const { return patterns_; }
  [[nodiscard]] const std::vector<IgnoreProblem>& problems() const { return problems_; }
  [[nodiscard]] bool empty() const { return patterns_.empty(); }
  [[nodiscard]] bool has_negation() const { return has_negation_; }

  // `path` is relative to the context's root, with slashes, cleaned.
  [[nodiscard]] IgnoreVerdict match(std::string_view path) const;
  [[nodiscard]] bool ignores(std::string_view path) const { return match(path).ignored; }
  // The same for who walks the tree: `parent` is of the directory that `path` stands in; `own` gets
  // the results to hand on, where `path` is a directory.
  [[nodiscard]] bool ignores_in(const IgnoreResults& parent, std::string_view path,
                                IgnoreResults* own) const;
  // Whether something below the ignored directory `path` may be taken in again by a `!`.
  [[nodiscard]] bool may_include_below(std::string_view path) const;

 private:
  bool add(IgnorePattern pattern);
  void add_line(std::string_view text, std::size_t begin, std::size_t end, std::uint32_t line);

  std::vector<IgnorePattern> patterns_;
  std::vector<IgnorePatternMatcher> matchers_;  // of each
  std::vector<IgnoreProblem> problems_;
  bool has_negation_ = false;
};

// One pattern against a whole path (no parents): `*` and `?` stop at slashes, `**` does not.
[[nodiscard]] bool ignore_pattern_matches(std::string_view pattern, std::string_view path);

}  // namespace plimsoll
