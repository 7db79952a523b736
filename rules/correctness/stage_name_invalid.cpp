#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::StageName)) {
    report.at(problem->where, quoted(problem->subject) + " cannot be the name of a stage")
        .help("a name begins with a letter and goes on with letters, digits, `-`, `_` and `.`");
  }
}

extern constinit const Rule stage_name_invalid{
    .name = "stage-name-invalid",
    .aliases = {"INVALID_BUILD_STAGE_NAME"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "a stage name that the builder does not allow",
    .why =
        "The builder stops here. A name begins with a letter, so that `COPY --from=1` can count "
        "stages, and variables are not expanded in it.",
    .bad = R"(FROM alpine:3.20 AS 1st
)",
    .good = R"(FROM alpine:3.20 AS first
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#from"},
    .looks_at = {.problems = {Problem::Kind::StageName}},
    .check = check};

}  // namespace plimsoll::rules
