#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    if (label_kind(facts.settings, label.key) != LabelKind::Url) continue;
    if (!label.value.known() || label.value.text().empty() || is_url(label.value.text())) continue;
    report.at(label.value_span, quoted(label.value.text()) + " is no URL")
        .help("write it with its scheme: `https://...`");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_labels(facts, report, LabelKind::Url, is_url, "no URL",
                "write it with its scheme: `https://...`");
}

extern constinit const Rule label_bad_url{
    .name = "label-bad-url",
    .aliases = {"DL3052"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .summary = "a label that has to be a URL is none",
    .why =
        "Catalogues and update bots follow these labels. What is no URL with a scheme leads "
        "nowhere, and nobody sees it until they need it.",
    .bad = R"(FROM alpine:3.20
LABEL org.opencontainers.image.url="example.org"
)",
    .good = R"(FROM alpine:3.20
LABEL org.opencontainers.image.url="https://example.org/app"
)",
    .references = {"https://github.com/opencontainers/image-spec/blob/main/annotations.md"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
