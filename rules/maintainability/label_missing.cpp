#include <algorithm>

#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (facts.settings.label_schema.empty() || !target || !target->from) return;
  const std::vector<LabelPair> labels = labels_of(facts);
  for (const auto& [key, kind] : facts.settings.label_schema) {
    const bool there =
        std::any_of(labels.begin(), labels.end(), [&, &wanted = key](const LabelPair& label) {
          return label.key == wanted && !label.instruction.onbuild &&
                 facts.ships(*label.instruction);
        });
    if (there) continue;
    report.at(target->from->keyword_span, "the image lacks the required label " + quoted(key))
        .help("add `LABEL " + key + "=...` to the stage that is shipped");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (!facts.description.configured) return;  // then nobody knows its labels
  for (const auto& [key, kind] : facts.settings.label_schema) {
    if (facts.description.config.labels.contains(key)) continue;
    report.at(facts.place_of("LABEL", key), "the image lacks the required label " + quoted(key))
        .help("add `LABEL " + key + "=...`, or build with `--label " + key + "=...`");
  }
}

extern constinit const Rule label_missing{
    .name = "label-missing",
    .aliases = {"DL3049"},
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .summary = "a label that the configured schema requires is absent",
    .why =
        "Your label schema asks for this label. Labels of a base image describe the base, so they "
        "do not count; those that `docker build --label` adds cannot be seen here.",
    .bad = R"(FROM alpine:3.20
LABEL org.example.version="1.4.0"
)",
    .good = R"(FROM alpine:3.20
LABEL org.example.team="harbour"
)",
    .scene = "--label org.example.team=text",
    .references = {"https://docs.docker.com/engine/manage-resources/labels/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
