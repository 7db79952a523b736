#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::EscapeInvalid)) {
    report.at(problem->where, quoted(problem->subject) + " cannot be the escape character")
        .help("a backslash or a backtick, and nothing else on the line");
  }
}

extern constinit const Rule escape_directive_invalid{
    .name = "escape-directive-invalid",
    .aliases = {"INVALID_ESCAPE_DIRECTIVE"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "an `escape` directive other than backslash or backtick",
    .why =
        "The builder stops here: the whole rest of the line is the value, quotes and remarks "
        "included, and only these two characters may be it.",
    .bad = R"(# escape=^
FROM alpine:3.20
)",
    .good = R"(# escape=`
FROM alpine:3.20
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#escape"},
    .looks_at = {.problems = {Problem::Kind::EscapeInvalid}},
    .check = check};

}  // namespace plimsoll::rules
