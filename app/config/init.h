#pragma once

// Texts of configuration files, for `plimsoll init` and `plimsoll migrate hadolint`. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll::app {

// A plimsoll.toml to begin with: what most people set, each line explained, nothing but the edition
// in force.
[[nodiscard]] std::string initial_configuration();

struct Migration {
  std::string toml;                // the plimsoll.toml, commented: each DL id beside our names
  std::vector<std::string> notes;  // what could not be carried over, a sentence each
};

// Turns the text of a .hadolint.yaml into a plimsoll.toml that means the same here. `path` names
// it in complaints; fails with a text to print (excerpt and caret).
[[nodiscard]] Result<Migration> migrate_hadolint(const std::string& path, std::string_view yaml);

}  // namespace plimsoll::app
