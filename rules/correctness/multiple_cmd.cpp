
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    const Cmd* last = nullptr;
    for (const Instruction* instruction : stage.instructions) {
      if (const Cmd* cmd = as<Cmd>(instruction)) last = cmd;
    }
    for (const Instruction* instruction : stage.instructions) {
      const Cmd* cmd = as<Cmd>(instruction);
      if (!cmd || cmd == last) continue;
      report.at(cmd->keyword_span, "this CMD never runs: a later one in the stage replaces it")
          .related(last->keyword_span, "this one counts")
          .fix(proved(), "remove the CMD without effect", edits::delete_instruction(facts, *cmd),
               Effects::none());
    }
  }
}

extern constinit const Rule multiple_cmd{
    .name = "multiple-cmd",
    .aliases = {"DL4003", "MultipleInstructionsDisallowed", "DS-0016", "41c195f4",
                "MULTIPLE_INSTRUCTIONS", "DF038"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "more than one CMD in a stage",
    .why =
        "An image has one command. Every CMD of a stage but the last is without effect, and "
        "whoever changes the first one thinks that something else runs now.",
    .bad = R"(FROM alpine:3.20
CMD ["first"]
CMD ["second"]
)",
    .good = R"(FROM alpine:3.20
CMD ["second"]
)",
    .fix_safety = "Always safe: the image's configuration is the same without the earlier CMD.",
    .references =
        {"https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/"},
    .looks_at = {.keywords = {Keyword::Cmd}},
    .check = check};

}  // namespace plimsoll::rules
