#include "analyzer/attribution/base_guess.h"

#include <algorithm>

#include "analyzer/attribution/forms.h"

namespace plimsoll::attribution {

namespace {

constexpr std::string_view from_mark = "FROM ";

// "FROM docker.io/library/debian:12" of buildah; a stage is "FROM 882129a77ddd".
std::string_view named_base(const HistoryEntry& entry) {
  std::string_view text = entry.comment;
  if (!text.starts_with(from_mark)) return {};
  text.remove_prefix(from_mark.size());
  const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const bool id = text.size() == 12 && std::all_of(text.begin(), text.end(), hexadecimal);
  return id ? std::string_view() : text;
}

// What images that are made to be built upon end with.
bool sets_command(const AttributedStep& step) {
  return step.step.keyword == "CMD" || step.step.keyword == "ENTRYPOINT";
}

bool writes_files(const AttributedStep& step) {
  return step.layer.has_value() || changes_files(keyword_from(step.step.keyword));
}

}  // namespace

BaseGuess guess_base(const std::vector<AttributedStep>& steps,
                     const std::vector<HistoryEntry>& history) {
  BaseGuess guess;
  for (std::size_t i = steps.size(); i-- > 0;) {
    if (steps[i].history >= history.size()) continue;
    const std::string_view name = named_base(history[steps[i].history]);
    if (name.empty()) continue;
    guess.steps = i;
    guess.name = name;
    // Where the stage is one layer, older ones say it with the stage's last step.
    if (steps[i].layer) {
      while (guess.steps > 0 && !steps[guess.steps - 1].layer) --guess.steps;
    }
    return guess;
  }
  bool above = false;  // something above changes files
  for (std::size_t i = steps.size(); i-- > 0;) {
    if (above && sets_command(steps[i])) {
      guess.steps = i + 1;
      return guess;
    }
    above = above || writes_files(steps[i]);
  }
  return guess;
}

bool looks_like_border(const std::vector<AttributedStep>& steps,
                       const std::vector<HistoryEntry>& history, std::size_t last) {
  if (sets_command(steps[last])) return true;
  if (last + 1 >= steps.size()) return false;
  const AttributedStep& next = steps[last + 1];
  if (next.history < history.size() && !named_base(history[next.history]).empty()) return true;
  return next.step.maker != steps[last].step.maker;
}

}  // namespace plimsoll::attribution
