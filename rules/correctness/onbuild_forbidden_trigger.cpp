#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::OnBuildTrigger)) {
    report.at(problem->where, "ONBUILD cannot trigger " + problem->subject);
  }
}

extern constinit const Rule onbuild_forbidden_trigger{
    .name = "onbuild-forbidden-trigger",
    .aliases = {"DL3043", "ONBUILD_CHAINING_DISALLOWED", "ONBUILD_TRIGGER_DISALLOWED"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "`ONBUILD` with `ONBUILD`, `FROM` or `MAINTAINER` behind it",
    .why = "The builder stops here: a trigger cannot begin a stage or set another trigger.",
    .bad = R"(FROM alpine:3.20
ONBUILD FROM debian:12
)",
    .good = R"(FROM alpine:3.20
ONBUILD RUN touch /built
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#onbuild-limitations"},
    .looks_at = {.problems = {Problem::Kind::OnBuildTrigger}},
    .check = check};

}  // namespace plimsoll::rules
