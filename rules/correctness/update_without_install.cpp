#include <algorithm>
#include <array>

#include "fixers/edits/instruction_edits.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
struct Manager {
  std::string_view name;                     // for the message: "apt-get update"
  std::array<std::string_view, 4> programs;  // that read the index
};
}  // namespace

static constexpr std::array<Manager, 2> managers{
    Manager{"apt", {"apt-get", "apt", "aptitude", "apt-cache"}},
    Manager{"apk", {"apk", "", "", ""}}};

static bool belongs(const Manager& manager, const Command& command) {
  return !command.program.empty() && std::find(manager.programs.begin(), manager.programs.end(),
                                               command.program) != manager.programs.end();
}

static bool is_update(const Manager& manager, const Command& command) {
  return belongs(manager, command) && command.subcommand == "update";
}

// Whether a command makes use of the index: no for what only cleans, yes or unknown for the rest.
static Answer uses_index(const Manager& manager, const Command& command) {
  if (belongs(manager, command)) {
    static constexpr std::array<std::string_view, 12> idle{
        "update", "clean", "autoclean", "autoremove", "remove", "purge",
        "del",    "cache", "distclean", "autopurge",  "stats",  "edit-sources"};
    const bool idles = std::find(idle.begin(), idle.end(), command.subcommand) != idle.end();
    if (!idles) return command.subcommand.empty() ? Answer::Unknown : Answer::Yes;
    return Answer::No;
  }
  if (command.program.empty()) return answer(false);
  // A script, or a program that we do not know, may install.
  static constexpr std::array<std::string_view, 13> interpreters{
      "sh",   "bash",   "dash", "ash", "python", "perl",      "ruby",
      "make", "source", ".",    "npx", "gdebi",  "playwright"};
  const bool interprets =
      std::find(interpreters.begin(), interpreters.end(), command.program) != interpreters.end();
  return command.has_grammar && !interprets ? Answer::No : Answer::Unknown;
}

static Answer used_after(const Manager& manager, const CommandList& list, const Command& update) {
  Answer used = list.is_opaque() ? Answer::Unknown : Answer::No;
  for (const Command& command : list.commands) {
    if (command.index <= update.index) continue;
    const bool unknown_name = command.program.empty() && !command.words.empty();
    used = either(used, unknown_name ? Answer::Unknown : uses_index(manager, command));
  }
  return used;
}

// The first command of a RUN that needs the index before the RUN has fetched one of its own.
static const Command* needs_index(const Manager& manager, const CommandList& list) {
  for (const Command& command : list.commands) {
    if (is_update(manager, command)) return nullptr;
    if (is_yes(uses_index(manager, command))) return &command;
  }
  return nullptr;
}

static bool is_metadata(const Instruction& instruction) {
  switch (instruction.keyword) {
    case Keyword::Arg:
    case Keyword::Cmd:
    case Keyword::Entrypoint:
    case Keyword::Env:
    case Keyword::Expose:
    case Keyword::Healthcheck:
    case Keyword::Label:
    case Keyword::Maintainer:
    case Keyword::StopSignal:
      return true;
    default:
      return false;
  }
}

// The first RUN of the stage behind `run` that installs from its index; null when there is none.
// `adjacent` tells whether nothing but metadata stands between the two.
static const Run* installer(const Facts& facts, const Manager& manager, const Placed<Run>& run,
                            bool& adjacent) {
  adjacent = true;
  if (!run.stage || run.onbuild) return nullptr;
  for (const Instruction* instruction : run.stage->instructions) {
    if (instruction->index <= run->index) continue;
    const Run* later = as<Run>(instruction);
    if (later && needs_index(manager, facts.commands(*later))) return later;
    if (!is_metadata(*instruction)) adjacent = false;
  }
  return nullptr;
}

// Only the manager's own commands, on one line: they may be moved as they stand.
static bool is_movable(const Facts& facts, const Run& run) {
  const CommandList& list = facts.commands(run);
  if (run.command.form != Form::Shell || !run.heredocs.empty() || !run.flags.empty() ||
      !run.inner_comments.empty() || !list.plain_and_chain()) {
    return false;
  }
  const std::string_view text = facts.source.at(run.command.span);
  if (text.find_first_of("\n#") != std::string_view::npos) return false;  // a comment would go on
  return std::all_of(list.commands.begin(), list.commands.end(), [](const Command& command) {
    return command.is("apt-get") || command.is("apt") || command.is("aptitude") ||
           command.is("apk") || command.is("add-apt-repository") || command.is("dpkg");
  });
}

static edits::Edits join(const Facts& facts, const Placed<Run>& run, const Run& install) {
  // In front of `a || b` or `a; b` its failure would no longer stop the build.
  if (!is_movable(facts, *run) || !install.flags.empty() || !install.heredocs.empty() ||
      !facts.commands(install).plain_and_chain()) {
    return std::nullopt;
  }
  const std::vector<Command>& commands = facts.commands(run).commands;
  const Span moved{commands.front().span.begin, commands.back().span.end};
  return edits::all({edits::delete_instruction(facts, *run),
                     edits::prepend_command(facts, install, facts.source.at(moved))});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    for (const Manager& manager : managers) {
      const Command* update = nullptr;
      for (const Command& command : list.commands) {
        if (is_update(manager, command) && !command.has_option({"-h", "--help", "--print-uris"})) {
          update = &command;
        }
      }
      if (!update || !is_no(used_after(manager, list, *update))) continue;
      bool adjacent = false;
      const Run* install = installer(facts, manager, run, adjacent);
      FindingBuilder finding =
          report.at(update->span, "this package index is frozen in a layer of its own");
      if (!install) {
        finding.help("refresh the index in the RUN that installs, or not at all");
        continue;
      }
      finding
          .related(needs_index(manager, facts.commands(*install))->span,
                   "installs from it, however old the cached layer is")
          .help("refresh the index in the RUN that installs")
          .fix(adjacent ? safe() : unsafe("a step between the two may need the index"),
               "move it into the RUN that installs", join(facts, run, *install), Effects::none());
    }
  }
}

extern constinit const Rule update_without_install{
    .name = "update-without-install",
    .aliases = {"DS-0017", "CKV_DOCKER_5", "CIS-DI-0007", "9bae49be", "DF028",
                "apt-get-update_require_install", "aptGetUpdatePrecedesInstall"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a package index is refreshed in a RUN that installs nothing",
    .why =
        "The layer with the index is cached by the text of its RUN, so it is never refreshed "
        "again. When the RUN that installs changes, it works from an index of weeks ago: it gets "
        "old versions, or asks for files that the mirror has dropped and fails.",
    .bad = R"(FROM debian:12
RUN apt-get update
RUN apt-get install -y curl
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl
)",
    .fix_safety =
        "Safe where nothing but metadata stands between the two RUNs; unsafe otherwise. There is "
        "no fix for a RUN that does more than refresh the index, and where a failure of the "
        "refresh would no longer stop the build.",
    .references = {"https://docs.docker.com/build/building/best-practices/#apt-get"},
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apt-get", "apt", "aptitude", "apk"}},
    .check = check};

}  // namespace plimsoll::rules
