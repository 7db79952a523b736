#pragma once

// The table of everything that plimsoll.toml may say. Reading, --show-config, the JSON Schema and
// the documentation's completeness test are made from it.

#include <cstdint>
#include <span>
#include <string_view>

namespace plimsoll::app {

enum class OptionType : std::uint8_t {
  Boolean,
  Text,
  TextList,
  Edition,        // a year of rules, as text
  Selectors,      // a list of what names rules
  FailLevel,      // a severity or "never"
  Severities,     // table: selector -> severity
  RuleOptions,    // table: rule -> table of its options
  LabelSchema,    // table: label -> kind
  TextTable,      // table: name -> text
  Globs,          // a list of path patterns
  Files,          // one path or a list
  Image,          // table: what an image may weigh and waste (image_table.h)
  OverrideBlocks  // an array of tables
};

struct Option {
  std::string_view name;
  OptionType type = OptionType::Boolean;
  bool in_overrides = false;  // may stand in [[overrides]]
  std::string_view initial;   // as TOML; empty: not set
  std::string_view help;      // one sentence, lower case, no full stop
};

// In the order of the documentation.
[[nodiscard]] std::span<const Option> options();
// Null when there is none.
[[nodiscard]] const Option* find_option(std::string_view name);

// What other tools call an option of ours ("failure-threshold" -> "fail-level"); empty if unknown.
[[nodiscard]] std::string_view option_by_foreign_name(std::string_view name);

// The option that a person may have meant; empty when there is none near.
[[nodiscard]] std::string_view nearest_option(std::string_view name, bool in_overrides);

// "text", "url" ... as hadolint writes them, in the order of our LabelKind without Any.
[[nodiscard]] std::span<const std::string_view> label_kinds();
// "error", "warning", "info", "style".
[[nodiscard]] std::span<const std::string_view> severity_names();

}  // namespace plimsoll::app
