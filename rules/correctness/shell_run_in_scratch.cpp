#include "rules/rule.h"

namespace plimsoll::rules {

// A mount may bring the shell for this one RUN.
static bool brings_files(const Run& run) {
  for (const Mount& mount : run.mounts) {
    if (mount.type() == "bind" || mount.type() == "cache") return true;
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Run* run : facts.dockerfile.all<Run>()) {
    const Stage* stage = facts.stage(*run);
    if (!stage || stage->use == Use::Unused || run->broken) continue;
    if (run->command.form != Form::Shell || brings_files(*run)) continue;
    if (!is_no(facts.before(*run).shell.exists)) continue;
    report.at(run->keyword_span, "this RUN needs a shell, and the image has none")
        .help("do it in an earlier stage and COPY the result, or use the exec form");
  }
}

extern constinit const Rule shell_run_in_scratch{
    .name = "shell-run-in-scratch",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "the shell form of RUN in an image without a shell",
    .why =
        "The shell form starts `/bin/sh -c`. In scratch, in distroless and in chiseled images "
        "there is no such file, and the build stops here.",
    .bad = R"(FROM scratch
COPY app /app
RUN chmod +x /app
)",
    .good = R"(FROM scratch
COPY --chmod=755 app /app
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#shell-and-exec-form"},
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
