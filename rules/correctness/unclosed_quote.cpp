#include "rules/rule.h"

namespace plimsoll::rules {

// The first quote of the instruction that is not closed; the builder stops there.
static const ExpansionProblem* open_quote(const std::vector<ExpandedWord>& words) {
  for (const ExpandedWord& word : words) {
    for (const ExpansionProblem& problem : word.expansion.problems) {
      if (problem.kind == ExpansionProblem::Kind::QuoteUnterminated) return &problem;
    }
  }
  return nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& placed : facts.placed()) {
    const Instruction& instruction = *placed.instruction;
    const std::string& text = instruction.rest.str();
    if (instruction.broken || text.find_first_of("'\"") == std::string::npos) continue;
    const ExpansionProblem* problem = open_quote(facts.expansions(instruction));
    if (!problem) continue;
    FindingBuilder finding = report.at({problem->where.begin, problem->where.begin + 1},
                                       "nothing closes the quote that is opened here");
    if (as<Copy>(instruction)) {
      finding.help("blanks part its words even within quotes; write them as a JSON array");
    }
  }
}

extern constinit const Rule unclosed_quote{
    .name = "unclosed-quote",
    .aliases = {"SYNTAX_MISSING_SINGLE_QUOTE", "SYNTAX_MISSING_DOUBLE_QUOTE"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "a quote that is opened and not closed",
    .why =
        "The builder reads the file, starts the build, and stops when it comes to this word. An "
        "apostrophe in a text without quotes is enough.",
    .bad = R"(FROM alpine:3.20
ENV A=it's
)",
    .good = R"(FROM alpine:3.20
ENV A="it's"
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#env"},
    .looks_at = {.keywords = {Keyword::Env, Keyword::Label, Keyword::Arg, Keyword::Copy,
                              Keyword::Add, Keyword::Workdir, Keyword::User, Keyword::Expose}},
    .check = check};

}  // namespace plimsoll::rules
