#pragma once

#include <string>

#include "app/image_report/image_report.h"
#include "app/report/masks.h"

namespace plimsoll::app {

// The report as plain tables in HTML: what is seen where scripts do not run, and on paper.
[[nodiscard]] std::string html_summary(const ImageReport& report, const RunEnd& end,
                                       const Masks& masks);

}  // namespace plimsoll::app
