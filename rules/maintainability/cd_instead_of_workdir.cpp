#include <algorithm>
#include <optional>

#include "analyzer/base/paths.h"
#include "fixers/edits/instruction_edits.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// The `cd DIR &&` with which a RUN begins, if nothing else in it moves; else null.
static const Command* leading_cd(const CommandList& list) {
  if (list.is_opaque() || list.commands.size() < 2) return nullptr;
  const Command& cd = list.commands.front();
  const Command& next = list.commands[1];
  if (!cd.is("cd") || cd.scope != 0 || cd.operands.size() != 1 || !cd.redirects.empty()) {
    return nullptr;
  }
  if (next.connector != Connector::And || next.scope != 0 || cd.pipeline_length != 1) {
    return nullptr;
  }
  const ShellWord& folder = cd.operand(0);
  if (folder.glob || folder.tilde || folder.text == "-") return nullptr;
  const bool moves_on =
      std::any_of(list.commands.begin() + 1, list.commands.end(), [](const Command& command) {
        return command.is("cd") || command.is("pushd") || command.is("popd");
      });
  return moves_on ? nullptr : &cd;
}

// What is done in a scratch folder is done in one step, and nobody wants to stay there.
static bool is_scratch(std::string_view folder) {
  return folder == "/" || folder == "/tmp" || folder.starts_with("/tmp/") ||
         folder.starts_with("/var/tmp") || folder.starts_with("/dev/");
}

static bool removes_folder(const Facts& facts, const Run& run, const CommandList& list,
                           const std::string& folder) {
  for (const Command& command : list.commands) {
    for (const PathUse& use : effects_of(command).removes) {
      const Value removed = facts.absolute_path(run, Value(use.path));
      if (!use.known || !removed.known()) return true;
      if (folder.starts_with(removed.text())) return true;
    }
  }
  return false;
}

// The instruction behind this one, if it sets the directory anew by itself.
static bool is_reset_next(const Placed<Run>& run) {
  for (const Instruction* next : run.stage->instructions) {
    if (next->index <= run->index) continue;
    const Workdir* workdir = as<Workdir>(next);
    return workdir && workdir->value.str().starts_with('/');
  }
  return false;
}

static bool same_mount_of(const Run& run, std::string_view folder) {
  return std::any_of(run.mounts.begin(), run.mounts.end(), [&](const Mount& mount) {
    return !mount.target().empty() && folder.starts_with(mount.target());
  });
}

// The directory as the builder would put it; nothing where a variable is the shell's own.
static std::optional<std::string> folder_of(const Facts& facts, const Run& run,
                                            const CommandList& list, const Command& cd) {
  const Environment env = facts.before(run).env;
  return cd.operand(0).expanded([&](std::string_view name) -> std::optional<std::string> {
    const auto& own = list.assigned;
    if (std::find(own.begin(), own.end(), name) != own.end()) return std::nullopt;
    const Variable* variable = env.find(name);
    if (!variable || !variable->value.known() || variable->overridable) return std::nullopt;
    return variable->value.text();
  });
}

// `cd DIR` as the last command: nothing runs there any more.
static bool look_at_last(const Facts& facts, const Placed<Run>& run, const CommandList& list,
                         Reporter& report) {
  if (list.is_opaque() || list.commands.empty()) return false;
  const Command& last = list.commands.back();
  if (!last.is("cd") || last.scope != 0 || last.operands.size() != 1) return false;
  const ShellWord& word = last.operand(0);
  // `make && cd ..` tidies up for the eye alone.
  if (list.commands.size() > 1) return true;
  FindingBuilder finding =
      report.at(last.span, "this `cd` ends with its step, and nothing else is in it");
  finding.severity(Severity::Warning);
  if (run->command.form != Form::Shell || run.onbuild || !word.known || word.tilde) return true;
  if (word.quoted || !run->flags.empty() || word.text == "-") return true;
  finding.fix(unsafe("the later steps run there from now on"), "say WORKDIR",
              edits::all({edits::rename_keyword(facts, run, "WORKDIR"),
                          edits::replace_arguments(run, word.text)}),
              Effects::configuring("WorkingDir"));
  return true;
}

static void look_at(const Facts& facts, const Placed<Run>& run, Reporter& report) {
  const CommandList& list = facts.commands(run);
  if (look_at_last(facts, run, list, report)) return;
  const Command* cd = leading_cd(list);
  if (!cd || run->command.form != Form::Shell) return;
  const std::optional<std::string> given = folder_of(facts, run, list, *cd);
  if (!given) return;
  const Value target = facts.absolute_path(run, Value(*given));
  const Value& here = facts.before(run).workdir.path;
  if (target.known() && here.known() && normal_path(target.text()) == normal_path(here.text())) {
    report.at(cd->span, "`cd` to the directory in which the step starts")
        .fix(safe(), "leave it out", edits::delete_command(facts, run, *cd));
    return;
  }
  const std::string folder = target.known() ? target.text() : *given;
  if (is_scratch(folder) || same_mount_of(run, folder)) return;
  if (removes_folder(facts, run, list, folder)) return;
  FindingBuilder finding = report.at(cd->span, "`cd` where WORKDIR would set the directory");
  const std::string help = "set the directory with WORKDIR above this step";
  if (!run.stage || run.onbuild) {
    finding.help(help);
    return;
  }
  const std::string written = !cd->operand(0).known ? cd->operand(0).text
                              : target.known()      ? normal_path(folder)
                                                    : folder;
  std::vector<edits::Edits> parts{edits::insert_above(facts, run, "WORKDIR " + written),
                                  edits::delete_command(facts, run, *cd)};
  const bool hard = written.find_first_of(" \t'\"\\`#") != std::string::npos;
  if (hard || (!is_reset_next(run) && !here.known())) {
    finding.help(help);
    return;
  }
  if (!is_reset_next(run)) {
    parts.push_back(edits::insert_below(facts, run, "WORKDIR " + here.text()));
  }
  finding.fix(unsafe("WORKDIR makes a directory that is missing, where `cd` fails"),
              "set it with WORKDIR, and back", edits::all(std::move(parts)));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) look_at(facts, run, report);
}

extern constinit const Rule cd_instead_of_workdir{
    .name = "cd-instead-of-workdir",
    .aliases = {"DL3003", "DS-0013", "f4a6bcd3", "use-workdir", "DF008"},
    .category = Category::Maintainability,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .summary = "`cd` at the beginning of a RUN, where WORKDIR is meant",
    .why =
        "A `cd` lasts until the end of its RUN, so it is written again in the next one, and the "
        "reader has to look for it. WORKDIR says once where the steps run; without a `cd` before "
        "it, a command is also shorter to read. A `cd` in the middle of a step that builds and "
        "cleans up is no concern of this rule.",
    .bad = R"(FROM node:20
RUN cd /srv/app && npm ci
)",
    .good = R"(FROM node:20
WORKDIR /srv/app
RUN npm ci
)",
    .fix_safety =
        "Safe where the step starts in that directory anyway. Else unsafe: WORKDIR makes a "
        "directory that is missing. The directory is set back behind the step.",
    .references = {"https://docs.docker.com/build/building/best-practices/#workdir"},
    .looks_at = {.keywords = {Keyword::Run}, .words = {"cd"}},
    .check = check};

}  // namespace plimsoll::rules
