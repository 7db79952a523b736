#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::FlagDuplicate)) {
    FindingBuilder finding =
        report.at(problem->where, quoted(problem->subject) + " is given twice");
    for (const Flag& flag : problem->instruction->flags) {
      if ("--" + flag.name == problem->subject && flag.span.begin < problem->where.begin) {
        finding.related(flag.span, "here for the first time");
        break;
      }
    }
  }
}

extern constinit const Rule flag_duplicate{
    .name = "flag-duplicate",
    .aliases = {"FLAG_DUPLICATE"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "a flag that may stand once is given twice",
    .why = "The builder stops here: it does not choose between the two values.",
    .bad = R"(FROM alpine:3.20
COPY --chown=1 --chmod=644 --chown=2 a b
)",
    .good = R"(FROM alpine:3.20
COPY --chown=2 --chmod=644 a b
)",
    .references = {"https://docs.docker.com/reference/dockerfile/"},
    .looks_at = {.problems = {Problem::Kind::FlagDuplicate}},
    .check = check};

}  // namespace plimsoll::rules
