#pragma once

#include "analyzer/dockerfile/instruction.h"
#include "analyzer/shell/shell.h"
#include "analyzer/source/source_file.h"
#include "analyzer/values/state.h"

namespace plimsoll {

// The commands of RUN, CMD, ENTRYPOINT or HEALTHCHECK, as the builder or the container starts them:
// shell text by `shell`; a heredoc alone is a script, by its `#!` where it has one; the elements of
// an exec form are the words of one command, and the script of `["sh", "-c", ...]` is read. Empty
// for other instructions.
[[nodiscard]] CommandList read_commands(const SourceFile& source, const Instruction& instruction,
                                        const ShellState& shell, ShellReader& reader);

}  // namespace plimsoll
