#include <algorithm>
#include <array>

#include "rules/rule.h"

namespace plimsoll::rules {

// Programs that take assignments and succeed whatever becomes of the value.
static bool declares(const Command& command) {
  return command.is("export") || command.is("local") || command.is("readonly") ||
         command.is("declare") || command.is("typeset");
}

static bool succeeds(const Command& command) {
  static constexpr std::array<std::string_view, 15> sure{
      "echo",   "printf",  "uname",    "nproc",  "pwd",      "date", "arch", "id",
      "mktemp", "dirname", "basename", "whoami", "hostname", "true", ":"};
  return std::find(sure.begin(), sure.end(), command.program) != sure.end();
}

static bool can_fail(const CommandList& list, const ShellWord& value) {
  for (const std::uint32_t scope : value.substitutions) {
    const std::vector<const Command*> inside = list.in_scope(scope);
    // `$(a || echo default)`: the failure is seen to.
    if (!inside.empty() && inside.back()->connector == Connector::Or && succeeds(*inside.back())) {
      continue;
    }
    for (const Command* inner : inside) {
      if (!succeeds(*inner)) return inner->pipeline_index == 0;
    }
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    if (list.is_opaque()) continue;
    for (const Command& command : list.commands) {
      if (!declares(command)) continue;
      for (const Assignment& assignment : command.assignments) {
        if (assignment.value.substitutions.empty() || !can_fail(list, assignment.value)) continue;
        report.at(assignment.span, quoted(command.program) + " hides a failure of the `$(...)`")
            .help("assign first, then say: `" + assignment.name + "=$(...) && " + command.program +
                  " " + assignment.name + "`");
      }
    }
  }
}

extern constinit const Rule masked_substitution{
    .name = "masked-substitution",
    .aliases = {"SC2155"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .summary = "`export X=$(command)` succeeds even if the command fails",
    .why =
        "The status of the line is that of `export`, which succeeds. A failed command leaves the "
        "variable empty, and the step goes on with it, even under `set -e`.",
    .bad = R"(FROM debian:12
RUN export VERSION=$(curl -fsS https://example.org/version) && echo "$VERSION" > /version
)",
    .good = R"(FROM debian:12
RUN VERSION=$(curl -fsS https://example.org/version) && export VERSION && echo "$VERSION" > /version
)",
    .references = {"https://www.shellcheck.net/wiki/SC2155"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run},
                 .words = {"export", "local", "readonly", "declare", "typeset"}},
    .check = check};

}  // namespace plimsoll::rules
