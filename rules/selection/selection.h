#pragma once

// Which rules run, how severe they are, with which settings. Configuration files and the command
// line say what they want as a Choices each; resolve() makes one Selection of them.
//
// A selector is a rule's name, an alias (DL3009), a prefix of aliases that ends in a digit or a
// separator (DL30, CKV_), a category (size), or ALL. The more specific selector wins: with
// `select = ["DL3009"]` and `ignore = ["size"]`, DL3009 runs.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/finding/finding.h"
#include "rules/descriptor.h"

namespace plimsoll::rules {

// Values of one rule's options, by option name. Boolean: "true" or "false"; Number: decimal; Text:
// one element; List: its elements.
struct RuleSettings {
  std::map<std::string, std::vector<std::string>, std::less<>> values;
};

// What one source of configuration wants. Left empty, a field changes nothing.
struct Choices {
  std::optional<std::string> edition;  // "2026": the rule set of then; newer rules are previews
  std::optional<bool> preview;
  std::vector<std::string> select;         // not empty: these instead of what was on
  std::vector<std::string> extend_select;  // these too
  std::vector<std::string> ignore;
  std::vector<std::string> only;  // these and nothing else, whatever the rest says
  std::vector<std::pair<std::string, Severity>> severities;  // selector -> severity; the later wins
  std::vector<std::string> unfixable;                        // offer no fixes of these
  std::map<std::string, RuleSettings> settings;              // by rule name or alias
  std::optional<bool> honour_pragmas;  // false: comments in the file ignore nothing
};

// A selector or settings key that names nothing.
struct UnknownSelector {
  std::string text;
  std::string nearest;    // may be empty
  std::size_t layer = 0;  // which Choices
};

struct RuleState {
  bool on = false;
  bool fixable = true;
  std::optional<Severity> severity;  // the user's
  const RuleSettings* settings = nullptr;
};

// Made by resolve(); default-constructed it runs the default rules.
struct Selection {
  std::vector<RuleState> states;                 // as all_rules()
  std::map<std::string, RuleSettings> settings;  // owner of what the states point to, by rule name
  bool honour_pragmas = true;
  std::vector<UnknownSelector> unknown;

  Selection();
  // States point into `settings`, so a Selection moves and is not copied.
  Selection(const Selection&) = delete;
  Selection& operator=(const Selection&) = delete;
  Selection(Selection&&) = default;
  Selection& operator=(Selection&&) = default;
};

// Layers in order: defaults of the program, then each of `layers` over what came before it (a
// configuration file, its override for a path, the command line).
[[nodiscard]] Selection resolve(std::span<const Choices> layers);

// The rules that a selector names; empty when it names none. For `ALL`, all.
[[nodiscard]] std::vector<const Rule*> rules_matching(std::string_view selector);

}  // namespace plimsoll::rules
