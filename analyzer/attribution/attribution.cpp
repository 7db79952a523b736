#include "analyzer/attribution/attribution.h"

#include <algorithm>

namespace plimsoll {

namespace {

void read_steps(const AttributionInput& input, Attribution& result) {
  const std::vector<HistoryEntry>& history = input.config->history;
  const auto full = static_cast<std::size_t>(
      std::count_if(history.begin(), history.end(),
                    [](const HistoryEntry& entry) { return !entry.empty_layer; }));
  std::uint32_t layer = 0;
  for (std::size_t i = 0; i < history.size() && full == input.layers; ++i) {
    AttributedStep& step = result.steps.emplace_back();
    step.step = read_history(history[i]);
    step.history = i;
    if (!history[i].empty_layer) step.layer = layer++;
  }
  if (full == input.layers) return;
  if (!history.empty()) {
    result.notes.push_back("history names " + std::to_string(full) + " layers, the image has " +
                           std::to_string(input.layers));
  }
  for (; layer < input.layers; ++layer) result.steps.emplace_back().layer = layer;
}

}  // namespace

const AttributedStep* Attribution::of_layer(std::uint32_t layer) const {
  for (const AttributedStep& step : steps) {
    if (step.layer == layer) return &step;
  }
  return nullptr;
}

const AttributedStep* Attribution::last(std::string_view keyword) const {
  const auto found = std::find_if(steps.rbegin(), steps.rend(), [&](const AttributedStep& step) {
    return step.step.keyword == keyword;
  });
  return found == steps.rend() ? nullptr : &*found;
}

Attribution attribute(const AttributionInput& input) {
  Attribution result;
  read_steps(input, result);
  return result;
}

}  // namespace plimsoll
