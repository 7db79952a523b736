#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    if (label_kind(facts.settings, label.key) != LabelKind::Email) continue;
    if (!label.value.known() || label.value.text().empty() || is_email(label.value.text()))
      continue;
    report.at(label.value_span, quoted(label.value.text()) + " is no e-mail address")
        .help("write `name@example.org`, or `Name <name@example.org>`");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_labels(facts, report, LabelKind::Email, is_email, "no e-mail address",
                "write `name@example.org`, or `Name <name@example.org>`");
}

extern constinit const Rule label_bad_email{
    .name = "label-bad-email",
    .aliases = {"DL3058"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .summary = "a label that has to be an e-mail address is none",
    .why = "Somebody will write there at night, when the image fails.",
    .bad = R"(FROM alpine:3.20
LABEL org.example.maintainer="the harbour team"
)",
    .good = R"(FROM alpine:3.20
LABEL org.example.maintainer="harbour@example.org"
)",
    .scene = "--label org.example.maintainer=email",
    .references = {"https://www.rfc-editor.org/rfc/rfc5322"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
