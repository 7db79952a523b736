#pragma once

// Sources with wildcards: Go's filepath.Match, a component at a time, over a FileTree.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

// `*`, `?` or `[` stands in it, not behind a backslash.
[[nodiscard]] bool has_wildcard(std::string_view text);

// One component of a pattern, compiled. A malformed pattern matches nothing.
class ComponentPattern {
 public:
  explicit ComponentPattern(std::string_view pattern);
  // In time pattern times name.
  [[nodiscard]] bool matches(std::string_view name) const;

 private:
  struct Range {
    char32_t first = 0;
    char32_t last = 0;
  };
  struct Token {
    enum class Kind : std::uint8_t { Text, One, Star, Class };
    Kind kind = Kind::Text;
    std::string text;           // Text
    std::vector<Range> ranges;  // Class
    bool negated = false;
  };
  [[nodiscard]] bool read_class(std::string_view pattern, std::size_t& at);
  // Where the token ends that begins at `at`; npos when it does not match.
  [[nodiscard]] static std::size_t step(const Token& token, std::string_view name, std::size_t at);

  std::vector<Token> tokens_;
  bool malformed_ = false;
};

// A path as COPY takes its sources: clean, without a slash at either end; `..` stops at the root.
[[nodiscard]] std::string clean_source(std::string_view source);

// The paths that a clean source path stands for, sorted as a walk meets
// them. Without wildcards it is the path itself, whether it exists or not. Links are followed
// before the first component with a wildcard, behind it they are not entered. Fails when the
// directory before the first wildcard does not exist.
[[nodiscard]] Result<std::vector<std::string>> expand_source(const FileTree& tree,
                                                             std::string_view source);

}  // namespace plimsoll::builder
