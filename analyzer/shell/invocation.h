#pragma once

#include "analyzer/shell/command.h"

namespace plimsoll {

// Fills what a Command says of its effective program, from its words: looks through wrappers, then
// reads options, subcommand and operands by the program's grammar.
void read_invocation(Command& command);

// "apt-get" for "/usr/bin/apt-get"; "pip" for "pip3", "pip3.11".
[[nodiscard]] std::string program_name(std::string_view word);

}  // namespace plimsoll
