#pragma once

#include <string>
#include <string_view>

namespace plimsoll::app {

// `text` as reports show what comes from outside (app/report/printable.h), so that a file's name
// cannot move the cursor or colour the terminal.
[[nodiscard]] std::string visible(std::string_view text);

}  // namespace plimsoll::app
