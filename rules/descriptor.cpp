#include "rules/descriptor.h"

namespace plimsoll::rules {

namespace {
constexpr std::array<std::string_view, 9> category_names{
    "correctness",     "security",        "size",  "caching", "multi-stage",
    "reproducibility", "maintainability", "style", "image"};
constexpr std::array<std::string_view, 3> fixability_names{"none", "sometimes", "always"};
constexpr std::array<std::string_view, 4> option_kind_names{"boolean", "number", "text", "list"};
}  // namespace

std::string_view to_string(Category category) {
  return category_names[static_cast<std::size_t>(category)];
}

std::string_view to_string(Fixability fixability) {
  return fixability_names[static_cast<std::size_t>(fixability)];
}

std::string_view to_string(OptionKind kind) {
  return option_kind_names[static_cast<std::size_t>(kind)];
}

}  // namespace plimsoll::rules
