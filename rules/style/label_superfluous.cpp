#include "analyzer/label_values.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  if (!facts.settings.strict_labels) return;
  for (const LabelPair& label : labels_of(facts)) {
    if (facts.settings.label_schema.contains(label.key)) continue;
    report.at(label.key_span, quoted(label.key) + " is not in the label schema")
        .help("add it to `label-schema` of the configuration, or take it out");
  }
}

extern constinit const Rule label_superfluous{
    .name = "label-superfluous",
    .aliases = {"DL3050"},
    .category = Category::Style,
    .severity = Severity::Style,
    .summary = "a label outside the schema, where the configuration is strict",
    .why =
        "With `strict-labels` the schema is the whole list of labels: what is not in it is most "
        "often a misspelt one that is.",
    .bad = R"(FROM alpine:3.20
LABEL org.example.taem="harbour"
)",
    .good = R"(FROM alpine:3.20
LABEL org.example.team="harbour"
)",
    .scene = "--strict-labels --label org.example.team=text",
    .references = {"https://docs.docker.com/engine/manage-resources/labels/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check};

}  // namespace plimsoll::rules
