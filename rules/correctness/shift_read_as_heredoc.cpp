#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Without the blanks around `<<` it is part of a word and opens nothing; but digits before it would
// be a file descriptor's, so these are joined to what they follow, too.
static edits::Edits joined(const Facts& facts, const Problem& problem) {
  const std::string_view text = facts.source.bytes();
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto back_over = [&](std::uint32_t at, const auto& such) {
    while (at > problem.instruction->span.begin && such(text[at - 1])) --at;
    return at;
  };
  const std::uint32_t operand_end = back_over(problem.where.begin, is_blank);
  std::string tight;
  for (const char c : facts.source.at(problem.where)) {
    if (!is_blank(c)) tight += c;
  }
  std::vector<edits::Edits> parts;
  const std::uint32_t operand = back_over(operand_end, is_digit);
  const std::uint32_t before = back_over(operand, is_blank);
  if (operand < operand_end && before < operand) parts.push_back(edits::remove({before, operand}));
  parts.push_back(edits::replace_word(facts.source, {operand_end, problem.where.end}, tight));
  return edits::all(std::move(parts));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::HeredocUnterminated)) {
    if (!problem->in_arithmetic) continue;
    report.at(problem->where, "the builder takes this shift for a heredoc that never ends")
        .fix(safe(), "write it without blanks", joined(facts, *problem), Effects::none());
  }
}

extern constinit const Rule shift_read_as_heredoc{
    .name = "shift-read-as-heredoc",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "`<<` of shell arithmetic that the builder takes for a heredoc",
    .why =
        "The builder looks for heredocs before any shell sees the line, and knows no "
        "arithmetic: a `<<` behind a blank opens one, and all that follows is its body. Without "
        "the blanks it is part of a word and stays what it was.",
    .bad = R"(FROM alpine:3.20
RUN echo $((1 << 4))
)",
    .good = R"(FROM alpine:3.20
RUN echo $((1<<4))
)",
    .fix_safety = "Always safe: the shell computes the same without the blanks.",
    .references = {"https://docs.docker.com/reference/dockerfile/#here-documents"},
    .looks_at = {.problems = {Problem::Kind::HeredocUnterminated}},
    .check = check};

}  // namespace plimsoll::rules
