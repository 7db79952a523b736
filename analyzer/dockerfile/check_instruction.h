#pragma once

// What BuildKit's instruction package refuses in one instruction that its parser has accepted.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/dockerfile.h"

namespace plimsoll {

// Adds at most one problem that stops BuildKit's instruction package (the first that it meets), and
// those that it would meet only while building (Problem::refused_at_build).
void check_instruction(const Instruction& instruction, std::vector<Problem>& problems);

// The `--mount` flags of a RUN as fields; a flag that is no CSV record gives none.
[[nodiscard]] std::vector<Mount> read_mounts(const Instruction& run);

}  // namespace plimsoll
