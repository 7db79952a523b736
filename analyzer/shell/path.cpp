#include "analyzer/shell/path.h"

#include <vector>

namespace plimsoll {

namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (!part.empty()) parts.push_back(part);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return parts;
}

// The length of the bracket expression at the pattern's start, 0 if it is none; `hit` says whether
// it takes `c`.
std::size_t bracket(std::string_view pattern, char c, bool& hit) {
  const std::size_t close = pattern.find(']', 2);
  if (close == std::string_view::npos) return 0;
  std::size_t i = 1;
  const bool inverted = pattern[i] == '!' || pattern[i] == '^';
  if (inverted) ++i;
  bool inside = false;
  for (; i < close; ++i) {
    if (i + 2 < close && pattern[i + 1] == '-') {
      inside = inside || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 2;
    } else {
      inside = inside || pattern[i] == c;
    }
  }
  hit = inside != inverted;
  return close + 1;
}

}  // namespace

std::string path_from(std::string_view directory, std::string_view path) {
  const bool absolute = path.starts_with('/') || directory.starts_with('/');
  std::vector<std::string_view> kept;
  const auto add = [&](std::string_view of) {
    for (const std::string_view part : parts_of(of)) {
      if (part == ".") continue;
      if (part == ".." && !kept.empty() && kept.back() != "..") {
        kept.pop_back();
      } else if (part != ".." || !absolute) {
        kept.push_back(part);
      }
    }
  };
  if (!path.starts_with('/')) add(directory);
  add(path);
  std::string joined = absolute ? "/" : "";
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) joined += '/';
    joined += kept[i];
  }
  return joined;
}

bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t retry = 0;
  while (t < text.size()) {
    bool hit = false;
    const std::size_t length =
        p < pattern.size() && pattern[p] == '[' ? bracket(pattern.substr(p), text[t], hit) : 0;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
    } else if (length > 0 && hit) {
      p += length;
      ++t;
    } else if (length == 0 && p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool covers(std::string_view removed, bool recursive, std::string_view path) {
  const std::vector<std::string_view> pattern = parts_of(removed);
  const std::vector<std::string_view> target = parts_of(path);
  if (!removed.starts_with('/')) return false;
  std::size_t common = 0;
  while (common < pattern.size() && common < target.size() &&
         matches_glob(pattern[common], target[common]) &&
         (pattern[common][0] != '*' || target[common][0] != '.')) {
    ++common;
  }
  if (common == pattern.size()) return recursive || common == target.size();
  // One part more: `DIR/*` empties the directory (dot files apart, which lists and caches lack).
  const bool everything_below =
      common == target.size() && common + 1 == pattern.size() && pattern.back() == "*";
  return everything_below;
}

}  // namespace plimsoll
