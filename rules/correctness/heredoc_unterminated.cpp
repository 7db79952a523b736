#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::HeredocUnterminated)) {
    if (problem->in_arithmetic) continue;  // shift-read-as-heredoc
    report.at(problem->where, "no line with " + quoted(problem->subject) + " ends this heredoc")
        .help(
            "the closing line holds the name alone: no blank before it (tabs after `<<-`) or "
            "behind it");
  }
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::Other)) {
    if (!problem->refused_in_parser) continue;
    report.at(problem->where, "this line needs " + problem->detail);
  }
}

extern constinit const Rule heredoc_unterminated{
    .name = "heredoc-unterminated",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "a heredoc whose closing line is missing",
    .why =
        "The builder reads to the end of the file, finds no line that is exactly the name, and "
        "stops. An indented name does not count, nor one with blanks behind it; `<<-` allows "
        "tabs in front of it.",
    .bad = R"(FROM alpine:3.20
RUN <<EOF
  echo hello
  EOF
)",
    .good = R"(FROM alpine:3.20
RUN <<EOF
  echo hello
EOF
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#here-documents"},
    .looks_at = {.problems = {Problem::Kind::HeredocUnterminated, Problem::Kind::Other}},
    .check = check};

}  // namespace plimsoll::rules
