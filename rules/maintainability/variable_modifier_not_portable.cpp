#include "rules/rule.h"

namespace plimsoll::rules {

// Who does not know the modifier; "" for those that all know.
static std::string_view unknown_to(std::string_view modifier) {
  if (modifier.empty() || modifier == ":-" || modifier == ":+") return {};
  if (modifier == ":?" || modifier == "?") return "buildah does not fail";
  return "the classic builder refuses it, others may too";
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& instruction : facts.placed()) {
    for (const ExpandedWord& word : facts.expansions(*instruction)) {
      for (const VariableRef& use : word.expansion.uses) {
        const std::string_view who = unknown_to(use.modifier);
        if (who.empty()) continue;
        report.at(use.span, "`" + use.modifier + "` is BuildKit's: " + std::string(who))
            .help("where other builders are used, `:-` and `:+` alone are safe");
      }
    }
  }
}

extern constinit const Rule variable_modifier_not_portable{
    .name = "variable-modifier-not-portable",
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .on = false,
    .summary = "a modifier of a variable that only some builders know",
    .why =
        "All builders expand `${x:-default}` and `${x:+other}`. The forms without a colon, the "
        "patterns (`#`, `%`, `/`) and `:?` came with BuildKit: the classic builder refuses them, "
        "and buildah lets a required variable be empty.",
    .bad = R"(ARG TAG
FROM alpine:${TAG-3.20}
)",
    .good = R"(ARG TAG
FROM alpine:${TAG:-3.20}
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#environment-replacement"},
    .check = check};

}  // namespace plimsoll::rules
