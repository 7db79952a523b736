#include "rules/table.h"

#include <algorithm>
#include <array>

#include "analyzer/base/check.h"
#include "analyzer/dockerfile/nearest.h"

namespace plimsoll::rules {

#define RULE(name) extern const Rule name;
#include "rules/rules.def"
#undef RULE

namespace {

#define RULE(name) &name,
constexpr std::array table{
#include "rules/rules.def"
};
#undef RULE

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool begins_with(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && same_word(text.substr(0, prefix.size()), prefix);
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A KICS query's identifier: 8-4-4-4-12 hexadecimal digits.
bool is_query(std::string_view word) {
  return word.size() == 36 && word[8] == '-' && word[13] == '-' && word[18] == '-' &&
         word[23] == '-';
}

}  // namespace

std::span<const Rule* const> all_rules() { return table; }

const Rule* find_by_name(std::string_view name) {
  for (const Rule* rule : table) {
    if (rule->name == name) return rule;
  }
  return nullptr;
}

RuleIndex index_of(const Rule& rule) {
  const auto found = std::find(table.begin(), table.end(), &rule);
  CHECK(found != table.end());
  return static_cast<RuleIndex>(found - table.begin());
}

std::vector<const Rule*> find_rules(std::string_view word) {
  std::vector<const Rule*> found;
  for (const Rule* rule : table) {
    const bool named = same_word(rule->name, word) ||
                       std::any_of(rule->aliases.begin(), rule->aliases.end(),
                                   [&](std::string_view alias) { return same_word(alias, word); });
    if (named) found.push_back(rule);
  }
  if (!found.empty()) return found;
  // Other spellings of the same id: a whole KICS identifier, Trivy's AVD-DS-0002 and DS002.
  if (is_query(word)) return find_rules(word.substr(0, 8));
  if (begins_with(word, "AVD-")) return find_rules(word.substr(4));
  if (word.size() == 5 && begins_with(word, "DS") && all_digits(word.substr(2))) {
    return find_rules("DS-0" + std::string(word.substr(2)));
  }
  return found;
}

std::optional<std::string> nearest_name(std::string_view word) {
  // A digit more or less names another rule altogether: DL3008 is no slip for DL3009.
  if (looks_foreign(word)) return std::nullopt;
  std::vector<std::string_view> known;
  for (const Rule* rule : table) known.push_back(rule->name);
  for (const Rule* rule : table)
    known.insert(known.end(), rule->aliases.begin(), rule->aliases.end());
  const std::string_view found = nearest(word, known);
  if (found.empty()) return std::nullopt;
  return std::string(found);
}

bool looks_foreign(std::string_view word) {
  struct Shape {
    std::string_view prefix;
    bool digits_follow;
  };
  constexpr std::array<Shape, 12> shapes{{{"DL", true},
                                          {"SC", true},
                                          {"DS-", true},
                                          {"DS", true},
                                          {"AVD-DS-", true},
                                          {"CKV_", false},
                                          {"CKV2_", false},
                                          {"CIS-DI-", true},
                                          {"DKL-", false},
                                          {"DD", true},
                                          {"tally/", false},
                                          {"hadolint/", false}}};
  for (const Shape& shape : shapes) {
    if (!begins_with(word, shape.prefix)) continue;
    const std::string_view tail = word.substr(shape.prefix.size());
    if (shape.digits_follow ? all_digits(tail) : !tail.empty()) return true;
  }
  if (is_query(word)) return true;
  // dockerfile.security.missing-user and the like of semgrep.
  return word.find('.') != std::string_view::npos;
}

std::optional<Category> category_from(std::string_view word) {
  for (int i = 0; i <= static_cast<int>(Category::Image); ++i) {
    if (same_word(to_string(static_cast<Category>(i)), word)) return static_cast<Category>(i);
  }
  return std::nullopt;
}

}  // namespace plimsoll::rules
