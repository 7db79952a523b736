#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  const bool foreign = facts.dockerfile.foreign_frontend();
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::InstructionUnknown)) {
    FindingBuilder finding = report.at(
        problem->where, quoted(facts.source.at(problem->where)) + " is not an instruction");
    if (foreign) finding.severity(Severity::Info);
    if (problem->hint.empty()) continue;
    finding.help("did you mean `" + problem->hint + "`?")
        .fix(unsafe("the word is only near in spelling"), "replace it by " + problem->hint,
             std::vector<Edit>{{problem->where, problem->hint}}, Effects::none());
  }
}

extern constinit const Rule unknown_instruction{
    .name = "unknown-instruction",
    .aliases = {"UNKNOWN_INSTRUCTION", "invalid_command"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "a line begins with a word that is no instruction",
    .why =
        "The builder stops here. The usual causes are a misspelt keyword and a command that has "
        "lost the `&& \\` of the line above it.",
    .bad = R"(FROM debian:12
RUNN apt-get update
)",
    .good = R"(FROM debian:12
RUN apt-get update
)",
    .fix_safety = "Always unsafe: the nearest keyword is a guess.",
    .references = {"https://docs.docker.com/reference/dockerfile/"},
    .looks_at = {.problems = {Problem::Kind::InstructionUnknown}},
    .check = check};

}  // namespace plimsoll::rules
