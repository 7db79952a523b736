#include <array>

#include "analyzer/base/paths.h"
#include "fixers/edits/instruction_edits.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_default_shell(const ShellWord& word) {
  return word.is("/bin/sh") || word.is("/usr/bin/sh");
}

// The program that `command` puts in the place of /bin/sh, absolute; "" where it does not.
static std::string new_shell(const Command& command) {
  const std::size_t count = command.operands.size();
  if (command.is("ln") || command.is("mv") || command.is("cp")) {
    if (count != 2 || !is_default_shell(command.operand(1))) return "";
    const ShellWord& from = command.operand(0);
    if (!from.known || from.glob) return "";
    return join_path("/bin", from.text);
  }
  if (command.is("update-alternatives") && count > 0) {
    for (std::size_t i = 0; i + 2 < command.words.size(); ++i) {
      if (is_default_shell(command.words[i]) && command.words[i + 1].is("sh")) {
        return command.words[i + 2].text;
      }
    }
  }
  return "";
}

// Whether the step does nothing else: `rm /bin/sh && ln -s /bin/bash /bin/sh`.
static bool is_alone(const CommandList& list, const Command& link) {
  for (const Command& command : list.commands) {
    if (command.index == link.index) continue;
    const bool clears = (command.is("rm") || command.is("mv") || command.is("unlink")) &&
                        !command.operands.empty() && is_default_shell(command.operand(0));
    if (!clears) return false;
  }
  return list.plain_and_chain();
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    for (const Command& command : list.commands) {
      const std::string shell = new_shell(command);
      if (shell.empty() || file_name(shell) == "busybox") continue;
      FindingBuilder finding =
          report.at(command.span, "/bin/sh is replaced, where SHELL would choose another shell")
              .help("choose it with SHELL [\"" + shell + "\", \"-c\"]");
      if (run.onbuild || !shell.ends_with("/bash") || facts.before(run).shell.set_by) continue;
      const std::string instruction = "SHELL " + edits::json_array({shell, "-c"});
      const edits::Edits below = edits::insert_below(facts, run, instruction);
      finding.fix(
          unsafe("programs that call /bin/sh get the distribution's again"),
          "choose the shell with SHELL",
          edits::all({below, is_alone(list, command) ? edits::delete_instruction(facts, run)
                                                     : edits::delete_command(facts, run, command)}),
          Effects::configuring("Shell"));
    }
  }
}

extern constinit const Rule undeclared_shell_link{
    .name = "undeclared-shell-link",
    .aliases = {"DL4005", "8a301064", "use-shell-instruction"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`/bin/sh` is linked to another shell",
    .why =
        "Every script of the distribution that says `#!/bin/sh` runs in another shell from then "
        "on, also at run time, and an upgrade of the package may undo it. SHELL says the same for "
        "the steps of the build alone, where a reader looks for it.",
    .bad = R"(FROM debian:12
RUN ln -sf /bin/bash /bin/sh
RUN source /etc/profile
)",
    .good = R"(FROM debian:12
SHELL ["/bin/bash", "-c"]
RUN source /etc/profile
)",
    .fix_safety = "Always unsafe: programs that call /bin/sh get the distribution's shell again.",
    .references = {"https://docs.docker.com/reference/dockerfile/#shell"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"ln", "mv", "cp", "update-alternatives"}},
    .check = check};

}  // namespace plimsoll::rules
