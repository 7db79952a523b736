#pragma once

#include <functional>
#include <string_view>

#include "analyzer/shell/command_list.h"
#include "analyzer/shell/shell_text.h"
#include "analyzer/shell/tree_path.h"

namespace plimsoll::script {

// Reads the text of an inner script (`sh -c '...'`).
using ReadScript = std::function<TreeReading(std::string_view text)>;

// Turns what was read into commands with scopes, connectors, options in force, directories, and
// what is said of when they run; reads inner scripts by `read`. Positions become source spans.
[[nodiscard]] CommandList make_commands(const ShellText& text, const TreeReading& reading,
                                        const ShellSetup& shell, const ReadScript& read);

}  // namespace plimsoll::script
