#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    if (label_kind(facts.settings, label.key) != LabelKind::Rfc3339) continue;
    if (!label.value.known() || label.value.text().empty() || is_rfc3339(label.value.text()))
      continue;
    report.at(label.value_span, quoted(label.value.text()) + " is no RFC 3339 time")
        .help("write it as `2026-01-31T12:00:00Z`");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_labels(facts, report, LabelKind::Rfc3339, is_rfc3339, "no RFC 3339 time",
                "write it as `2026-01-31T12:00:00Z`");
}

extern constinit const Rule label_bad_time{
    .name = "label-bad-time",
    .aliases = {"DL3053"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .summary = "a label that has to be an RFC 3339 time is none",
    .why =
        "Programs sort images by their age with this label. A date in another form is taken for "
        "none, or for another day.",
    .bad = R"(FROM alpine:3.20
LABEL org.opencontainers.image.created="31.01.2026"
)",
    .good = R"(FROM alpine:3.20
LABEL org.opencontainers.image.created="2026-01-31T12:00:00Z"
)",
    .references = {"https://www.rfc-editor.org/rfc/rfc3339"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
