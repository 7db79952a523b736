#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    const Entrypoint* last = nullptr;
    for (const Instruction* instruction : stage.instructions) {
      if (const Entrypoint* typed = as<Entrypoint>(instruction)) last = typed;
    }
    for (const Instruction* instruction : stage.instructions) {
      const Entrypoint* earlier = as<Entrypoint>(instruction);
      if (!earlier || earlier == last) continue;
      report
          .at(earlier->keyword_span,
              "this ENTRYPOINT is never used: a later one in the stage replaces it")
          .related(last->keyword_span, "this one counts")
          .fix(proved(), "remove the ENTRYPOINT without effect",
               edits::delete_instruction(facts, *earlier), Effects::none());
    }
  }
}

extern constinit const Rule multiple_entrypoint{
    .name = "multiple-entrypoint",
    .aliases = {"DL4004", "MultipleInstructionsDisallowed", "DS-0007", "6938958b",
                "MULTIPLE_INSTRUCTIONS", "multiple-entrypoint-instructions", "DF039"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Always,
    .summary = "more than one ENTRYPOINT in a stage",
    .why =
        "An image has one entry point. Every ENTRYPOINT of a stage but the last is without "
        "effect, and whoever changes the first one thinks that something else starts now.",
    .bad = R"(FROM alpine:3.20
ENTRYPOINT ["first"]
ENTRYPOINT ["second"]
)",
    .good = R"(FROM alpine:3.20
ENTRYPOINT ["second"]
)",
    .fix_safety =
        "Always safe: the image's configuration is the same without the earlier ENTRYPOINT.",
    .references =
        {"https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/"},
    .looks_at = {.keywords = {Keyword::Entrypoint}},
    .check = check};

}  // namespace plimsoll::rules
