#pragma once

#include <optional>
#include <string_view>

#include "analyzer/shell/script.h"

namespace plimsoll::script {

// Reads a whole shell text, or gives up (no value) on anything that it does not know for certain:
// then tree_path.h reads it. Both give the same statement for what both read.
[[nodiscard]] std::optional<Statement> read_fast(std::string_view text);

}  // namespace plimsoll::script
