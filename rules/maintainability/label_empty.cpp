#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// A build argument that is empty by default is filled when somebody builds.
static bool is_filled_by_argument(const LabelPair& label) {
  return label.pair->value && label.pair->value->str().find('$') != std::string::npos;
}

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    if (!facts.settings.label_schema.contains(label.key)) continue;
    if (!is_yes(label.value.empty()) || is_filled_by_argument(label)) continue;
    report.at(label.key_span, "the required label " + quoted(label.key) + " is empty");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const auto& [key, value] : facts.description.config.labels) {
    if (!value.empty() || !facts.settings.label_schema.contains(key)) continue;
    report.at(facts.place_of("LABEL", key), "the required label " + quoted(key) + " is empty");
  }
}

extern constinit const Rule label_empty{
    .name = "label-empty",
    .aliases = {"DL3051"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .summary = "a required label without a value",
    .why =
        "Your label schema asks for this label, so somebody reads it. An empty one satisfies the "
        "letter of the rule and tells nothing.",
    .bad = R"(FROM alpine:3.20
LABEL org.example.team=""
)",
    .good = R"(FROM alpine:3.20
LABEL org.example.team="harbour"
)",
    .scene = "--label org.example.team=text",
    .references = {"https://docs.docker.com/engine/manage-resources/labels/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
