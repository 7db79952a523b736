#include "analyzer/context/go_match.h"

#include <cstddef>

namespace plimsoll {

namespace {

// One end of a range in a class, as filepath.Match reads it.
bool class_character(const std::u32string& p, std::size_t& at, char32_t& c) {
  if (at >= p.size() || p[at] == '-' || p[at] == ']') return false;
  if (p[at] == '\\' && ++at >= p.size()) return false;
  c = p[at++];
  return at < p.size();
}

// The class at `[`; false where it is malformed. `holds` tells whether it has '.'.
bool skip_class(const std::u32string& p, std::size_t& at, bool& holds) {
  ++at;
  const bool negated = at < p.size() && p[at] == '^';
  if (negated) ++at;
  bool found = false;
  for (bool any = false;; any = true) {
    if (at < p.size() && p[at] == ']' && any) break;
    char32_t low = 0;
    if (!class_character(p, at, low)) return false;
    char32_t high = low;
    if (p[at] == '-' && !class_character(p, ++at, high)) return false;
    found = found || (low <= '.' && '.' <= high);
  }
  ++at;
  holds = found != negated;
  return true;
}

// The end of the run of operators other than `*` from `at` on.
std::size_t chunk_end(const std::u32string& p, std::size_t at) {
  bool in_class = false;
  for (; at < p.size(); ++at) {
    if (p[at] == '\\' && at + 1 < p.size()) {
      ++at;
    } else if (p[at] == '[') {
      in_class = true;
    } else if (p[at] == ']') {
      in_class = false;
    } else if (p[at] == '*' && !in_class) {
      break;
    }
  }
  return at;
}

}  // namespace

bool go_match_accepts(const std::u32string& p) {
  std::size_t left = 1;  // characters of "." that are not matched yet
  for (std::size_t at = 0; at < p.size();) {
    const bool star = p[at] == '*';
    while (at < p.size() && p[at] == '*') ++at;
    const std::size_t end = chunk_end(p, at);
    if (at == end) return true;
    std::size_t needs = 0;
    bool matches = true;
    while (at < end) {
      bool here = true;
      if (p[at] == '[') {
        if (!skip_class(p, at, here)) return false;
      } else {
        if (p[at] == '\\' && ++at >= end) return false;
        here = p[at] == '.' || (p[at] == '?' && p[at - (at > 0 ? 1 : 0)] != '\\');
        ++at;
      }
      ++needs;
      matches = matches && here;
    }
    // Behind a star the one character may as well be skipped, which leaves nothing for this run.
    const bool last = end >= p.size();
    if (!matches || needs > left || (last && needs != left && !star)) return true;
    left -= needs;
  }
  return true;
}

}  // namespace plimsoll
