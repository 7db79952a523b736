#pragma once

// One function a format of its own; image_report.cpp chooses among them.

#include "app/image_report/image_report.h"

namespace plimsoll::app {

void write_image_text(const ImageReport& report, const ReportOptions& options, const RunEnd& end,
                      const Sink& sink);
void write_image_json(const ImageReport& report, const ReportOptions& options, const RunEnd& end,
                      const Sink& sink);
// One file that shows the image in a browser; needs the facts.
void write_image_html(const ImageReport& report, const ReportOptions& options, const RunEnd& end,
                      const Sink& sink);
void write_dive_json(const ImageReport& report, const Sink& sink);

}  // namespace plimsoll::app
