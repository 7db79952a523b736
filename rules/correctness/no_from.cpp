#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  const Dockerfile& file = facts.dockerfile;
  for (const Problem* problem : file.problems_of(Problem::Kind::EmptyFile)) {
    report.at(problem->where, "the file has no instruction");
  }
  for (const Problem* problem : file.problems_of(Problem::Kind::NoStage)) {
    report.at(problem->where, "there is no FROM: ARG alone makes no stage");
  }
  for (const Problem* problem : file.problems_of(Problem::Kind::BeforeFrom)) {
    FindingBuilder finding =
        report.at(problem->where, quoted(problem->subject) + " stands before the first FROM");
    if (facts.stages().empty()) {
      finding.help("begin with `FROM image`; of all instructions only ARG may stand above it");
    } else {
      finding.related(facts.stages().front().from->keyword_span, "only ARG may stand above this");
    }
  }
}

extern constinit const Rule no_from{
    .name = "no-from",
    .aliases = {"DL3061", "from_first", "NO_SOURCE_IMAGE", "DF037"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "no `FROM`, or an instruction other than `ARG` above the first one",
    .why =
        "Everything that an instruction does it does to a stage, and FROM begins one. The "
        "builder refuses a file whose first instruction is neither FROM nor ARG, and one "
        "without any FROM.",
    .bad = R"(RUN apt-get update
FROM debian:12
)",
    .good = R"(ARG VERSION=12
FROM debian:${VERSION}
RUN apt-get update
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#from"},
    .looks_at = {.problems = {Problem::Kind::EmptyFile, Problem::Kind::BeforeFrom,
                              Problem::Kind::NoStage}},
    .check = check};

}  // namespace plimsoll::rules
