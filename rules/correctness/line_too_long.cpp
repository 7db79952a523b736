#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::LineTooLong)) {
    report
        .at(problem->where, "this line has " + std::to_string(problem->where.size()) +
                                " bytes; the builder reads at most 65535")
        .help("continue it on further lines, or COPY what it holds from a file");
  }
}

extern constinit const Rule line_too_long{
    .name = "line-too-long",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "a line of 64 KiB or more",
    .why =
        "The builder reads line by line into a buffer of 64 KiB and stops at a line that does "
        "not fit. Such lines are generated, mostly with data in base64, which belongs into a "
        "file.",
    .bad = R"(FROM alpine:3.20
RUN base64 -d <<< AAAA...AAAA > /data
)",
    .bad_is_sketch = true,
    .good = R"(FROM alpine:3.20
COPY data /data
)",
    .references = {"https://docs.docker.com/reference/dockerfile/"},
    .looks_at = {.problems = {Problem::Kind::LineTooLong}},
    .check = check};

}  // namespace plimsoll::rules
