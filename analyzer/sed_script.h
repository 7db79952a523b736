#pragma once

// The script of sed, as far as it tells what is put into a file and what is taken out.

#include <cstddef>
#include <utility>
#include <vector>

#include "analyzer/shell/command.h"

namespace plimsoll {

struct SedScript {
  // Parts of the word's text that are only looked for: addresses, and the left side of `s`.
  std::vector<std::pair<std::size_t, std::size_t>> patterns;  // begin, end
  // It may take out what was put in: it deletes lines, or puts nothing in the place of something,
  // or anything in the place of what the shell says; comments and empty lines apart.
  bool takes_out = false;
};

// The words of a `sed` that are scripts.
[[nodiscard]] std::vector<const ShellWord*> sed_scripts(const Command& command);

// What stands behind a command that is not known is not read. Linear.
[[nodiscard]] SedScript read_sed_script(const ShellWord& word);

// The word without the variables and substitutions that are only looked for.
[[nodiscard]] ShellWord what_is_put_in(const ShellWord& word);

}  // namespace plimsoll
