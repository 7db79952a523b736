#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static const Flag* flag_at(const Instruction& instruction, Span where) {
  for (const Flag& flag : instruction.flags) {
    if (flag.span == where) return &flag;
  }
  return nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  const bool foreign = facts.dockerfile.foreign_frontend();
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::FlagUnknown)) {
    FindingBuilder finding = report.at(
        problem->where, problem->instruction->name + " has no flag " + quoted(problem->subject));
    if (foreign) finding.severity(Severity::Info);
    const Flag* flag = flag_at(*problem->instruction, problem->where);
    if (!problem->hint.empty() && flag) {
      finding.help("did you mean `--" + problem->hint + "`?")
          .fix(unsafe("the flag is only near in spelling"), "replace it by --" + problem->hint,
               edits::replace_word(facts.source, flag->name_span, problem->hint), Effects::none());
    } else if (problem->detail.empty()) {
      finding.help(
          "words that begin with `--` are flags of the instruction; as a JSON array the "
          "command keeps them");
    } else {
      finding.help("it has " + problem->detail);
    }
  }
}

extern constinit const Rule flag_unknown{
    .name = "flag-unknown",
    .aliases = {"UNKNOWN_ADD_FLAG", "UNKNOWN_COPY_FLAG", "UNKNOWN_FROM_FLAG",
                "UNKNOWN_HEALTHCHECK_FLAG"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "a flag that the instruction does not have",
    .why =
        "The builder stops here. A word that begins with `--` directly behind the keyword is a "
        "flag of the instruction, also where it was meant for the command: `CMD --help` does "
        "not start a program with an option.",
    .bad = R"(FROM alpine:3.20
COPY --chwon=1000 app /srv/
)",
    .good = R"(FROM alpine:3.20
COPY --chown=1000 app /srv/
)",
    .fix_safety = "Always unsafe: the nearest flag is a guess.",
    .references = {"https://docs.docker.com/reference/dockerfile/"},
    .looks_at = {.problems = {Problem::Kind::FlagUnknown}},
    .check = check};

}  // namespace plimsoll::rules
