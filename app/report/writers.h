#pragma once

// One maker a format; report.cpp chooses among them.

#include "app/report/report.h"

namespace plimsoll::app {

using MakeWriter = std::unique_ptr<ReportWriter>(const ReportOptions& options, Sink sink);

MakeWriter make_text_report;
MakeWriter make_json_report;
MakeWriter make_sarif_report;
MakeWriter make_gnu_report;
MakeWriter make_github_report;
MakeWriter make_gitlab_report;
MakeWriter make_checkstyle_report;
MakeWriter make_junit_report;
MakeWriter make_rdjson_report;

}  // namespace plimsoll::app
