#pragma once

#include <string_view>

#include "analyzer/shell/package.h"

namespace plimsoll {

// Reads what a manager is asked to install from one word: name, separator, version, and where it
// comes from, by the manager's own rules. `text` is a part of `word` (the whole of it, or the value
// behind `--editable=`).
[[nodiscard]] Package read_package(std::string_view manager, std::string_view text,
                                   const ShellWord& word);

// Gives a package the version that an option names (`gem install x -v 1.2`).
void set_version(Package& package, std::string_view version, bool known);

}  // namespace plimsoll
