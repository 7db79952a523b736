#include "analyzer/context/ignore.h"

#include <algorithm>

#include "analyzer/base/paths.h"
#include "analyzer/context/ignore_pattern.h"
#include "analyzer/dockerfile/characters.h"

namespace plimsoll {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view wildcard_characters = "*[]?^";

std::string_view without_trailing_glob(std::string_view pattern) {
  for (const std::string_view glob : {"/**", "/*"}) {
    if (pattern.ends_with(glob)) return pattern.substr(0, pattern.size() - glob.size());
  }
  return pattern;
}

}  // namespace

bool ignore_pattern_matches(std::string_view pattern, std::string_view path) {
  const auto matcher = IgnorePatternMatcher::compile(pattern);
  return matcher && matcher->matches(path);
}

IgnoreFile::IgnoreFile() = default;
IgnoreFile::~IgnoreFile() = default;
IgnoreFile::IgnoreFile(IgnoreFile&&) noexcept = default;
IgnoreFile& IgnoreFile::operator=(IgnoreFile&&) noexcept = default;

IgnoreFile IgnoreFile::parse(std::string_view text) {
  IgnoreFile file;
  std::size_t begin = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  for (std::uint32_t line = 1; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    file.add_line(text, begin, end, line);
    begin = end + 1;
  }
  return file;
}

void IgnoreFile::add_line(std::string_view text, std::size_t begin, std::size_t end,
                          std::uint32_t line) {
  if (text.substr(begin, end - begin).starts_with('#')) return;
  const std::string_view up_to_end = text.substr(0, end);
  begin = skip_space(up_to_end, begin);
  if (begin >= end) return;
  end = trim_space(text, begin, end);
  IgnorePattern pattern;
  pattern.line = line;
  pattern.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  pattern.negated = text[begin] == '!';
  if (pattern.negated) begin = std::min(skip_space(up_to_end, begin + 1), end);
  const bool root = pattern.negated && normal_path(text.substr(begin, end - begin)) == "/";
  if (begin == end || root) {
    problems_.push_back({"`!` without a pattern", pattern.span, line});
    return;
  }
  pattern.text = normal_path(text.substr(begin, end - begin));
  if (pattern.text.size() > 1 && pattern.text.starts_with('/')) pattern.text.erase(0, 1);
  if (!pattern.negated && pattern.text.starts_with('!')) {  // `/!x` is a negation after all
    pattern.negated = true;
    pattern.text.erase(0, 1);
  }
  const Span span = pattern.span;
  if (!add(std::move(pattern))) problems_.push_back({"the pattern is malformed", span, line});
}

bool IgnoreFile::add(IgnorePattern pattern) {
  auto matcher = pattern.text.empty() ? std::nullopt : IgnorePatternMatcher::compile(pattern.text);
  if (!matcher) return false;
  has_negation_ = has_negation_ || pattern.negated;
  patterns_.push_back(std::move(pattern));
  matchers_.push_back(std::move(*matcher));
  return true;
}

// As the builder's matcher takes a list: cleaned, `!` first, a leading slash stays (and then
// matches nothing).
IgnoreFile IgnoreFile::of_patterns(const std::vector<std::string>& patterns) {
  IgnoreFile file;
  for (const std::string& written : patterns) {
    const std::size_t begin = skip_space(written, 0);
    const std::size_t end = trim_space(written, begin, written.size());
    if (begin >= end) continue;
    IgnorePattern pattern;
    pattern.text = normal_path(std::string_view(written).substr(begin, end - begin));
    pattern.negated = pattern.text.starts_with('!');
    if (pattern.negated) pattern.text.erase(0, 1);
    if (!file.add(std::move(pattern))) file.problems_.push_back({written, {}, 0});
  }
  return file;
}

// From the first component down, as the builder walks the tree: a directory's results are handed to
// what is in it. A pattern that cannot change the verdict so far is not asked, and then counts as
// one that has not matched the directory.
IgnoreVerdict IgnoreFile::match(std::string_view path) const {
  IgnoreVerdict verdict;
  if (path.empty() || path == ".") return verdict;
  std::vector<bool> parent(patterns_.size(), false);
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    verdict = {};
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
      if (!parent[i]) {
        if (patterns_[i].negated != verdict.ignored) continue;
        parent[i] = matchers_[i].matches(path.substr(0, end));
      }
      if (!parent[i]) continue;
      verdict.ignored = !patterns_[i].negated;
      verdict.by = &patterns_[i];
    }
    at = end + 1;
  }
  return verdict;
}

bool IgnoreFile::ignores_in(const IgnoreResults& parent, std::string_view path,
                            IgnoreResults* own) const {
  if (own) own->matched.assign(patterns_.size(), false);
  bool ignored = false;
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    bool matched = !parent.matched.empty() && parent.matched[i];
    if (!matched) {
      if (patterns_[i].negated != ignored) continue;
      matched = matchers_[i].matches(path);
    }
    if (!matched) continue;
    if (own) own->matched[i] = true;
    ignored = !patterns_[i].negated;
  }
  if (own) own->ignored = ignored;
  return ignored;
}

bool IgnoreFile::may_include_below(std::string_view path) const {
  const std::string below = std::string(path) + "/";
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const IgnorePattern& pattern) {
    if (!pattern.negated) return false;
    const std::string_view stem = without_trailing_glob(pattern.text);
    return stem.find_first_of(wildcard_characters) != std::string_view::npos ||
           (std::string(stem) + "/").starts_with(below);
  });
}

}  // namespace plimsoll
