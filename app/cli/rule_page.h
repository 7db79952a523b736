#pragma once

// Everything that is said of a rule outside of a report, made from its descriptor alone:
// `plimsoll explain`, `plimsoll rules`, and the pages of docs/rules.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "rules/descriptor.h"

namespace plimsoll::app {

// For a terminal.
[[nodiscard]] std::string rule_as_text(const rules::Rule& rule);
// One Markdown page.
[[nodiscard]] std::string rule_as_markdown(const rules::Rule& rule);
// The whole descriptor; its fields are described in docs/cli.md.
[[nodiscard]] nlohmann::ordered_json rule_as_json(const rules::Rule& rule);

// One line for a table of rules: | name | severity | fix | aliases | summary |.
[[nodiscard]] std::string rule_as_table_row(const rules::Rule& rule);

}  // namespace plimsoll::app
