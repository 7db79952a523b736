#include <algorithm>
#include <string>

#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// `mktemp -d` in a `$(...)` of the value.
static const Command* made_by(const CommandList& list, const Assignment& assignment) {
  for (const std::uint32_t scope : assignment.value.substitutions) {
    for (const Command* command : list.in_scope(scope)) {
      const bool makes = command->is("mktemp") && command->has_option({"-d", "--directory"}) &&
                         !command->has_option({"-u", "--dry-run"});
      if (makes) return command;
    }
  }
  return nullptr;
}

static bool mentions(const ShellWord& word, const std::string& name) {
  return std::any_of(word.variables.begin(), word.variables.end(),
                     [&](const VariableUse& use) { return use.name == name; }) ||
         // The words of a trap or an eval are read later.
         (word.quoted && word.text.find("$" + name) != std::string::npos);
}

// Removed, moved away, or handed to a trap.
static bool may_be_removed(const CommandList& list, const std::string& name) {
  if (list.is_opaque()) return true;
  return std::any_of(list.commands.begin(), list.commands.end(), [&](const Command& command) {
    if (command.program.empty()) return !command.words.empty();
    const bool takes = command.is("rm") || command.is("mv") || command.is("rmdir") ||
                       command.is("trap") || command.is("find") || command.is("eval");
    return takes && std::any_of(command.words.begin(), command.words.end(),
                                [&](const ShellWord& word) { return mentions(word, name); });
  });
}

// `rm -rf /tmp/*`: wherever mktemp has put it, it is most likely gone.
static bool empties_tmp(const CommandList& list) {
  return std::any_of(list.commands.begin(), list.commands.end(), [](const Command& command) {
    const std::vector<PathUse>& removes = effects_of(command).removes;
    return std::any_of(removes.begin(), removes.end(), [](const PathUse& use) {
      return use.recursive && (use.path.starts_with("/tmp") || use.path == "/");
    });
  });
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const CommandList& list = facts.commands(run);
    if (!list.find("mktemp")) continue;
    if (!is_no(facts.mounts_over(run, "/tmp")) || empties_tmp(list)) continue;
    for (const Command& command : list.commands) {
      for (const Assignment& assignment : command.assignments) {
        const Command* maker = made_by(list, assignment);
        if (!maker || may_be_removed(list, assignment.name)) continue;
        report.at(assignment.span, "this temporary directory stays in the layer")
            .fix(unsafe("a later step may find something there"), "remove it in the same RUN",
                 command.scope == 0
                     ? edits::append_command(facts, *run, "rm -rf \"$" + assignment.name + "\"")
                     : std::nullopt,
                 Effects::removing("/tmp/**"));
      }
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"temporary"}, "temporary files",
                   "remove them in the RUN that makes them, or mount a tmpfs on /tmp");
}

extern constinit const Rule tempdir_left{
    .name = "tempdir-left",
    .aliases = {"rmRecursiveAfterMktempD"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "a directory of `mktemp -d` is not removed in the same RUN",
    .why =
        "Nobody empties the `/tmp` of an image: what a build leaves there is shipped, and its "
        "random name makes the layer differ from build to build.",
    .bad = R"(FROM debian:12
RUN work=$(mktemp -d) && cd "$work" && git clone -q https://example.com/tool.git . && make install
)",
    .good = R"(FROM debian:12
RUN work=$(mktemp -d) && cd "$work" && git clone -q https://example.com/tool.git . \
    && make install && rm -rf "$work"
)",
    .fix_safety = "Always unsafe: a later step may find something there.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"mktemp"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
