// Shell patterns inside `${...}`.
//
// BuildKit turns the pattern into a regular expression and takes what Go's engine finds: `*` is
// `.*` or `.*?`, `?` is `.`, everything else stands for itself. A suffix is cut by reversing
// pattern and value and cutting a prefix. Example: `${v%.*}` with v = "1.2.3" reverses to `*.` on
// "3.2.1"; the lazy `*` takes "3", so that "2.1" remains and reads "1.2" in the end.
//
// Such a pattern has no alternatives, so all that matters is which end positions a match can have:
// a lazy match takes the first, a greedy one the last. We walk the set of reachable positions over
// the pattern, one bit a position, which is linear in pattern times value whatever the stars are. A
// backtracking matcher would be shorter and exponential on `*a*a*a*b`.

#include "analyzer/values/pattern.h"

#include <algorithm>
#include <vector>

#include "analyzer/values/code_points.h"

namespace plimsoll {

namespace {

struct Token {
  enum class Kind : unsigned char { Literal, One, Any } kind = Kind::Literal;
  char32_t literal = 0;
};

struct Characters {
  std::vector<char32_t> values;
  std::vector<std::size_t> offsets;  // of each in the text, and the text's size
};

Characters characters_of(std::string_view text) {
  Characters result;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    result.values.push_back(c.value);
    result.offsets.push_back(at);
    at += c.bytes;
  }
  result.offsets.push_back(text.size());
  return result;
}

// Nothing where an escape is not allowed.
std::optional<std::vector<Token>> compile(const std::vector<char32_t>& pattern) {
  std::vector<Token> tokens;
  // A byte order mark in front is skipped, as the scanner that BuildKit uses does.
  std::size_t at = !pattern.empty() && pattern.front() == 0xFEFF ? 1 : 0;
  for (; at < pattern.size(); ++at) {
    char32_t c = pattern[at];
    if (c == '*') {
      tokens.push_back({Token::Kind::Any, 0});
      continue;
    }
    if (c == '?') {
      tokens.push_back({Token::Kind::One, 0});
      continue;
    }
    if (c == '\\') {
      if (++at == pattern.size()) return std::nullopt;
      c = pattern[at];
      const bool escapable = c == '*' || c == '?' || c == '\\' || c == '}' || c == '/';
      if (!escapable) return std::nullopt;
    }
    tokens.push_back({Token::Kind::Literal, c});
  }
  return tokens;
}

// The end of the match that begins at `begin`: the first possible end, or the last.
std::optional<std::size_t> match_at(const std::vector<Token>& pattern,
                                    const std::vector<char32_t>& text, std::size_t begin,
                                    bool longest) {
  std::vector<bool> reached(text.size() + 1 - begin);
  reached[0] = true;
  std::size_t low = 0;  // reached positions lie within [low, high]
  std::size_t high = 0;
  for (const Token& token : pattern) {
    if (token.kind == Token::Kind::Any) {
      for (std::size_t i = low; begin + i < text.size(); ++i) {
        if (!reached[i]) {
          if (i >= high) break;
          continue;
        }
        if (text[begin + i] == '\n') continue;
        reached[i + 1] = true;
        high = std::max(high, i + 1);
      }
      continue;
    }
    bool any = false;
    for (std::size_t i = high + 1; i-- > low;) {
      const bool here = reached[i];
      reached[i] = false;
      if (!here || begin + i >= text.size()) continue;
      const char32_t c = text[begin + i];
      if (token.kind == Token::Kind::One ? c == '\n' : c != token.literal) continue;
      reached[i + 1] = true;
      any = true;
    }
    if (!any) return std::nullopt;
    high = std::min(high + 1, text.size() - begin);
    ++low;
  }
  for (std::size_t i = low; i <= high; ++i) {
    const std::size_t at = longest ? high - (i - low) : i;
    if (reached[at]) return begin + at;
  }
  return std::nullopt;
}

bool too_large(std::size_t pattern, std::size_t value, bool anywhere) {
  const std::size_t tries = anywhere ? value + 1 : 1;
  return (pattern + 1) > max_pattern_work / (value + 1) / tries;
}

// How Go's regexp package reads a replacement: there are no groups, so only `$0` holds anything.
std::string expand_template(std::string_view text, std::string_view match) {
  std::string out;
  while (!text.empty()) {
    const std::size_t dollar = text.find('$');
    out.append(text.substr(0, dollar));
    if (dollar == std::string_view::npos) break;
    text.remove_prefix(dollar + 1);
    if (text.starts_with('$')) {
      out += '$';
      text.remove_prefix(1);
      continue;
    }
    const bool brace = text.starts_with('{');
    std::size_t end = brace ? 1 : 0;
    while (end < text.size()) {
      const CodePoint c = code_point_at(text, end);
      if (!is_letter(c.value) && !is_digit(c.value) && c.value != '_') break;
      end += c.bytes;
    }
    const std::string_view name = text.substr(brace ? 1 : 0, end - (brace ? 1 : 0));
    const bool closed = !brace || (end < text.size() && text[end] == '}');
    if (name.empty() || !closed) {
      out += '$';
      continue;
    }
    if (name.find_first_not_of('0') == std::string_view::npos) out.append(match);
    text.remove_prefix(end + (brace ? 1 : 0));
  }
  return out;
}

}  // namespace

