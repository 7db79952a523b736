#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::DirectiveDuplicate)) {
    const Directive* first = facts.dockerfile.directive(problem->subject);
    FindingBuilder finding = report.at(
        problem->where, "the directive " + quoted(problem->subject) + " stands here twice");
    finding.related(first->span, "here for the first time");
    finding.fix(unsafe("the first one counts then, which need not be the better one"),
                "remove the second",
                edits::remove(edits::whole_lines(facts.source, problem->where)), Effects::none());
  }
}

extern constinit const Rule directive_duplicate{
    .name = "directive-duplicate",
    .aliases = {"DUPLICATED_ESCAPE_DIRECTIVE"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Always,
    .summary = "the same parser directive twice",
    .why = "The builder stops here: it does not choose between the two.",
    .bad = R"(# syntax=docker/dockerfile:1
# syntax=docker/dockerfile:1.7
FROM alpine:3.20
)",
    .good = R"(# syntax=docker/dockerfile:1
FROM alpine:3.20
)",
    .fix_safety = "Always unsafe: the second may be the one that was meant.",
    .references = {"https://docs.docker.com/reference/dockerfile/#parser-directives"},
    .looks_at = {.problems = {Problem::Kind::DirectiveDuplicate}},
    .check = check};

}  // namespace plimsoll::rules
