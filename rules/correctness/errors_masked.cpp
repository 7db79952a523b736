#include <algorithm>
#include <array>
#include <span>

#include "analyzer/shell/download.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_one_of(std::string_view word, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), word) != names.end();
}

// What the image is built for: something is installed, fetched or compiled.
static bool is_essential(const Command& command) {
  static constexpr std::array<std::string_view, 4> makers{"make", "gmake", "ninja", "bazel"};
  static constexpr std::array<std::string_view, 10> builders{
      "go", "cargo", "npm", "yarn", "pnpm", "mvn", "gradle", "gradlew", "mvnw", "dotnet"};
  static constexpr std::array<std::string_view, 8> verbs{
      "build", "install", "ci", "package", "publish", "restore", "compile", "assemble"};
  if (is_one_of(command.program, makers)) {
    // Its targets may well tidy up or test.
    return command.operands.empty() || command.operand(0).is("install") ||
           command.operand(0).is("all");
  }
  if (is_one_of(command.program, builders) && is_one_of(command.subcommand, verbs)) return true;
  if (command.is("git", "clone")) return true;
  const CommandEffects& effects = effects_of(command);
  if (!effects.installs.empty()) return true;
  const bool stored = std::any_of(effects.fetches.begin(), effects.fetches.end(),
                                  [](const Fetch& fetch) { return !fetch.output.empty(); });
  return stored || (command.pipeline_length > 1 && !effects.fetches.empty());
}

// The command behind this one in its list, pipes skipped; null where none follows.
static const Command* next_of(const CommandList& list, const Command& command) {
  for (std::uint32_t i = command.index + 1; i < list.commands.size(); ++i) {
    const Command& next = list.commands[i];
    if (next.scope == command.scope && next.connector != Connector::Pipe) return &next;
  }
  return nullptr;
}

// Whose status counts: in a pipeline the last command's.
static const Command& last_of_pipeline(const CommandList& list, const Command& command) {
  const Command* last = &command;
  for (std::uint32_t i = command.index + 1; i < list.commands.size(); ++i) {
    const Command& next = list.commands[i];
    if (next.scope != command.scope) continue;
    if (next.connector != Connector::Pipe) break;
    last = &next;
  }
  return *last;
}

static bool gives_up(const Command& command) {
  return command.is("true") || command.is(":") || command.is("echo") ||
         (command.is("exit") && !command.operands.empty() && command.operand(0).is("0"));
}

// `dpkg -i x.deb || apt-get install -f`, in whatever form: apt is to bring what dpkg misses.
static bool is_completed_by_apt(const Command& command) {
  return command.is("dpkg") && command.has_option({"-i", "--install"});
}

// How the failure of `command` gets lost; "" where it does not, or where another rule says so.
static std::string how(const CommandList& list, const Command& command) {
  if (!is_no(last_of_pipeline(list, command).failure_fails)) return "";
  if (list.inside(command, Scope::Kind::Condition) ||
      list.inside(command, Scope::Kind::LoopCondition) ||
      list.inside(command, Scope::Kind::Substitution) ||
      list.inside(command, Scope::Kind::Function) || list.inside(command, Scope::Kind::LoopBody)) {
    return "";
  }
  if (command.pipeline_index > 0) return "";
  if (command.background) return "it runs in the background, and nobody waits for its status";
  const Command* next = next_of(list, command);
  if (!next) return "";
  if (next->connector == Connector::Or) {
    return gives_up(*next) ? "`|| " + next->program + "` drops its failure" : "";
  }
  if (next->connector != Connector::Sequence) return "";
  if (next->is("test") || next->is("[")) return "";  // looks at what came of it
  // A `wait` or a look at `$?` asks for the status.
  for (const VariableUse& use : list.variables) {
    if (use.name == "?") return "";
  }
  return "the `;` behind it goes on all the same";
}

// A file that was not fetched fails the check behind it, if that counts.
static bool is_checked_later(const CommandList& list, const Command& command) {
  const CommandEffects& effects = effects_of(command);
  if (effects.fetches.empty() || !effects.installs.empty()) return false;
  for (std::uint32_t i = command.index + 1; i < list.commands.size(); ++i) {
    const Command& check = list.commands[i];
    if (verifies_files(check) && is_yes(check.failure_fails)) return true;
  }
  return false;
}

static bool in_heredoc(const Run& run, const Command& command) {
  return std::any_of(run.heredocs.begin(), run.heredocs.end(),
                     [&](const Heredoc& heredoc) { return heredoc.body.contains(command.span); });
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    if (list.is_opaque()) continue;
    for (const Command& command : list.commands) {
      if (command.program.empty() || in_heredoc(run, command)) continue;
      const std::string lost = how(list, command);
      if (lost.empty() || !is_essential(command) || is_completed_by_apt(command)) continue;
      if (is_checked_later(list, command)) continue;
      const std::string name =
          command.subcommand.empty() ? command.program : command.program + " " + command.subcommand;
      report.at(command.span, "the step succeeds even if " + quoted(name) + " fails")
          .label(lost)
          .help("join the commands with `&&`, or begin the step with `set -e;`");
    }
  }
}

extern constinit const Rule errors_masked{
    .name = "errors-masked",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .summary = "a failing install, download or build does not fail the step",
    .why =
        "A step's status is that of its last command. An install that fails before `;`, `&` or "
        "`|| true` goes unseen, the broken layer is cached, and the image fails later, elsewhere.",
    .bad = R"(FROM debian:12
RUN pip install -r requirements.txt; echo done
)",
    .good = R"(FROM debian:12
RUN pip install -r requirements.txt && echo done
)",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
