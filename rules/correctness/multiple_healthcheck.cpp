#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    const Healthcheck* last = nullptr;
    for (const Instruction* instruction : stage.instructions) {
      if (const Healthcheck* typed = as<Healthcheck>(instruction)) last = typed;
    }
    for (const Instruction* instruction : stage.instructions) {
      const Healthcheck* earlier = as<Healthcheck>(instruction);
      if (!earlier || earlier == last) continue;
      report
          .at(earlier->keyword_span,
              "this HEALTHCHECK is never used: a later one in the stage replaces it")
          .related(last->keyword_span, "this one counts")
          .fix(proved(), "remove the HEALTHCHECK without effect",
               edits::delete_instruction(facts, *earlier), Effects::none());
    }
  }
}

extern constinit const Rule multiple_healthcheck{
    .name = "multiple-healthcheck",
    .aliases = {"DL3012", "MultipleInstructionsDisallowed", "DS-0023", "MULTIPLE_INSTRUCTIONS",
                "DF041"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "more than one HEALTHCHECK in a stage",
    .why =
        "An image has one health check. Every HEALTHCHECK of a stage but the last is without "
        "effect, "
        "its interval and retries included; and NONE switches off what was set above it.",
    .bad = R"(FROM alpine:3.20
HEALTHCHECK CMD curl -f http://localhost/
HEALTHCHECK CMD wget -qO- http://localhost/health
)",
    .good = R"(FROM alpine:3.20
HEALTHCHECK CMD wget -qO- http://localhost/health
)",
    .fix_safety =
        "Always safe: the image's configuration is the same without the earlier HEALTHCHECK.",
    .references =
        {"https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/"},
    .looks_at = {.keywords = {Keyword::Healthcheck}},
    .check = check};

}  // namespace plimsoll::rules
