#include "analyzer/base/glob.h"

#include <vector>

namespace plimsoll {

namespace {

[[nodiscard]] std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash != 0) parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return parts;
}

// The set `[...]` at pattern[at]: whether it holds `c`, and `at` moves past it. A set that is not
// closed is a plain bracket.
[[nodiscard]] bool in_set(std::string_view pattern, std::size_t& at, char c) {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  for (bool first = true; i < pattern.size(); first = false) {
    if (pattern[i] == ']' && !first) {
      at = i + 1;
      return found != negated;
    }
    const char low = pattern[i];
    const bool range = i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']';
    const char high = range ? pattern[i + 2] : low;
    found = found || (low <= c && c <= high);
    i += range ? 3 : 1;
  }
  ++at;
  return c == '[';
}

// One part of a path. On a mismatch the last star takes one letter more: no other star needs to be
// tried again, so the time is the product of the lengths.
[[nodiscard]] bool part_matches(std::string_view pattern, std::string_view part) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, taken = 0;
  while (t < part.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
      continue;
    }
    std::size_t next = p;
    bool same = false;
    if (p < pattern.size()) {
      if (pattern[p] == '?') {
        same = true;
        ++next;
      } else if (pattern[p] == '[') {
        same = in_set(pattern, next, part[t]);
      } else {
        if (pattern[p] == '\\' && p + 1 < pattern.size()) ++next;
        same = pattern[next] == part[t];
        ++next;
      }
    }
    if (same) {
      p = next;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path, bool is_directory) {
  const bool folders_only = !pattern.empty() && pattern.back() == '/';
  if (folders_only) pattern.remove_suffix(1);
  const bool anchored = pattern.find('/') != std::string_view::npos;
  if (pattern.substr(0, 2) == "./") pattern.remove_prefix(2);

  std::vector<std::string_view> wanted = split(pattern);
  if (!anchored) wanted.insert(wanted.begin(), "**");
  const std::vector<std::string_view> parts = split(path);

  // reach[i]: the parts seen so far match the first i of the pattern.
  std::vector<bool> reach(wanted.size() + 1, false);
  const auto skip_stars = [&] {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (reach[i] && wanted[i] == "**") reach[i + 1] = true;
    }
  };
  reach[0] = true;
  skip_stars();
  for (std::size_t n = 0; n < parts.size(); ++n) {
    std::vector<bool> next(wanted.size() + 1, false);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!reach[i]) continue;
      if (wanted[i] == "**") {
        next[i] = true;
      } else if (part_matches(wanted[i], parts[n])) {
        next[i + 1] = true;
      }
    }
    reach.swap(next);
    skip_stars();
    const bool folder = n + 1 < parts.size() || is_directory;
    if (reach[wanted.size()] && (folder || !folders_only)) return true;
  }
  return false;
}

}  // namespace plimsoll
