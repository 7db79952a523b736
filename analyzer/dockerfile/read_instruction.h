#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/dockerfile/logical_line.h"

namespace plimsoll {

// Reads one joined line into its typed instruction. `heredocs` have been found before; they belong
// to the instruction. Places, lines and comments are the caller's to fill. What BuildKit refuses is
// added to `problems`, with everything but `line` set.
[[nodiscard]] std::unique_ptr<Instruction> read_instruction(const LogicalLine& line, char escape,
                                                            std::vector<Heredoc> heredocs,
                                                            std::vector<Problem>& problems);

// Whether a line whose keyword is `keyword` takes heredocs, given where its arguments begin.
struct ArgumentStart {
  Keyword keyword = Keyword::Unknown;
  bool heredocs = false;
};
[[nodiscard]] ArgumentStart heredoc_carrier(const LogicalLine& line, char escape);

}  // namespace plimsoll
