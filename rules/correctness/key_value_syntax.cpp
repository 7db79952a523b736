#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

using Problems = std::vector<const Problem*>;

// Words without `=` that only blanks separate: the first of another such run, or the end.
static std::size_t end_of_run(const Facts& facts, const Problems& problems, std::size_t first) {
  std::size_t i = first + 1;
  for (; i < problems.size() && problems[i]->instruction == problems[first]->instruction; ++i) {
    const Span gap = {problems[i - 1]->where.end, problems[i]->where.begin};
    if (facts.source.at(gap).find_first_not_of(" \t") != std::string_view::npos) break;
  }
  return i;
}

// `A=one two`: quotes around all, if the words follow a value without quotes of its own.
static edits::Edits quote_all(const Facts& facts, const KeyValues& instruction, Span words) {
  const KeyValue* before = nullptr;
  for (const KeyValue& pair : instruction.pairs) {
    if (pair.span.end <= words.begin) before = &pair;
  }
  if (!before || !before->value || before->value->empty()) return std::nullopt;
  const Span all = {before->value->span().begin, words.end};
  if (facts.source.at(all).find_first_of("\"'\\`\r\n=") != std::string_view::npos) {
    return std::nullopt;
  }
  return edits::all({edits::insert(all.begin, "\""), edits::insert(all.end, "\"")});
}

static void check(const Facts& facts, Reporter& report) {
  const Problems problems = facts.dockerfile.problems_of(Problem::Kind::KeyValueSyntax);
  for (std::size_t i = 0; i < problems.size();) {
    const Problem& first = *problems[i];
    const std::size_t end = end_of_run(facts, problems, i);
    const Span where = first.where.join(problems[end - 1]->where);
    i = end;
    if (first.detail == "a name") {
      report.at(where, first.instruction->name + " lacks a name before the `=`");
      continue;
    }
    FindingBuilder finding = report.at(where, quoted(first.subject) + " has no `=` and no value");
    const Instruction& instruction = *first.instruction;
    if (first.detail == "=" &&
        (instruction.keyword == Keyword::Env || instruction.keyword == Keyword::Label)) {
      finding.fix(unsafe("the words may have been meant otherwise"), "quote the whole value",
                  quote_all(facts, static_cast<const KeyValues&>(instruction), where),
                  Effects::none());
    }
  }
}

extern constinit const Rule key_value_syntax{
    .name = "key-value-syntax",
    .aliases = {"invalid_format", "label_invalid", "SYNTAX_MISSING_EQUALS", "SYNTAX_MISSING_NAMES",
                "INVALID_SYNTAX"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "`ENV`, `LABEL` or `ARG` with a word that is no pair",
    .why =
        "The builder stops here: every word is a name, `=`, and a value. A value with blanks "
        "needs quotes.",
    .bad = R"(FROM alpine:3.20
ENV GREETING=hello there
)",
    .good = R"(FROM alpine:3.20
ENV GREETING="hello there"
)",
    .fix_safety = "Always unsafe: what was meant is a guess.",
    .references = {"https://docs.docker.com/reference/dockerfile/#env"},
    .looks_at = {.problems = {Problem::Kind::KeyValueSyntax}},
    .check = check};

}  // namespace plimsoll::rules
