#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    if (label_kind(facts.settings, label.key) != LabelKind::Semver) continue;
    if (!label.value.known() || label.value.text().empty() || is_semver(label.value.text()))
      continue;
    report.at(label.value_span, quoted(label.value.text()) + " is no semantic version")
        .help("write MAJOR.MINOR.PATCH: `1.4.0`");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_labels(facts, report, LabelKind::Semver, is_semver, "no semantic version",
                "write MAJOR.MINOR.PATCH: `1.4.0`");
}

extern constinit const Rule label_bad_semver{
    .name = "label-bad-semver",
    .aliases = {"DL3056"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .summary = "a label that has to be a semantic version is none",
    .why =
        "Tools compare versions by these rules. What does not follow them sorts before or after "
        "everything, and an update is not found.",
    .bad = R"(FROM alpine:3.20
LABEL org.example.version="1.4"
)",
    .good = R"(FROM alpine:3.20
LABEL org.example.version="1.4.0"
)",
    .scene = "--label org.example.version=semver",
    .references = {"https://semver.org/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
