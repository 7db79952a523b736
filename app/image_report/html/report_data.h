#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/image_report/image_report.h"
#include "app/report/masks.h"

namespace plimsoll::app {

// What the page knows beside its index, as JSON for a <script>: names, layers and their
// instructions, the Dockerfile (its secrets masked), findings, what was not read. page/main.mjs
// reads it.
[[nodiscard]] std::string report_data(const ImageReport& report, const ReportOptions& options,
                                      const RunEnd& end, const Masks& masks);

// What a reader must know before anything else: what was not read, and why.
[[nodiscard]] std::vector<std::string> notices_of(const ImageReport& report, const RunEnd& end);

// Those of the image and its Dockerfile, and gates that failed.
[[nodiscard]] std::vector<Finding> findings_of(const ImageReport& report);

}  // namespace plimsoll::app
