#pragma once

// What a rule is: one constant, from which the catalogue, the documentation, `explain`, SARIF and
// the configuration's schema are made. Rule files include rules/rule.h, others rules/table.h.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/finding/finding.h"

namespace plimsoll {

class Facts;
struct ImageFacts;
namespace rules {
class Pragmas;  // rules/suppression/pragmas.h
class Reporter;

enum class Category : std::uint8_t {
  Correctness,
  Security,
  Size,
  Caching,
  MultiStage,
  Reproducibility,
  Maintainability,
  Style,
  Image
};
[[nodiscard]] std::string_view to_string(Category category);  // "correctness", "multi-stage", ...

// Whether the rule's findings carry a fix. The harness holds every rule to what it declares.
enum class Fixability : std::uint8_t { None, Sometimes, Always };
[[nodiscard]] std::string_view to_string(Fixability fixability);  // "none", "sometimes", "always"

// A list that may stand in a constant, as std::initializer_list may not: `.aliases = {"DL3009"}`.
template <class T, std::size_t Capacity>
class Few {
 public:
  consteval Few() = default;
  template <class... U>
  requires(sizeof...(U) >= 1 && sizeof...(U) <= Capacity && (std::constructible_from<T, U> && ...))
      // NOLINTNEXTLINE(google-explicit-constructor)
      consteval Few(U... values)
      : items_{T(values)...}, size_(sizeof...(U)) {}

  [[nodiscard]] constexpr const T* begin() const { return items_.data(); }
  [[nodiscard]] constexpr const T* end() const { return items_.data() + size_; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr const T& operator[](std::size_t i) const { return items_[i]; }

 private:
  std::array<T, Capacity> items_{};
  std::size_t size_ = 0;
};

// A longest run of letters, digits, `_` and `-` in the file's text that does not begin with `-`.
// Kept as a hash: two words may share one, which costs a rule's run and nothing else.
class Word {
 public:
  static constexpr std::uint32_t buckets = 4096;

  constexpr Word() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a word is written as a string
  constexpr Word(std::string_view text) {
    std::uint32_t hash = seed;
    for (const char c : text) {
      if (!belongs(c)) throw "a word has only letters, digits, _ and -";
      hash = mix(hash, c);
    }
    if (text.empty() || text.front() == '-') throw "a word is not empty and does not begin with -";
    bucket_ = finish(hash);
  }
  [[nodiscard]] constexpr std::uint16_t bucket() const { return bucket_; }

  static constexpr std::uint32_t seed = 2166136261u;
  [[nodiscard]] static constexpr bool belongs(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  }
  [[nodiscard]] static constexpr std::uint32_t mix(std::uint32_t hash, char c) {
    return (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  }
  [[nodiscard]] static constexpr std::uint16_t finish(std::uint32_t hash) {
    return static_cast<std::uint16_t>((hash ^ (hash >> 15)) & (buckets - 1));
  }

 private:
  std::uint16_t bucket_ = 0;
};

// In which files a rule can have something to say. A file passes when it has ANY of the keywords
// (ONBUILD's triggers count), ANY of the problems, and ANY of the words; an empty list passes all.
struct Interest {
  Few<Keyword, 8> keywords;
  Few<Problem::Kind, 8> problems;
  Few<Word, 24> words;
};

enum class OptionKind : std::uint8_t { Boolean, Number, Text, List };
[[nodiscard]] std::string_view to_string(OptionKind kind);  // "boolean", "number", "text", "list"

// A setting of one rule: `[rules.NAME] key = value` in the configuration.
struct OptionSpec {
  std::string_view name;  // kebab-case
  OptionKind kind = OptionKind::Boolean;
  std::string_view initial;  // "true", "200", "text"; a list's elements separated by commas
  std::string_view help;     // one sentence, lower case, no full stop
};

// What a configuration without `edition` gets.
inline constexpr std::string_view newest_edition = "2026";

struct Rule {
  std::string_view name;  // kebab-case; completes "allow ...": the pattern, never the remedy
  Few<std::string_view, 20> aliases;  // how others call it; two rules may share one
  Category category = Category::Correctness;
  Severity severity = Severity::Warning;
  Fixability fixes = Fixability::None;
  bool on = true;                           // without being selected
  bool preview = false;                     // only with preview = true, or when named
  std::string_view since = newest_edition;  // with an older edition it is a preview
  std::string_view summary;                 // one line, Markdown, no full stop
  std::string_view why;                     // what it costs whom; a few sentences of Markdown
  std::string_view bad;                     // a Dockerfile in which the rule has a finding ...
  bool bad_is_sketch = false;   // too large to be shown, or needs other files: `bad` only hints
  std::string_view good;        // ... and one in which it has none (tests hold both)
  std::string_view scene;       // what both are linted with: `#~ args:` of a fixture
  std::string_view fix_safety;  // when the fix is unsafe, and why; required where there are fixes
  Few<std::string_view, 6> references;  // URLs
  Few<OptionSpec, 6> options;
  bool also_in_onbuild = false;  // finds the same in ONBUILD's trigger (tests hold it)
  bool also_in_history = false;  // runs on what an image's history tells (history_file.h), too
  Interest looks_at;
  // At least one of the three. They may only look at the facts and talk to the reporter.
  using Check = void (*)(const Facts&, Reporter&);
  using ImageCheck = void (*)(const ImageFacts&, Reporter&);
  using PragmaCheck = void (*)(const Facts&, const Pragmas&, Reporter&);
  Check check = nullptr;
  ImageCheck check_image = nullptr;
  PragmaCheck check_pragmas = nullptr;  // runs after all others, when it is known what was ignored
};

}  // namespace rules
}  // namespace plimsoll
