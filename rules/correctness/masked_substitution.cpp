#include "rules/rule.h"

namespace plimsoll::rules {

// Programs that take assignments and succeed whatever becomes of the value.
static bool declares(const Command& command) {
  return command.is("export") || command.is("local") || command.is("readonly") ||
         command.is("declare") || command.is("typeset");
}

static bool can_fail(const CommandList& list, const ShellWord& value) {
  for (const std::uint32_t scope : value.substitutions) {
    for (const Command* inner : list.in_scope(scope)) {
      if (!inner->is("echo") && !inner->is("printf") && !inner->is("uname") &&
          !inner->is("nproc") && !inner->is("pwd") && !inner->is("date") && !inner->is("arch") &&
          !inner->is("id") && !inner->is("true") && !inner->is("mktemp") && !inner->is("dirname") &&
          !inner->is("basename") && !inner->is("whoami") && !inner->is("hostname")) {
        return inner->pipeline_index == 0;
      }
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
