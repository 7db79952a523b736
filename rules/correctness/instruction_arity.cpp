#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// `FROM image # words`: what was meant to be a comment is read as arguments.
static edits::Edits without_remark(const Facts& facts, const Problem& problem) {
  std::vector<Span> words;
  for (std::size_t i = 1; i < problem.instruction->arguments.size(); ++i) {
    words.push_back(problem.instruction->arguments[i].span());
  }
  const std::string remark = std::string(facts.source.at(problem.where));
  if (remark.find('\n') != std::string::npos) return std::nullopt;
  return edits::all({edits::insert_above(facts, *problem.instruction, remark),
                     edits::remove_words(facts.source, words, facts.dockerfile.escape)});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::Arity)) {
    FindingBuilder finding =
        report.at(problem->where, problem->subject + " takes " + problem->detail);
    if (problem->instruction->keyword != Keyword::From) continue;
    if (facts.source.at(problem->where).starts_with('#')) {
      finding.help("a comment needs a line of its own")
          .fix(unsafe("the file could not be built before"), "move the comment above",
               without_remark(facts, *problem), Effects::none());
    } else if (problem->instruction->arguments.size() > 1) {
      finding.help("write `FROM image AS name`");
    }
  }
}

extern constinit const Rule instruction_arity{
    .name = "instruction-arity",
    .aliases = {"required_params", "extra_args", "missing_args", "ARGUMENT_MISSING",
                "ARGUMENT_EXTRA", "ARGUMENT_REQUIRES_ONE", "ARGUMENT_REQUIRES_AT_LEAST_ONE",
                "ARGUMENT_REQUIRES_TWO", "ARGUMENT_REQUIRES_AT_LEAST_TWO",
                "ARGUMENT_REQUIRES_ONE_OR_THREE", "ARGUMENT_UNNECESSARY", "INVALID_AS"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "too few or too many arguments for the instruction",
    .why =
        "The builder refuses the file. Often an argument was lost with a line, a variable was "
        "meant to bring one, or a comment stands at the end of the line, where Dockerfiles have "
        "none.",
    .bad = R"(FROM debian:12 # stable
COPY app
)",
    .good = R"(# stable
FROM debian:12
COPY app /srv/
)",
    .fix_safety = "Always unsafe: a file that could not be built builds something then.",
    .references = {"https://docs.docker.com/reference/dockerfile/"},
    .looks_at = {.problems = {Problem::Kind::Arity}},
    .check = check};

}  // namespace plimsoll::rules
