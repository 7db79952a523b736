#pragma once

#include <string>

namespace plimsoll::app {

// The JSON Schema (2020-12) of plimsoll.toml, from the table of options and the catalogue of rules;
// docs/schema/plimsoll.schema.json is this text.
[[nodiscard]] std::string configuration_schema();

}  // namespace plimsoll::app
