#include "rules/selection/selection.h"

#include <algorithm>

#include "rules/table.h"

namespace plimsoll::rules {

namespace {

// How narrowly a selector speaks of a rule; 0 = it does not.
enum Specificity : std::uint8_t { Silent, All, InCategory, ByPrefix, ByName };

// Prefixes are of aliases in capitals: DL, DL30, CKV_DOCKER_.
bool is_prefix_shape(std::string_view selector) {
  return selector.size() >= 2 && std::all_of(selector.begin(), selector.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

// A selector, understood once and asked for every rule.
class Selector {
 public:
  explicit Selector(std::string_view text) : text_(text), named_(find_rules(text)) {
    if (named_.empty()) category_ = category_from(text);
    all_ = text == "ALL" || text == "all";
  }

  [[nodiscard]] Specificity speaks_of(const Rule& rule) const {
    if (all_) return All;
    if (!named_.empty()) {
      return std::find(named_.begin(), named_.end(), &rule) != named_.end() ? ByName : Silent;
    }
    if (category_) return rule.category == *category_ ? InCategory : Silent;
    if (!is_prefix_shape(text_)) return Silent;
    for (const std::string_view alias : rule.aliases) {
      if (alias.starts_with(text_)) return ByPrefix;
    }
    return Silent;
  }

 private:
  std::string_view text_;
  std::vector<const Rule*> named_;
  std::optional<Category> category_;
  bool all_ = false;
};

// "2026.10" is newer than "2026.9".
bool newer(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const auto next = [](std::string_view& text) {
      unsigned value = 0;
      while (!text.empty() && text.front() != '.') {
        if (text.front() >= '0' && text.front() <= '9' && value < 1'000'000) {
          value = value * 10 + static_cast<unsigned>(text.front() - '0');
        }
        text.remove_prefix(1);
      }
      if (!text.empty()) text.remove_prefix(1);
      return value;
    };
    const unsigned x = next(a);
    const unsigned y = next(b);
    if (x != y) return x > y;
  }
  return false;
}

// The narrowest that any of `selectors` says of each rule.
std::vector<Specificity> spoken(const std::vector<std::string>& selectors, std::size_t layer,
                                std::vector<UnknownSelector>& unknown) {
  std::vector<Specificity> most(all_rules().size(), Silent);
  for (const std::string& text : selectors) {
    const Selector selector(text);
    bool speaks = text == "ALL" || text == "all" || category_from(text).has_value();
    for (std::size_t i = 0; i < most.size(); ++i) {
      const Specificity here = selector.speaks_of(*all_rules()[i]);
      speaks |= here != Silent;
      most[i] = std::max(most[i], here);
    }
    if (!speaks) unknown.push_back({text, nearest_name(text).value_or(""), layer});
  }
  return most;
}

// A preview rule is switched on by a wide selector only if previews are wanted.
bool wakes(const Rule& rule, Specificity spoken_of, bool preview, std::string_view edition) {
  if (spoken_of == Silent) return false;
  if (spoken_of == ByName) return true;
  const bool is_preview = rule.preview || newer(rule.since, edition);
  return !is_preview || preview;
}

void apply_lists(const Choices& choices, std::size_t layer, bool preview, std::string_view edition,
                 Selection& selection) {
  const auto selected = spoken(choices.select, layer, selection.unknown);
  const auto extended = spoken(choices.extend_select, layer, selection.unknown);
  const auto ignored = spoken(choices.ignore, layer, selection.unknown);
  const auto only = spoken(choices.only, layer, selection.unknown);
  const auto unfixable = spoken(choices.unfixable, layer, selection.unknown);
  for (std::size_t i = 0; i < selection.states.size(); ++i) {
    const Rule& rule = *all_rules()[i];
    RuleState& state = selection.states[i];
    if (!choices.only.empty()) {
      state.on = wakes(rule, only[i], preview, edition);
    } else {
      if (!choices.select.empty()) state.on = false;
      const Specificity wanted = std::max(selected[i], extended[i]);
      if (wakes(rule, wanted, preview, edition)) state.on = true;
      if (ignored[i] != Silent && ignored[i] >= wanted) state.on = false;
    }
    if (unfixable[i] != Silent) state.fixable = false;
  }
}

void apply_severities(const Choices& choices, std::size_t layer, Selection& selection) {
  for (const auto& [text, severity] : choices.severities) {
    const std::vector<const Rule*> rules = rules_matching(text);
    if (rules.empty()) {
      selection.unknown.push_back({text, nearest_name(text).value_or(""), layer});
    }
    for (const Rule* rule : rules) selection.states[index_of(*rule)].severity = severity;
  }
}

void apply_settings(const Choices& choices, std::size_t layer, Selection& selection) {
  for (const auto& [text, settings] : choices.settings) {
    const std::vector<const Rule*> rules = find_rules(text);
    if (rules.empty()) {
      selection.unknown.push_back({text, nearest_name(text).value_or(""), layer});
    }
    for (const Rule* rule : rules) {
      RuleSettings& kept = selection.settings[std::string(rule->name)];
      for (const auto& [option, value] : settings.values) kept.values[option] = value;
      selection.states[index_of(*rule)].settings = &kept;
    }
  }
}

}  // namespace

Selection::Selection() {
  states.reserve(all_rules().size());
  for (const Rule* rule : all_rules()) {
    states.push_back(
        {.on = rule->on && !rule->preview, .fixable = true, .severity = {}, .settings = nullptr});
  }
}

Selection resolve(std::span<const Choices> layers) {
  Selection selection;
  // Edition and preview hold for all layers: the last word counts.
  std::string edition(newest_edition);
  bool preview = false;
  for (const Choices& choices : layers) {
    if (choices.edition) edition = *choices.edition;
    if (choices.preview) preview = *choices.preview;
  }
  for (std::size_t i = 0; i < selection.states.size(); ++i) {
    const Rule& rule = *all_rules()[i];
    const bool is_preview = rule.preview || newer(rule.since, edition);
    selection.states[i].on = rule.on && (!is_preview || preview);
  }
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    const Choices& choices = layers[layer];
    apply_lists(choices, layer, preview, edition, selection);
    apply_severities(choices, layer, selection);
    apply_settings(choices, layer, selection);
    if (choices.honour_pragmas) selection.honour_pragmas = *choices.honour_pragmas;
  }
  return selection;
}

std::vector<const Rule*> rules_matching(std::string_view text) {
  const Selector selector(text);
  std::vector<const Rule*> rules;
  for (const Rule* rule : all_rules()) {
    if (selector.speaks_of(*rule) != Silent) rules.push_back(rule);
  }
  return rules;
}

}  // namespace plimsoll::rules
