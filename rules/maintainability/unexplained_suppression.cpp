#include "rules/rule.h"
#include "rules/suppression/pragmas.h"

namespace plimsoll::rules {

static void check(const Facts& /*facts*/, const Pragmas& pragmas, Reporter& report) {
  for (const Pragma& pragma : pragmas.all()) {
    if (!pragma.ignores || !pragma.malformed.empty() || !pragma.reason.empty()) continue;
    report.at(pragma.comment, "an ignore without a reason")
        .help(
            pragma.dialect == Dialect::Plimsoll
                ? "say why behind the list: `-- the reason`"
                : "say why, in this tool's own way or as `# plimsoll: ignore=RULE -- the reason`");
  }
}

extern constinit const Rule unexplained_suppression{
    .name = "unexplained-suppression",
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .on = false,
    .summary = "an inline ignore that does not say why",
    .why =
        "Whoever meets the comment a year later has to find out whether it is still needed. One "
        "clause by its author saves that. `require-reason = true` in the configuration switches "
        "this rule on.",
    .bad = R"(FROM alpine:3.20
# plimsoll: ignore=multiple-cmd
CMD ["serve"]
)",
    .good = R"(FROM alpine:3.20
# plimsoll: ignore=multiple-cmd -- the next stage resets it
CMD ["serve"]
)",
    .check_pragmas = check};

}  // namespace plimsoll::rules
