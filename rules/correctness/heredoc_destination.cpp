#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::HeredocDestination)) {
    report.at(problem->where, quoted(problem->subject) + " is a heredoc, not a place to copy to")
        .help("the last word of COPY and ADD is the destination");
  }
}

extern constinit const Rule heredoc_destination{
    .name = "heredoc-destination",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "a heredoc where `COPY` or `ADD` needs the destination",
    .why =
        "The builder stops here: the last word says where the files go, and a heredoc is a file "
        "itself.",
    .bad = R"(FROM alpine:3.20
COPY greeting <<EOF
hello
EOF
)",
    .good = R"(FROM alpine:3.20
COPY <<EOF /greeting
hello
EOF
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#here-documents"},
    .looks_at = {.problems = {Problem::Kind::HeredocDestination}},
    .check = check};

}  // namespace plimsoll::rules
