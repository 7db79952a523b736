#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static const Command* next_of(const CommandList& list, const Command& command) {
  for (std::uint32_t i = command.index + 1; i < list.commands.size(); ++i) {
    if (list.commands[i].scope == command.scope) return &list.commands[i];
  }
  return nullptr;
}

// `cd a; b || c` would not mean the same with `&&`.
static bool or_follows(const CommandList& list, const Command& command) {
  for (std::uint32_t i = command.index + 1; i < list.commands.size(); ++i) {
    const Command& next = list.commands[i];
    if (next.scope != command.scope) continue;
    if (next.connector == Connector::Or || next.connector == Connector::Background) return true;
    if (next.connector == Connector::Sequence && next.index > command.index + 1) return false;
  }
  return false;
}

static bool is_in_heredoc(const Run& run, Span where) {
  for (const Heredoc& heredoc : run.heredocs) {
    if (heredoc.body.contains(where)) return true;
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    if (list.is_opaque()) continue;
    for (const Command& command : list.commands) {
      if (!command.is("cd") && !command.is("pushd")) continue;
      if (!is_no(command.failure_fails) || !is_no(command.options_in_force.errexit)) continue;
      if (command.operands.empty() || command.pipeline_length > 1) continue;
      // `/`, `..` and `-` are always there.
      const ShellWord& folder = command.operand(0);
      if (folder.is("/") || folder.is("..") || folder.is("-") || folder.is("/tmp")) continue;
      const Command* next = next_of(list, command);
      if (!next || next->connector != Connector::Sequence) continue;
      FindingBuilder finding =
          report.at(command.span, "if this " + quoted(command.program) +
                                      " fails, the rest runs in the wrong directory");
      finding.related(next->span, "runs in any case");
      const Span connector = next->connector_span;
      if (facts.source.at(connector) != ";" || is_in_heredoc(run, command.span)) continue;
      if (or_follows(list, command)) continue;
      finding.fix(unsafe("the step fails where the directory is missing"),
                  "go on only if it succeeds",
                  std::vector<Edit>{{{command.span.end, connector.end},
                                     connector.end == next->span.begin ? " && " : " &&"}});
    }
  }
}

extern constinit const Rule cd_unchecked{
    .name = "cd-unchecked",
    .aliases = {"SC2164"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "the commands behind a `cd` run even if it fails",
    .why =
        "After a failed `cd dir;` the shell goes on where it is. What was meant for one directory "
        "happens in another one: an `rm -rf *` at the worst.",
    .bad = R"(FROM debian:12
RUN cd /opt/app; rm -rf cache
)",
    .good = R"(FROM debian:12
RUN cd /opt/app && rm -rf cache
)",
    .fix_safety = "Unsafe: where the directory is missing, the step now fails.",
    .references = {"https://www.shellcheck.net/wiki/SC2164"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"cd", "pushd"}},
    .check = check};

}  // namespace plimsoll::rules
