// Patterns of a .dockerignore as the builder's matcher takes them.
//
// The builder says "Go's filepath.Match with `**`", and does this: it asks filepath.Match whether
// the pattern is well-formed, then writes a regular expression for it, unless the pattern is plain
// text, plain text before a final `**`, or behind a leading one; those three are compared as text.
// The regular expression quotes `.`, `+`, `$` and brackets, but `|`, `{`, `}` and `^` go through,
// and so does a letter behind a backslash: `a|b?` has two alternatives, `x{2}?` repeats, `\d?` is a
// digit. Nobody writes that on purpose, but Windows users write `bin\debug`, and then it matters.
//
// So the pattern is compiled to what that expression means: steps that consume a character of a
// set, anything, or whole directories. Matching walks the set of positions that are reachable, step
// by step; no backtracking, whatever the stars are. A regular expression library would do too, but
// it is a dependency of this folder for a handful of operators.

#include "analyzer/context/ignore_pattern.h"

#include <algorithm>

#include "analyzer/context/go_match.h"
#include "analyzer/source/utf8.h"

namespace plimsoll {

namespace {

constexpr char32_t last_code_point = 0x10FFFF;
constexpr std::uint32_t unlimited = 0xFFFFFFFF;
constexpr std::uint32_t most_repeats = 1000;  // as Go's regexp package limits it

std::u32string decode_all(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::CodePoint c = utf8::decode(text, at);
    out.push_back(c.valid ? c.value : char32_t{0xFFFD});
    at += c.size;
  }
  return out;
}

bool is_alphanumeric(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

class IgnorePatternMatcher::Compiler {
 public:
  Compiler(const std::u32string& pattern, IgnorePatternMatcher& out)
      : pattern_(pattern), out_(out) {}

  // False where the regular expression would not compile.
  bool run();

 private:
  bool star();
  bool escape();
  bool class_of();
  [[nodiscard]] std::size_t posix_class(std::vector<Range>& ranges) const;
  bool class_item(char32_t& c, std::vector<Range>& ranges, bool& single);
  bool brace();
  bool named_set(char32_t letter, std::vector<Range>& ranges) const;
  void set(std::vector<Range> ranges, bool negated = false) {
    out_.alternatives_.back().push_back({Step::Kind::Set, std::move(ranges), negated, 1, 1});
    repeatable_ = true;
  }
  void literal(char32_t c) { set({{c, c}}); }
  void become_steps() { out_.kind_ = Kind::Steps; }

  const std::u32string& pattern_;
  IgnorePatternMatcher& out_;
  std::size_t at_ = 0;
  bool repeatable_ = true;  // the last step (or the begin of all) is one that `{2}` may follow
};

bool IgnorePatternMatcher::Compiler::run() {
  out_.alternatives_.emplace_back();
  bool good = true;
  while (at_ < pattern_.size() && (good || out_.kind_ != Kind::Steps)) {
    const char32_t c = pattern_[at_];
    switch (c) {
      case '*':
        good = star() && good;
        break;
      case '?':
        set({{'/', '/'}}, true);
        become_steps();
        ++at_;
        break;
      case '\\':
        good = escape() && good;
        become_steps();
        break;
      case '[':
        good = class_of() && good;
        become_steps();
        break;
      case '{':
        good = brace() && good;
        break;
      case '|':
        out_.alternatives_.emplace_back();
        repeatable_ = false;
        ++at_;
        break;
      case '^':  // the begin of the path: nothing can stand before it
        out_.alternatives_.back().push_back({Step::Kind::Assertion, {{'A', 'A'}}, false, 1, 1});
        repeatable_ = true;
        ++at_;
        break;
      case ']':
        become_steps();
        [[fallthrough]];
      default:
        literal(c);
        ++at_;
        break;
    }
  }
  return good;
}

// `*`, `**`, `**/`
bool IgnorePatternMatcher::Compiler::star() {
  const bool first = at_ == 0;
  ++at_;
  if (at_ >= pattern_.size() || pattern_[at_] != '*') {
    out_.alternatives_.back().push_back({Step::Kind::Set, {{'/', '/'}}, true, 0, unlimited});
    repeatable_ = false;
    become_steps();
    return true;
  }
  ++at_;
  if (at_ < pattern_.size() && pattern_[at_] == '/') ++at_;
  const bool last = at_ >= pattern_.size();
  if (last && out_.kind_ == Kind::Exact) {
    out_.kind_ = Kind::Prefix;
  } else {
    out_.alternatives_.back().push_back(
        {last ? Step::Kind::Anything : Step::Kind::Directories, {}, false, 1, 1});
    become_steps();
  }
  repeatable_ = false;
  if (first) out_.kind_ = Kind::Suffix;
  return true;
}

bool IgnorePatternMatcher::Compiler::named_set(char32_t letter, std::vector<Range>& ranges) const {
  switch (letter) {
    case 'd':
      ranges.insert(ranges.end(), {{'0', '9'}});
      return true;
    case 's':
      ranges.insert(ranges.end(), {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}});
      return true;
    case 'w':
      ranges.insert(ranges.end(), {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}, {'_', '_'}});
      return true;
    case 'D':
      ranges.insert(ranges.end(), {{0, '/'}, {':', last_code_point}});
      return true;
    case 'S':
      ranges.insert(ranges.end(), {{0, 8}, {11, 11}, {14, 31}, {33, last_code_point}});
      return true;
    case 'W':
      ranges.insert(ranges.end(),
                    {{0, '/'}, {':', '@'}, {'[', '^'}, {'`', '`'}, {'{', last_code_point}});
      return true;
    default:
      return false;
  }
}

