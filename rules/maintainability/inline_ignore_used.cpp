#include "rules/rule.h"
#include "rules/suppression/pragmas.h"

namespace plimsoll::rules {

static void check(const Facts& /*facts*/, const Pragmas& pragmas, Reporter& report) {
  for (const Pragma& pragma : pragmas.all()) {
    if (!pragma.ignores) continue;
    report.at(pragma.comment, "an inline ignore, which the project's policy does not allow")
        .help("mend what it hides, or decide it in the configuration");
  }
}

extern constinit const Rule inline_ignore_used{
    .name = "inline-ignore-used",
    .aliases = {"DL1001"},
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .fixes = Fixability::None,
    .on = false,
    .summary = "a comment that ignores a rule",
    .why =
        "For projects that keep all exceptions in one reviewed place, the configuration. A comment "
        "in the file is a decision that nobody but its author has seen.",
    .bad = R"(FROM alpine:3.20
# hadolint ignore=DL3018
RUN apk add --no-cache curl
)",
    .good = R"(FROM alpine:3.20
RUN apk add --no-cache curl
)",
    .check_pragmas = check};

}  // namespace plimsoll::rules
