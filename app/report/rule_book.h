#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/descriptor.h"

namespace plimsoll::app {

// Finds a rule by its name; knows where its page is.
class RuleBook {
 public:
  RuleBook(std::span<const rules::Rule* const> rules, std::string_view pages);

  // Null for a rule that the run does not know.
  [[nodiscard]] const rules::Rule* find(std::string_view name) const;
  // Empty where rules have no pages.
  [[nodiscard]] std::string page(std::string_view name) const;

 private:
  std::vector<const rules::Rule*> sorted_;
  std::string_view pages_;
};

}  // namespace plimsoll::app
