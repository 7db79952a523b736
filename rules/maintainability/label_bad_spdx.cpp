#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    if (label_kind(facts.settings, label.key) != LabelKind::Spdx) continue;
    if (!label.value.known() || label.value.text().empty() || is_spdx(label.value.text())) continue;
    report.at(label.value_span, quoted(label.value.text()) + " is no SPDX licence expression")
        .help("write an identifier of the SPDX list, or several with AND and OR: `Apache-2.0`");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_labels(facts, report, LabelKind::Spdx, is_spdx, "no SPDX licence expression",
                "write an identifier of the SPDX list, or several with AND and OR: `Apache-2.0`");
}

extern constinit const Rule label_bad_spdx{
    .name = "label-bad-spdx",
    .aliases = {"DL3054"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .summary = "a label that has to be an SPDX licence expression is none",
    .why =
        "Licence scanners compare identifiers, letter by letter. `Apache 2` is no licence to them, "
        "so the image ends up among those without one.",
    .bad = R"(FROM alpine:3.20
LABEL org.opencontainers.image.licenses="Apache License 2.0"
)",
    .good = R"(FROM alpine:3.20
LABEL org.opencontainers.image.licenses="Apache-2.0"
)",
    .references = {"https://spdx.org/licenses/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
