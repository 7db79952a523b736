#pragma once

#include <string>
#include <string_view>

namespace plimsoll::app {

// `text` with control characters written as escapes (`\n`, `\x1b`), so that a file's name cannot
// move the cursor or colour the terminal. Other bytes stay as they are.
[[nodiscard]] std::string visible(std::string_view text);

}  // namespace plimsoll::app