namespace {

// What a letter behind a backslash stands for in a regular expression; 0 = nothing.
char32_t control_character(char32_t letter) {
  switch (letter) {
    case 'a':
      return 7;
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return 0;
  }
}

}  // namespace

bool IgnorePatternMatcher::Compiler::escape() {
  const char32_t c = pattern_[++at_];  // filepath.Match has seen to it that there is one
  ++at_;
  std::vector<Range> ranges;
  if (c < 0x80 && !is_alphanumeric(c)) {
    literal(c);
    return true;
  }
  if (named_set(c, ranges)) {
    set(std::move(ranges));
    return true;
  }
  if (c == 'b' || c == 'B' || c == 'A' || c == 'z') {
    out_.alternatives_.back().push_back({Step::Kind::Assertion, {{c, c}}, false, 1, 1});
    repeatable_ = true;
    return true;
  }
  const char32_t control = control_character(c);
  if (control != 0) literal(control);
  return control != 0;
}

// `[:alpha:]` within a class; 0 = none here, else the bytes that it takes.
std::size_t IgnorePatternMatcher::Compiler::posix_class(std::vector<Range>& ranges) const {
  struct Named {
    std::u32string_view name;
    std::vector<Range> ranges;
  };
  static const std::vector<Named> all{{U"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
                                      {U"alpha", {{'A', 'Z'}, {'a', 'z'}}},
                                      {U"ascii", {{0, 0x7F}}},
                                      {U"blank", {{'\t', '\t'}, {' ', ' '}}},
                                      {U"cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
                                      {U"digit", {{'0', '9'}}},
                                      {U"graph", {{'!', '~'}}},
                                      {U"lower", {{'a', 'z'}}},
                                      {U"print", {{' ', '~'}}},
                                      {U"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
                                      {U"space", {{'\t', '\r'}, {' ', ' '}}},
                                      {U"upper", {{'A', 'Z'}}},
                                      {U"word", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}, {'_', '_'}}},
                                      {U"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}}};
  const std::u32string_view rest = std::u32string_view(pattern_).substr(at_);
  if (!rest.starts_with(U"[:")) return 0;
  for (const Named& named : all) {
    if (!rest.substr(2).starts_with(named.name)) continue;
    if (!rest.substr(2 + named.name.size()).starts_with(U":]")) continue;
    ranges.insert(ranges.end(), named.ranges.begin(), named.ranges.end());
    return named.name.size() + 4;
  }
  return 0;
}

// One character of a class, or a `\d` (then not `single`).
bool IgnorePatternMatcher::Compiler::class_item(char32_t& c, std::vector<Range>& ranges,
                                                bool& single) {
  single = true;
  c = pattern_[at_++];
  if (c != '\\') return true;
  if (at_ >= pattern_.size()) return false;
  c = pattern_[at_++];
  if (c < 0x80 && !is_alphanumeric(c)) return true;
  if (named_set(c, ranges)) {
    single = false;
    return true;
  }
  c = control_character(c);
  return c != 0;
}

bool IgnorePatternMatcher::Compiler::class_of() {
  std::vector<Range> ranges;
  ++at_;
  const bool negated = at_ < pattern_.size() && pattern_[at_] == '^';
  if (negated) ++at_;
  bool first = true;
  while (at_ < pattern_.size() && (pattern_[at_] != ']' || first)) {
    first = false;
    if (pattern_[at_] == '*' || pattern_[at_] == '?') {
      // The builder writes `[^/]` here, whose bracket ends the class: what follows is literal.
      const bool star = pattern_[at_] == '*';
      ranges.insert(ranges.end(), {{'[', '['}, {'^', '^'}, {'/', '/'}});
      ++at_;
      if (star && at_ < pattern_.size() && pattern_[at_] == '*') return false;
      set(std::move(ranges), negated);
      if (star) {
        out_.alternatives_.back().back().least = 0;
        out_.alternatives_.back().back().most = unlimited;
        repeatable_ = false;
      }
      return true;
    }
    if (const std::size_t size = posix_class(ranges)) {
      at_ += size;
      continue;
    }
    char32_t low = 0;
    bool single = true;
    if (!class_item(low, ranges, single)) return false;
    if (!single) continue;
    char32_t high = low;
    const bool range =
        at_ + 1 < pattern_.size() && pattern_[at_] == '-' && pattern_[at_ + 1] != ']';
    if (range) {
      ++at_;
      if (!class_item(high, ranges, single) || !single || high < low) return false;
    }
    ranges.push_back({low, high});
  }
  if (at_ >= pattern_.size()) return false;
  ++at_;
  set(std::move(ranges), negated);
  return true;
}

// `{2}`, `{2,}`, `{2,3}` repeat what is before them; any other brace is a brace.
bool IgnorePatternMatcher::Compiler::brace() {
  std::size_t at = at_ + 1;
  const auto number = [&](std::uint32_t& value) {
    const std::size_t begin = at;
    value = 0;
    while (at < pattern_.size() && pattern_[at] >= '0' && pattern_[at] <= '9') {
      value =
          std::min(value * 10 + static_cast<std::uint32_t>(pattern_[at++] - '0'), most_repeats + 1);
    }
    return at > begin;
  };
  std::uint32_t least = 0;
  std::uint32_t most = 0;
  bool repeats = number(least);
  most = least;
  if (repeats && at < pattern_.size() && pattern_[at] == ',') {
    ++at;
    if (!number(most)) most = unlimited;
  }
  repeats = repeats && at < pattern_.size() && pattern_[at] == '}';
  if (!repeats) {
    literal('{');
    ++at_;
    return true;
  }
  if (!repeatable_ || least > most_repeats || (most != unlimited && most > most_repeats) ||
      most < least) {
    ++at_;
    return false;
  }
  at_ = at + 1;
  if (!out_.alternatives_.back().empty()) {
    out_.alternatives_.back().back().least = least;
    out_.alternatives_.back().back().most = most;
  }
  repeatable_ = false;
  return true;
}

std::optional<IgnorePatternMatcher> IgnorePatternMatcher::compile(std::string_view pattern) {
  const std::u32string text = decode_all(pattern);
  if (!go_match_accepts(text)) return std::nullopt;
  IgnorePatternMatcher matcher;
  const bool good = Compiler(text, matcher).run();
  switch (matcher.kind_) {
    case Kind::Exact:
      matcher.text_ = std::string(pattern);
      return matcher;
    case Kind::Prefix:
      matcher.text_ = std::string(pattern.substr(0, pattern.size() - 2));
      return matcher;
    case Kind::Suffix:
      matcher.text_ = std::string(pattern.substr(2));
      return matcher;
    case Kind::Steps:
      break;
  }
  if (!good) return std::nullopt;
  matcher.find_ends();
  return matcher;
}

// Only a pattern without `|` is anchored at both ends. Steps overlap nowhere, but a path may be
// shorter than both ends together: what they say is necessary, not enough.
void IgnorePatternMatcher::find_ends() {
  if (alternatives_.size() != 1) return;
  const Alternative& steps = alternatives_.front();
  const auto plain = [](const Step& step) {
    return step.kind == Step::Kind::Set && !step.negated && step.least == 1 && step.most == 1 &&
           step.ranges.size() == 1 && step.ranges.front().first == step.ranges.front().last &&
           step.ranges.front().first < 0x80;
  };
  for (auto step = steps.begin(); step != steps.end() && plain(*step); ++step) {
    begin_.push_back(static_cast<char>(step->ranges.front().first));
  }
  for (auto step = steps.rbegin(); step != steps.rend() && plain(*step); ++step) {
    end_.push_back(static_cast<char>(step->ranges.front().first));
  }
  std::reverse(end_.begin(), end_.end());
}

bool IgnorePatternMatcher::has(const Step& step, char32_t c) {
  const bool in = std::any_of(step.ranges.begin(), step.ranges.end(),
                              [&](Range r) { return r.first <= c && c <= r.last; });
  return in != step.negated;
}

bool IgnorePatternMatcher::holds_at(char32_t assertion, const std::u32string& path,
                                    std::size_t at) {
  const auto is_word = [&](std::size_t i) {
    return i < path.size() && (is_alphanumeric(path[i]) || path[i] == '_');
  };
  if (assertion == 'A') return at == 0;
  if (assertion == 'z') return at == path.size();
  const bool boundary = (at > 0 && is_word(at - 1)) != is_word(at);
  return boundary == (assertion == 'b');
}

bool IgnorePatternMatcher::run(const Alternative& steps, const std::u32string& path,
                               bool from_begin, bool to_end) {
  std::vector<bool> here(path.size() + 1, !from_begin);
  here[0] = true;
  for (const Step& step : steps) {
    if (step.kind == Step::Kind::Assertion) {
      const bool any = step.least > 0;
      for (std::size_t i = 0; any && i <= path.size(); ++i) {
        here[i] = here[i] && holds_at(step.ranges.front().first, path, i);
      }
      continue;
    }
    std::vector<bool> next(path.size() + 1, false);
    bool seen = false;  // a position at or before this one is reachable
    if (step.kind != Step::Kind::Set) {
      for (std::size_t i = 0; i <= path.size(); ++i) {
        const bool behind_slash = i > 0 && path[i - 1] == '/' && seen;
        seen = seen || here[i];
        next[i] = step.kind == Step::Kind::Anything ? seen : here[i] || behind_slash;
      }
      here = std::move(next);
      continue;
    }
    // The last reachable begins decide how often the set may have been repeated up to here.
    std::size_t run_begin = 0;
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i <= path.size(); ++i) {
      if (i > 0 && !has(step, path[i - 1])) {
        run_begin = i;
        begins.clear();
      }
      if (here[i]) begins.push_back(i);
      if (begins.empty() || i < run_begin + step.least) continue;
      const std::size_t latest = i - step.least;
      const std::size_t earliest = step.most > i ? 0 : i - step.most;
      const auto after = std::upper_bound(begins.begin(), begins.end(), latest);
      next[i] = after != begins.begin() && *std::prev(after) >= earliest;
    }
    here = std::move(next);
  }
  return to_end ? here.back() : std::find(here.begin(), here.end(), true) != here.end();
}

bool IgnorePatternMatcher::matches(std::string_view path) const {
  switch (kind_) {
    case Kind::Exact:
      return path == text_;
    case Kind::Prefix:
      return path.starts_with(text_);
    case Kind::Suffix:
      return path.ends_with(text_) || (text_.starts_with('/') && path == text_.substr(1));
    case Kind::Steps:
      break;
  }
  if (!path.starts_with(begin_) || !path.ends_with(end_)) return false;
  const std::u32string characters = decode_all(path);
  for (std::size_t i = 0; i < alternatives_.size(); ++i) {
    if (run(alternatives_[i], characters, i == 0, i + 1 == alternatives_.size())) return true;
  }
  return false;
}

}  // namespace plimsoll
