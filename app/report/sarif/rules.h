#pragma once

#include <string_view>

#include "app/report/rule_book.h"
#include "app/report/sarif/tool.h"

namespace plimsoll::app::sarif {

// "error", "warning" or "note".
[[nodiscard]] std::string_view level(Severity severity);

// What the driver says of a rule; `rule` is null for one that the run does not know.
[[nodiscard]] ReportingDescriptor describe(std::string_view name, const rules::Rule* rule,
                                           const RuleBook& book);

// Markdown's `code` as plain text has it: 'code'.
[[nodiscard]] std::string plain(std::string_view markdown);

}  // namespace plimsoll::app::sarif
