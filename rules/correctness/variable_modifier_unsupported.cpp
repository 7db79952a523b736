#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

// All of `${...}`, whose end the builder has not looked for.
static Span reference(const SourceFile& source, Span where) {
  const std::string_view line =
      source.at({where.begin, source.lines().line_span(source.lines().line_of(where.begin)).end});
  const std::size_t end = line.find('}');
  if (end == std::string_view::npos) return where;
  return {where.begin, std::max(where.end, where.begin + static_cast<std::uint32_t>(end) + 1)};
}

static std::string words_for(ExpansionProblem::Kind kind, std::string_view reference) {
  using Kind = ExpansionProblem::Kind;
  switch (kind) {
    case Kind::ModifierUnsupported:
      return " has a modifier unknown to the builder";
    case Kind::ModifierMissing:
      return " lacks a modifier behind its colon";
    case Kind::NameEmpty:
      return " names no variable";
    case Kind::BracketUnterminated:
      return reference.ends_with(":}") ? " lacks a modifier behind its colon"
                                       : " lacks its closing brace";
    case Kind::BadPattern:
      return " has a pattern that the builder cannot read";
    default:
      return "";  // of other rules
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& placed : facts.placed()) {
    const Instruction& instruction = *placed.instruction;
    if (instruction.broken ||
        facts.source.at(instruction.span).find("${") == std::string_view::npos) {
      continue;
    }
    for (const ExpandedWord& word : facts.expansions(instruction)) {
      for (const ExpansionProblem& problem : word.expansion.problems) {
        const Span where = reference(facts.source, problem.where);
        const std::string words = words_for(problem.kind, facts.source.at(where));
        if (words.empty()) continue;
        FindingBuilder finding = report.at(where, quoted(facts.source.at(where)) + words);
        // `${project.version}`: Maven or Ant may replace it before the file is built.
        if (problem.subject.starts_with('.')) finding.severity(Severity::Info);
        finding.help("it knows :- - :+ + :? ? # ## % %% / and //; more can only a shell in RUN");
      }
    }
  }
}

extern constinit const Rule variable_modifier_unsupported{
    .name = "variable-modifier-unsupported",
    .aliases = {"UNSUPPORTED_MODIFIER"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "`${variable...}` in a form that the builder does not have",
    .why =
        "Variables of instructions are expanded by the builder, which knows a part of the "
        "shell's modifiers. It reads the file, starts the build, and stops when it comes to "
        "this word.",
    .bad = R"(FROM alpine:3.20
ARG NAME=a
ENV UPPER=${NAME^^}
)",
    .good = R"(FROM alpine:3.20
ARG NAME=a
ENV SAME=${NAME:-b}
RUN echo ${NAME}
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#environment-replacement"},
    .check = check};

}  // namespace plimsoll::rules