PatternResult trim_prefix(std::string_view pattern, std::string_view value, bool longest) {
  const Characters text = characters_of(value);
  const auto tokens = compile(characters_of(pattern).values);
  if (!tokens) return {std::string(value), PatternError::BadEscape};
  if (too_large(tokens->size(), text.values.size(), false)) {
    return {std::string(value), PatternError::TooLarge};
  }
  const auto end = match_at(*tokens, text.values, 0, longest);
  return {std::string(end ? value.substr(text.offsets[*end]) : value), PatternError::None};
}

PatternResult trim_suffix(std::string_view pattern, std::string_view value, bool longest) {
  std::vector<char32_t> written = characters_of(pattern).values;
  std::vector<char32_t> reversed(written.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    const std::size_t mirror = written.size() - 1 - i;
    if (written[i] == '\\' && i + 1 < written.size()) {  // an escape stays before what it escapes
      reversed[mirror - 1] = written[i];
      reversed[mirror] = written[i + 1];
      ++i;
    } else {
      reversed[mirror] = written[i];
    }
  }
  const auto tokens = compile(reversed);
  if (!tokens) return {std::string(value), PatternError::BadEscape};
  std::vector<char32_t> text = characters_of(value).values;
  if (too_large(tokens->size(), text.size(), false)) {
    return {std::string(value), PatternError::TooLarge};
  }
  std::reverse(text.begin(), text.end());
  const std::size_t cut = match_at(*tokens, text, 0, longest).value_or(0);
  std::string out;
  for (std::size_t i = text.size(); i-- > cut;) append_code_point(out, text[i]);
  return {std::move(out), PatternError::None};
}

PatternResult replace_pattern(std::string_view pattern, std::string_view value,
                              std::string_view replacement, bool all) {
  const Characters text = characters_of(value);
  const auto tokens = compile(characters_of(pattern).values);
  if (!tokens) return {std::string(value), PatternError::BadEscape};
  if (too_large(tokens->size(), text.values.size(), true)) {
    return {std::string(value), PatternError::TooLarge};
  }
  std::string out;
  std::size_t copied = 0;  // characters of the value that are dealt with
  for (std::size_t at = 0; at <= text.values.size();) {
    const auto end = match_at(*tokens, text.values, at, true);
    if (!end) {
      ++at;
      continue;
    }
    out.append(value.substr(text.offsets[copied], text.offsets[at] - text.offsets[copied]));
    const std::string_view match =
        value.substr(text.offsets[at], text.offsets[*end] - text.offsets[at]);
    // No empty match right behind another.
    if (*end > copied || at == 0) out += all ? expand_template(replacement, match) : replacement;
    copied = *end;
    if (out.size() > max_replaced_bytes) return {std::string(value), PatternError::TooLarge};
    if (!all) break;
    at = std::max(at + 1, *end);
  }
  out.append(value.substr(text.offsets[copied]));
  return {std::move(out), PatternError::None};
}

}  // namespace plimsoll
