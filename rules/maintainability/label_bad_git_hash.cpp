#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    if (label_kind(facts.settings, label.key) != LabelKind::Hash) continue;
    if (!label.value.known() || label.value.text().empty() || is_git_hash(label.value.text()))
      continue;
    report.at(label.value_span, quoted(label.value.text()) + " is no git hash")
        .help("write the commit: 7 to 40 hexadecimal digits, or 64");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_labels(facts, report, LabelKind::Hash, is_git_hash, "no git hash",
                "write the commit: 7 to 40 hexadecimal digits, or 64");
}

extern constinit const Rule label_bad_git_hash{
    .name = "label-bad-git-hash",
    .aliases = {"DL3055"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .summary = "a label that has to be a git hash is none",
    .why =
        "The label is how one gets from an image in trouble to the source that it was built from. "
        "A branch name has moved on by then.",
    .bad = R"(FROM alpine:3.20
LABEL org.example.revision="main"
)",
    .good = R"(FROM alpine:3.20
LABEL org.example.revision="4f0c2d9"
)",
    .scene = "--label org.example.revision=hash",
    .references = {"https://git-scm.com/docs/gitrevisions"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
