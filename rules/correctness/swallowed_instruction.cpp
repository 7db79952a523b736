#include "analyzer/dockerfile/swallowed.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void accuse(const Facts& facts, const Instruction& instruction, Reporter& report) {
  const SwallowedLines swallowed = swallowed_lines(facts.source, facts.dockerfile, instruction);
  bool first = true;
  for (const SwallowedLine& line : swallowed.lines) {
    const std::string keyword(facts.source.at(line.keyword));
    FindingBuilder finding =
        report.at(line.keyword, "this " + keyword + " is a part of the " + instruction.name +
                                    " above, whose line is continued");
    if (!line.continued.empty()) finding.related(line.continued, "continued here");
    if (first && swallowed.separable) {
      std::vector<Edit> cuts;
      for (const SwallowedLine& each : swallowed.lines) cuts.push_back({each.glue, {}});
      finding.fix(unsafe("the words were arguments of the instruction above"),
                  "let it be an instruction", std::move(cuts), Effects::none());
    }
    first = false;
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const auto& instruction : facts.dockerfile.instructions) {
    if (instruction->first_line == instruction->last_line) continue;
    if (instruction->keyword != Keyword::OnBuild) accuse(facts, *instruction, report);
  }
}

extern constinit const Rule swallowed_instruction{
    .name = "swallowed-instruction",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "an instruction that is read as arguments of the one above it",
    .why =
        "The line above ends with a continuation, so this keyword and all behind it are words "
        "of that instruction. The builder does not complain: a USER, an ENV or a COPY is simply "
        "not there.",
    .bad = R"(FROM debian:12
RUN apt-get update && \
    apt-get install -y curl \
USER nobody
)",
    .good = R"(FROM debian:12
RUN apt-get update && \
    apt-get install -y curl
USER nobody
)",
    .fix_safety = "Always unsafe: the command loses arguments, and an instruction comes to life.",
    .references = {"https://docs.docker.com/reference/dockerfile/#format"},
    .check = check};

}  // namespace plimsoll::rules
