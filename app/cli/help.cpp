#include <fmt/format.h>

#include <algorithm>

#include "app/cli/command_line.h"

namespace plimsoll::app {
namespace {

std::string usage_of(const CommandSpec& spec) {
  const bool has_flags =
      std::any_of(flag_table().begin(), flag_table().end(), [&](const FlagSpec& flag) {
        return takes(flag, spec.command) && !flag.help.empty() && flag.id != FlagId::Help;
      });
  std::string usage = fmt::format("plimsoll {}", spec.name);
  if (has_flags) usage += " [OPTION...]";
  if (!spec.operands.empty()) usage += fmt::format(" {}", spec.operands);
  return usage;
}

std::string program_help() {
  std::string text =
      "plimsoll: finds what is wrong with Dockerfiles, says why, and mends it\n\n"
      "Usage: plimsoll COMMAND [OPTION...] [PATH...]\n"
      "       plimsoll PATH...                        the same as plimsoll lint PATH...\n\n"
      "Commands:\n";
  for (const CommandSpec* spec : members_of(Command::Help)) {
    text += fmt::format("  {:<12} {}\n", spec->name, spec->summary);
  }
  text +=
      "\n`plimsoll COMMAND --help` shows the options of a command.\n\n"
      "Exit codes: 0 nothing at or above the fail level, 1 findings, 2 wrong usage, configuration\n"
      "or an unreadable file, 3 the result is partial because a limit was hit.\n";
  return text;
}

std::string options_of(Command command) {
  std::string text = "Options:\n";
  for (const FlagSpec& flag : flag_table()) {
    if (!takes(flag, command) || flag.help.empty()) continue;
    std::string left = flag.other.empty() ? "    " : fmt::format("{}, ", flag.other);
    left += flag.name;
    if (!flag.value.empty()) left += fmt::format(" {}", flag.value);
    text += left.size() > 30 ? fmt::format("  {}\n{:34}{}\n", left, "", flag.help)
                             : fmt::format("  {:<30}  {}\n", left, flag.help);
  }
  return text;
}

std::string group_help(const CommandSpec& group) {
  std::string text =
      fmt::format("{0}: {1}\n\nUsage: plimsoll {0} COMMAND [OPTION...]\n\nCommands:\n", group.name,
                  group.summary);
  for (const CommandSpec* spec : members_of(group.command)) {
    text += fmt::format("  {:<12} {}\n", spec->name.substr(group.name.size() + 1), spec->summary);
  }
  return text +
         fmt::format("\n`plimsoll {} COMMAND --help` shows the options of a command.\n\n",
                     group.name) +
         options_of(group.command);
}

}  // namespace

std::string help_text(Command command) {
  if (command == Command::Help) return program_help();
  const CommandSpec& spec = spec_of(command);
  if (is_group(spec)) return group_help(spec);
  std::string text =
      fmt::format("{}: {}\n\nUsage: {}\n\n", spec.name, spec.summary, usage_of(spec));
  if (!spec.about.empty()) text += fmt::format("{}\n", spec.about);
  return text + options_of(command);
}

}  // namespace plimsoll::app
