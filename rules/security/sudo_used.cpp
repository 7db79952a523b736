#include <algorithm>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// The words of the wrapper: `sudo`, its options and assignments, up to the next program.
static Span wrapper_words(const Command& command, std::size_t wrapper) {
  const std::uint32_t first = command.wrappers[wrapper].word;
  const std::uint32_t next = wrapper + 1 < command.wrappers.size()
                                 ? command.wrappers[wrapper + 1].word
                                 : command.program_word;
  return {command.words[first].span.begin,
          command.words[std::min<std::size_t>(next, command.words.size() - 1)].span.begin};
}

static bool bare(const Command& command, std::size_t wrapper) {
  const std::uint32_t first = command.wrappers[wrapper].word;
  const std::uint32_t next = wrapper + 1 < command.wrappers.size()
                                 ? command.wrappers[wrapper + 1].word
                                 : command.program_word;
  return next == first + 1 && next < command.words.size();
}

static void check_command(const Facts& facts, Reporter& report, const Placed<Run>& run,
                          const Command& command) {
  for (std::size_t i = 0; i < command.wrappers.size(); ++i) {
    if (command.wrappers[i].name != "sudo") continue;
    const ShellWord& word = command.words[command.wrappers[i].word];
    const Answer root = facts.before(run).user.root();
    FindingBuilder finding = report.at(
        word.span, is_yes(root) ? "sudo for a command that runs as root already" : "sudo in a RUN");
    if (is_yes(root) && bare(command, i)) {
      const Span words = wrapper_words(command, i);
      const bool one_line = facts.source.at(words).find('\n') == std::string_view::npos;
      if (one_line && run->command.form == Form::Shell) {
        finding.fix(unsafe("sudo also resets the variables that the command sees"), "drop sudo",
                    edits::remove(words), Effects::none());
        continue;
      }
    }
    if (is_no(root)) finding.severity(Severity::Info);
    finding.help(is_yes(root) ? "to run as another user, switch with USER, or use su or gosu"
                              : "switch with `USER root` for this RUN and back behind it");
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (!command.wrappers.empty()) check_command(facts, report, run, command);
    }
  }
}

extern constinit const Rule sudo_used{
    .name = "sudo-used",
    .aliases = {"DL3004", "DS-0010", "CKV2_DOCKER_1", "DKL-DI-0001", "8ada6e80", "sudo_usage",
                "no-sudo-in-dockerfile", "DF010"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`sudo` in a RUN",
    .why =
        "A build switches users with USER; sudo adds nothing but a program with the set-uid bit "
        "and rules that let some account become root again in the running container.",
    .bad = R"(FROM ubuntu:24.04
RUN sudo apt-get update
)",
    .good = R"(FROM ubuntu:24.04
RUN apt-get update
)",
    .fix_safety =
        "Unsafe: sudo also resets the environment. No fix where the command does not surely run as "
        "root, or "
        "where sudo has options.",
    .references = {"https://docs.docker.com/build/building/best-practices/#user"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"sudo"}},
    .check = check};

}  // namespace plimsoll::rules
