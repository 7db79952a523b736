#include "app/cli/gitignore.h"

#include <array>
#include <cctype>
#include <cstdint>
#include <utility>

// Problem: `a/**/b*c` against `a/x/y/bzc` must be answered in bounded time for every pattern that a
// stranger's repository may hold; matching by plain recursion is exponential (`*a*a*a*a*b`).
//
// A pattern is cut at its slashes. Within one segment `*` is the only wildcard of variable length,
// so remembering the last `*` alone is enough: if the rest fails, only that star can usefully take
// one character more. Between segments `**` plays the same part. Both loops are the same idea, and
// each is at most quadratic.
//
// Rejected: translation to a regular expression (a dependency and a compile step for each pattern,
// to run a few hundred short matches).

namespace plimsoll::app {
namespace {

struct BracketClass {
  std::string_view name;
  int (*holds)(int);
};

constexpr std::array<BracketClass, 12> bracket_classes{{{"alnum", std::isalnum},
                                                        {"alpha", std::isalpha},
                                                        {"blank", std::isblank},
                                                        {"cntrl", std::iscntrl},
                                                        {"digit", std::isdigit},
                                                        {"graph", std::isgraph},
                                                        {"lower", std::islower},
                                                        {"print", std::isprint},
                                                        {"punct", std::ispunct},
                                                        {"space", std::isspace},
                                                        {"upper", std::isupper},
                                                        {"xdigit", std::isxdigit}}};

bool class_holds(std::string_view name, unsigned char byte) {
  for (const BracketClass& known : bracket_classes) {
    if (known.name == name) return known.holds(byte) != 0;
  }
  return false;
}

// One element of a pattern other than `*`, and where the next begins.
struct Element {
  bool matches = false;
  std::size_t next = 0;
};

// `[...]` that begins at `at`; without its closing bracket it matches nothing.
Element match_bracket(std::string_view pattern, std::size_t at, unsigned char byte) {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    if (pattern.substr(i, 2) == "[:") {
      const std::size_t end = pattern.find(":]", i + 2);
      if (end != std::string_view::npos) {
        found = found || class_holds(pattern.substr(i + 2, end - i - 2), byte);
        i = end + 2;
        continue;
      }
    }
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    const auto low = static_cast<unsigned char>(pattern[i++]);
    auto high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      i += pattern[i + 1] == '\\' && i + 2 < pattern.size() ? 2 : 1;
      high = static_cast<unsigned char>(pattern[i++]);
    }
    found = found || (low <= byte && byte <= high);
  }
  if (i >= pattern.size()) return {false, pattern.size()};
  return {found != negated, i + 1};
}

Element match_element(std::string_view pattern, std::size_t at, char character) {
  switch (pattern[at]) {
    case '?':
      return {true, at + 1};
    case '[':
      return match_bracket(pattern, at, static_cast<unsigned char>(character));
    case '\\':
      if (at + 1 == pattern.size()) return {false, at + 1};
      return {pattern[at + 1] == character, at + 2};
    default:
      return {pattern[at] == character, at + 1};
  }
}

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

// `**`; git takes more stars for the same.
bool crosses_folders(std::string_view segment) {
  return segment.size() >= 2 && segment.find_first_not_of('*') == std::string_view::npos;
}

// Spaces at the end do not count, unless a backslash stands before them.
std::string_view without_trailing_spaces(std::string_view line) {
  while (line.ends_with(' ')) {
    std::size_t backslashes = 0;
    while (backslashes + 1 < line.size() && line[line.size() - 2 - backslashes] == '\\') {
      ++backslashes;
    }
    if (backslashes % 2 == 1) break;
    line.remove_suffix(1);
  }
  return line;
}

}  // namespace

bool wildcard_match(std::string_view pattern, std::string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;  // after the last `*`
  std::size_t star_took = 0;                  // where the name goes on after it
  while (n < name.size() || p < pattern.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_took = n;
      continue;
    }
    if (p < pattern.size() && n < name.size()) {
      const Element element = match_element(pattern, p, name[n]);
      if (element.matches) {
        p = element.next;
        ++n;
        continue;
      }
    }
    if (star == std::string_view::npos || star_took >= name.size()) return false;
    p = star;
    n = ++star_took;
  }
  return true;
}

IgnorePatterns IgnorePatterns::parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  IgnorePatterns result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = without_trailing_spaces(line);
    if (line.empty() || line.starts_with('#')) continue;
    Pattern pattern;
    if (line.starts_with('!')) {
      pattern.negated = true;
      line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
      pattern.directory_only = true;
      line.remove_suffix(1);
    }
    pattern.anchored = line.find('/') != std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) continue;
    for (const std::string_view segment : split(line)) pattern.segments.emplace_back(segment);
    result.patterns_.push_back(std::move(pattern));
  }
  return result;
}

bool IgnorePatterns::matches(const Pattern& pattern, std::string_view path) {
  if (!pattern.anchored) {
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    return wildcard_match(pattern.segments.front(), name);
  }
  const std::vector<std::string_view> parts = split(path);
  const std::vector<std::string>& segments = pattern.segments;
  std::size_t s = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_took = 0;
  while (n < parts.size() || s < segments.size()) {
    if (s < segments.size() && crosses_folders(segments[s])) {
      // In the end `**` stands for what is inside a folder, not for the folder itself.
      if (s + 1 == segments.size()) return n < parts.size();
      star = ++s;
      star_took = n;
      continue;
    }
    if (s < segments.size() && n < parts.size() && wildcard_match(segments[s], parts[n])) {
      ++s;
      ++n;
      continue;
    }
    if (star == std::string_view::npos || star_took >= parts.size()) return false;
    s = star;
    n = ++star_took;
  }
  return true;
}

Ignored IgnorePatterns::match(std::string_view path, bool is_directory) const {
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (pattern->directory_only && !is_directory) continue;
    if (matches(*pattern, path)) return pattern->negated ? Ignored::No : Ignored::Yes;
  }
  return Ignored::Unsaid;
}

}  // namespace plimsoll::app
