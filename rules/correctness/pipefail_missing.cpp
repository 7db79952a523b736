#include <algorithm>
#include <array>
#include <span>

#include "analyzer/shell/download.h"
#include "fixers/edits/instruction_edits.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_one_of(std::string_view program, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), program) != names.end();
}

// Whether a command in the midst of a pipeline has something to fail at: those that print what they
// are told have not, and filters of what comes in neither.
static bool can_fail(const Command& command) {
  static constexpr std::array<std::string_view, 6> printers{"echo", "printf", "yes",
                                                            "true", ":",      "test"};
  static constexpr std::array<std::string_view, 18> filters{
      "sed",  "tr",    "cut",   "sort", "uniq", "head", "tail",   "awk", "gawk",
      "grep", "egrep", "fgrep", "tee",  "rev",  "wc",   "column", "nl",  "paste"};
  static constexpr std::array<std::string_view, 8> reporters{"uname",    "date", "id",    "whoami",
                                                             "hostname", "arch", "nproc", "pwd"};
  if (command.program.empty()) return !command.words.empty();
  if (is_one_of(command.program, printers) || is_one_of(command.program, reporters)) return false;
  if (command.is("cat")) {  // of a text in place
    return command.redirects.empty() || !command.operands.empty();
  }
  return command.pipeline_index == 0 || !is_one_of(command.program, filters);
}

// Whether somebody asks for the status of what stands in this scope.
static bool status_counts(const CommandList& list, const Command& command) {
  for (std::uint32_t at = command.scope; at != 0; at = list.scopes[at].parent) {
    const Scope& scope = list.scopes[at];
    if (scope.kind == Scope::Kind::Condition || scope.kind == Scope::Kind::LoopCondition) {
      return false;
    }
    if (scope.kind != Scope::Kind::Substitution) continue;
    // Only an assignment alone takes over the status of what is put into it.
    if (!list.commands[scope.owner].words.empty()) return false;
  }
  return true;
}

// The last command of the pipeline that `first` begins.
static const Command* last_of(const CommandList& list, const Command& first) {
  const Command* last = nullptr;
  for (std::uint32_t i = first.index; i < list.commands.size(); ++i) {
    const Command& command = list.commands[i];
    if (command.scope != first.scope) continue;
    if (&command != &first && command.pipeline_index == 0) break;
    last = &command;
  }
  return last && last->pipeline_index + 1 == last->pipeline_length ? last : nullptr;
}

static bool stops_early(const Command& command) {
  return command.is("head") ||
         (command.program.ends_with("grep") &&
          command.has_option({"-q", "--quiet", "--silent", "-m", "--max-count", "-l"}));
}

// A command whose failure its pipeline hides; null where there is none.
static const Command* hidden_by(const CommandList& list, const Command& first) {
  if (first.pipeline_index != 0 || first.pipeline_length < 2) return nullptr;
  if (first.negated || !is_no(first.options_in_force.pipefail)) return nullptr;
  const Command* last = last_of(list, first);
  if (!last || is_no(last->failure_fails) || !status_counts(list, first)) return nullptr;
  // Nothing to check is an error as well: `grep x SHA256SUMS | sha256sum -c -`.
  if (last->program.ends_with("sum") && verifies_files(*last)) return nullptr;
  for (std::uint32_t i = first.index; i < last->index; ++i) {
    const Command& command = list.commands[i];
    if (command.scope == first.scope && can_fail(command)) return &command;
  }
  return nullptr;
}

static bool any_stops_early(const CommandList& list) {
  return std::any_of(list.commands.begin(), list.commands.end(), [](const Command& command) {
    return (command.pipeline_index > 0 && stops_early(command)) ||
           (command.pipeline_length > 1 && command.is("yes"));
  });
}

static void look_at(const Facts& facts, const Placed<Run>& run, const Run* first_in_stage,
                    const Command& hidden, Reporter& report) {
  FindingBuilder finding = report.at(
      hidden.span,
      "a failure of " +
          (hidden.program.empty() ? std::string("this command") : quoted(hidden.program)) +
          " goes unnoticed: the pipe ends with another's status");
  const ShellState& shell = facts.before(run).shell;
  const char* why = "what fails today, unnoticed, would fail the build";
  if (any_stops_early(facts.commands(run))) {
    finding.help("a reader that stops early makes its writer fail under pipefail: use a file");
  } else if (facts.commands(run).inside(hidden, Scope::Kind::Inner)) {
    finding.help("set it in that shell, too: `bash -o pipefail -c`");  // it inherits nothing
  } else if (run->command.form == Form::Shell && is_yes(has_pipefail(shell.program))) {
    finding.fix(unsafe(why), "let the pipe fail with any of its commands",
                edits::prepend_command(facts, run, "set -o pipefail"));
  } else if (run->command.form == Form::Shell && run.stage && !run.onbuild && !shell.set_by &&
             first_in_stage && is_yes(facts.base(*run.stage).has_bash)) {
    finding
        .fix(unsafe("the stage's commands run in bash from there on, and hidden failures count"),
             "use bash with pipefail",
             edits::insert_above(facts, *first_in_stage,
                                 R"(SHELL ["/bin/bash", "-o", "pipefail", "-c"])"),
             Effects::configuring("Shell"))
        .group(static_cast<GroupId>(run.stage->index + 1));
  } else {
    finding.help("run it in a shell that has pipefail, or write to a file first");
  }
}

static void check(const Facts& facts, Reporter& report) {
  std::vector<const Run*> first_in_stage(facts.stages().size(), nullptr);
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    if (list.is_opaque()) continue;
    for (const Command& command : list.commands) {
      const Command* hidden = hidden_by(list, command);
      if (!hidden) continue;
      const Run* first = nullptr;
      if (run.stage) {
        const Run*& slot = first_in_stage[run.stage->index];
        if (!slot) slot = run.instruction;
        first = slot;
      }
      look_at(facts, run, first, *hidden, report);
      break;  // one way to mend it for the whole RUN
    }
  }
}

extern constinit const Rule pipefail_missing{
    .name = "pipefail-missing",
    .aliases = {"DL4006", "efbf148a", "set-pipefail", "DF057"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a pipe whose first command may fail unnoticed",
    .why =
        "A pipeline ends with the status of its last command. `curl ... | tar x` succeeds with "
        "half a file, or none, and the layer is cached for all later builds.",
    .bad = R"(FROM debian:12
RUN wget -qO- https://example.org/tool.tar.gz | tar xz -C /opt
)",
    .good = R"(FROM debian:12
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN wget -qO- https://example.org/tool.tar.gz | tar xz -C /opt
)",
    .fix_safety =
        "Always unsafe: failures that nobody has noticed so far fail the build; and where /bin/sh "
        "has no pipefail, the stage's commands run in bash instead. No fix where a reader stops "
        "early (`head`, `grep -q`), because its writer then fails.",
    .references = {"https://docs.docker.com/build/building/best-practices/#using-pipes"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
