#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Blank lines that follow each other, as one.
static std::vector<Span> runs_of_lines(const Facts& facts) {
  std::vector<Span> runs;
  for (const Span blank : facts.dockerfile.empty_continuations) {
    const Span line = edits::whole_lines(facts.source, blank);
    if (!runs.empty() && runs.back().end == line.begin) {
      runs.back().end = line.end;
    } else {
      runs.push_back(line);
    }
  }
  return runs;
}

static void check(const Facts& facts, Reporter& report) {
  if (facts.dockerfile.empty_continuations.empty()) return;
  for (const Span run : runs_of_lines(facts)) {
    report.at({run.begin, run.begin}, "this blank line does not end the instruction above it")
        .fix(proved(), "remove it", edits::remove(run), Effects::none());
  }
}

extern constinit const Rule empty_continuation{
    .name = "empty-continuation",
    .aliases = {"NoEmptyContinuation", "EMPTY_CONTINUATION_LINE"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "a blank line in the middle of a continued instruction",
    .why =
        "A line before it ends with a continuation, so the instruction goes on behind the blank "
        "line, which no reader expects. The builder warns that this will become an error.",
    .bad = R"(FROM alpine:3.20
RUN apk add \

    curl
)",
    .good = R"(FROM alpine:3.20
RUN apk add \
    curl
)",
    .fix_safety = "Always safe: the builder leaves such lines out.",
    .references = {"https://docs.docker.com/reference/build-checks/no-empty-continuation/"},
    .check = check};

}  // namespace plimsoll::rules
