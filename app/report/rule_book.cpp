#include "app/report/rule_book.h"

#include <algorithm>

namespace plimsoll::app {

RuleBook::RuleBook(std::span<const rules::Rule* const> rules, std::string_view pages)
    : sorted_(rules.begin(), rules.end()), pages_(pages) {
  std::sort(sorted_.begin(), sorted_.end(),
            [](const rules::Rule* a, const rules::Rule* b) { return a->name < b->name; });
}

const rules::Rule* RuleBook::find(std::string_view name) const {
  const auto at =
      std::lower_bound(sorted_.begin(), sorted_.end(), name,
                       [](const rules::Rule* rule, std::string_view n) { return rule->name < n; });
  return at != sorted_.end() && (*at)->name == name ? *at : nullptr;
}

std::string RuleBook::page(std::string_view name) const {
  if (pages_.empty()) return {};
  return std::string(pages_) + std::string(name) + ".md";
}

}  // namespace plimsoll::app
