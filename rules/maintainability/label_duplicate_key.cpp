#include <algorithm>

#include "analyzer/label_values.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::optional<std::vector<Edit>> removal(const Facts& facts, const LabelPair& label) {
  const LabelInstruction& instruction = *label.instruction;
  if (instruction.pairs.size() == 1) return edits::delete_instruction(facts, instruction);
  return edits::remove_words(facts.source, {label.pair->span}, facts.dockerfile.escape);
}

static void check(const Facts& facts, Reporter& report) {
  const std::vector<LabelPair> labels = labels_of(facts);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const LabelPair& first = labels[i];
    if (first.instruction.onbuild) continue;
    const auto later = std::find_if(labels.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                    labels.end(), [&](const LabelPair& label) {
                                      return label.key == first.key && !label.instruction.onbuild &&
                                             label.instruction.stage == first.instruction.stage;
                                    });
    if (later == labels.end()) continue;
    report
        .at(first.key_span, "the label " + quoted(first.key) + " is set again below, which counts")
        .related(later->key_span, "this one counts")
        .fix(proved(), "remove the label without effect", removal(facts, first), Effects::none());
  }
}

extern constinit const Rule label_duplicate_key{
    .name = "label-duplicate-key",
    .aliases = {},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "the same label twice in a stage",
    .why = "The last value wins. Whoever changes the first one thinks that the label has changed.",
    .bad = R"(FROM alpine:3.20
LABEL org.example.team="harbour"
LABEL org.example.team="pilots"
)",
    .good = R"(FROM alpine:3.20
LABEL org.example.team="pilots"
)",
    .fix_safety = "Always safe: the image's configuration is the same without the earlier value.",
    .references = {"https://docs.docker.com/reference/dockerfile/#label"},
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check};

}  // namespace plimsoll::rules
