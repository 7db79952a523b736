#pragma once

// What BuildKit's instruction package refuses in one instruction that its parser has accepted.

#include <vector>

#include "analyzer/dockerfile/dockerfile.h"

namespace plimsoll {

// Adds at most one problem that stops BuildKit's instruction package (the first that it meets), and
// those that it would meet only while building (Problem::refused_at_build).
void check_instruction(const Instruction& instruction, std::vector<Problem>& problems);

}  // namespace plimsoll
