#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::FlagValue)) {
    if (problem->instruction->keyword != Keyword::Healthcheck) continue;
    report.at(problem->where, quoted(problem->subject) + " needs " + problem->detail);
  }
}

extern constinit const Rule healthcheck_option_invalid{
    .name = "healthcheck-option-invalid",
    .aliases = {"healthcheck_options_missing_args", "FLAG_INVALID_DURATION", "FLAG_LESS_THAN_1MS",
                "FLAG_MISSING_DURATION", "FLAG_UNKNOWN_UNIT", "FLAG_AT_LEAST_ONE"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "a `HEALTHCHECK` option without a value, or with one that it cannot have",
    .why =
        "The builder stops here. Durations are written as `1m30s` or `500ms`, with a unit, and "
        "are 0 (the default) or at least one millisecond; the retries are a number.",
    .bad = R"(FROM alpine:3.20
HEALTHCHECK --interval=30 CMD true
)",
    .good = R"(FROM alpine:3.20
HEALTHCHECK --interval=30s CMD true
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#healthcheck"},
    .looks_at = {.problems = {Problem::Kind::FlagValue}},
    .check = check};

}  // namespace plimsoll::rules
