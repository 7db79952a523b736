#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::HealthcheckType)) {
    if (!problem->detail.empty()) {
      report.at(problem->where, "HEALTHCHECK CMD lacks " + problem->detail);
      continue;
    }
    report.at(problem->where, quoted(problem->subject) + " is neither CMD nor NONE")
        .fix(unsafe("the words need not be a command"), "put CMD before it",
             edits::insert_before_word(problem->where, "CMD"), Effects::configuring("Healthcheck"));
  }
}

extern constinit const Rule healthcheck_type_unknown{
    .name = "healthcheck-type-unknown",
    .aliases = {"UNKNOWN_TYPE", "HEALTHCHECK_CMD_ARGUMENT_MISSING"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "`HEALTHCHECK` without `CMD` or `NONE`, or `CMD` without a command",
    .why =
        "The builder stops here. Behind its options HEALTHCHECK takes `CMD` and a command, or "
        "`NONE` alone, which switches off the check of the base image.",
    .bad = R"(FROM alpine:3.20
HEALTHCHECK wget -q http://localhost/ || exit 1
)",
    .good = R"(FROM alpine:3.20
HEALTHCHECK CMD wget -q http://localhost/ || exit 1
)",
    .fix_safety = "Always unsafe: the words may have been meant otherwise.",
    .references = {"https://docs.docker.com/reference/dockerfile/#healthcheck"},
    .looks_at = {.problems = {Problem::Kind::HealthcheckType}},
    .check = check};

}  // namespace plimsoll::rules
