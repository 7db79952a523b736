#pragma once

#include <string_view>

namespace plimsoll::app {

// Where the project is published; the one place that knows. Reports link to it, nothing fetches it.
inline constexpr std::string_view home_page = "https://github.com/plimsoll/plimsoll";
// In front of NAME.md, the page of a rule.
inline constexpr std::string_view rule_pages =
    "https://github.com/plimsoll/plimsoll/blob/main/docs/rules/";

}  // namespace plimsoll::app
