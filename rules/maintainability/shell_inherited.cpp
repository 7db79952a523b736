#include "rules/rule.h"

namespace plimsoll::rules {

// The first step of the stage that a shell runs, before the stage sets its own.
static const Run* first_in_shell(const Stage& stage) {
  for (const Instruction* instruction : stage.instructions) {
    if (as<Shell>(instruction)) return nullptr;
    const Run* run = as<Run>(instruction);
    if (run && run->command.form == Form::Shell) return run;
  }
  return nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (!stage.parent()) continue;
    const Run* run = first_in_shell(stage);
    if (!run) continue;
    const Shell* set = facts.before(*run).shell.set_by;
    if (!set) continue;
    report.at(run->keyword_span, "the SHELL of this step comes from another stage")
        .related(set->span, "set here")
        .help("say SHELL again in this stage");
  }
}

extern constinit const Rule shell_inherited{
    .name = "shell-inherited",
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .on = false,
    .summary = "a stage that counts on the `SHELL` of the stage below it",
    .why =
        "BuildKit and the classic builder hand SHELL on to stages that are built from this one. "
        "buildah starts each stage with `/bin/sh -c`, so that the same line runs in another shell, "
        "without the options that were set.",
    .bad = R"(FROM debian:12 AS base
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
FROM base
RUN echo "${HOSTNAME^^}" | tee /name
)",
    .good = R"(FROM debian:12 AS base
FROM base
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN echo "${HOSTNAME^^}" | tee /name
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#shell"},
    .looks_at = {.keywords = {Keyword::Shell}},
    .check = check};

}  // namespace plimsoll::rules
