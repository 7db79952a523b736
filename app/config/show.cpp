#include <fmt/format.h>
#include <algorithm>

#include "app/config/configuration.h"
#include "rules/table.h"

namespace plimsoll::app {

std::string show(const Configuration& configuration) {
  std::string out = configuration.file.empty()
                        ? std::string("# no configuration file: the defaults hold\n")
                        : fmt::format("# from {}\n", configuration.file);
  std::size_t width = 0;
  constexpr std::size_t widest = 60;
  for (const ShownValue& value : configuration.shown) {
    const std::size_t size = value.key.size() + 3 + value.value.size();
    if (size <= widest) width = std::max(width, size);
  }
  for (const ShownValue& value : configuration.shown) {
    out += fmt::format("{:<{}}  # {}\n", value.key + " = " + value.value, width,
                       to_string(value.origin));
  }
  const auto& states = configuration.selection.states;
  const auto on = std::count_if(states.begin(), states.end(),
                                [](const rules::RuleState& state) { return state.on; });
  out += fmt::format("# {} of {} rules run\n", on, states.size());
  return out;
}

}  // namespace plimsoll::app
