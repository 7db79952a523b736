#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "app/cli/command_line.h"
#include "rules/table.h"

// One script for each shell, written out in full from the table: no call back into the program at
// every press of the tab key, and nothing to keep in step by hand.

namespace plimsoll::app {
namespace {

bool is_shown(const FlagSpec& flag, Command command) {
  return takes(flag, command) && !flag.help.empty();
}

std::string joined(const std::vector<std::string_view>& words, const char* between = " ") {
  std::string text;
  for (const std::string_view word : words) {
    text += (text.empty() ? "" : between) + std::string(word);
  }
  return text;
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const CommandSpec* spec : members_of(Command::Help)) names.push_back(spec->name);
  return names;
}

// "store ls" -> "ls".
std::string_view last_word(const CommandSpec& spec) {
  return spec.name.substr(spec.name.rfind(' ') + 1);  // npos + 1 is 0
}

std::vector<std::string_view> group_names() {
  std::vector<std::string_view> names;
  for (const CommandSpec& spec : command_table()) {
    if (is_group(spec)) names.push_back(spec.name);
  }
  return names;
}

std::vector<std::string_view> flag_names(Command command) {
  std::vector<std::string_view> names;
  for (const FlagSpec& flag : flag_table()) {
    if (is_shown(flag, command)) names.push_back(flag.name);
  }
  return names;
}

// The words that may stand behind a command where no path does.
std::vector<std::string_view> rule_names() {
  std::vector<std::string_view> names;
  for (const rules::Rule* rule : rules::all_rules()) names.push_back(rule->name);
  return names;
}

std::vector<std::string_view> category_names() {
  std::vector<std::string_view> names;
  for (const rules::Rule* rule : rules::all_rules()) names.push_back(to_string(rule->category));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<std::string_view> operand_words(Command command) {
  switch (command) {
    case Command::Completions:
      return {"bash", "zsh", "fish"};
    case Command::Migrate:
      return {"hadolint"};
    case Command::Store:
    case Command::Index: {
      std::vector<std::string_view> words;
      for (const CommandSpec* spec : members_of(command)) words.push_back(last_word(*spec));
      return words;
    }
    case Command::Help:
      return command_names();
    case Command::Explain:
      return rule_names();
    case Command::Rules:
      return category_names();
    default:
      return {};
  }
}

std::string bash_script() {
  std::string text =
      "# bash completion of plimsoll; source it, or put it where bash-completion looks\n"
      "_plimsoll() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local command=${COMP_WORDS[1]}\n"
      "  case $command in\n    %GROUPS%)\n"
      "      [[ $COMP_CWORD -gt 2 ]] && command=\"$command ${COMP_WORDS[2]}\" ;;\n  esac\n"
      "  case \"$command $before\" in\n";
  for (const CommandSpec& spec : command_table()) {
    for (const FlagSpec& flag : flag_table()) {
      const std::vector<std::string_view> values = known_values(flag, spec.command);
      if (!is_shown(flag, spec.command) || values.empty()) continue;
      text += fmt::format("    \"{} {}\")", spec.name, flag.name);
      text +=
          fmt::format(" COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", joined(values));
    }
  }
  text += "  esac\n  if [[ $COMP_CWORD -eq 1 && $word != -* ]]; then\n";
  text +=
      fmt::format("    COMPREPLY=($(compgen -W '{}' -- \"$word\") $(compgen -f -- \"$word\"))\n",
                  joined(command_names()));
  text += "    return\n  fi\n  local flags= words=\n  case \"$command\" in\n";
  for (const CommandSpec& spec : command_table()) {
    text += fmt::format("    '{}') flags='{}' words='{}' ;;\n", spec.name,
                        joined(flag_names(spec.command)), joined(operand_words(spec.command)));
  }
  text += fmt::format("    *) flags='{}' ;;\n  esac\n", joined(flag_names(Command::Lint)));
  text +=
      "  if [[ $word == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$flags\" -- \"$word\"))\n"
      "  elif [[ -n $words ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "  fi\n"
      "}\n"
      "complete -o filenames -F _plimsoll plimsoll\n";
  constexpr std::string_view groups = "%GROUPS%";
  return text.replace(text.find(groups), groups.size(), joined(group_names(), "|"));
}

// Inside single quotes and brackets of a zsh or fish specification.
std::string quoted(std::string_view text, std::string_view special) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\'') {
      result += "'\\''";
      continue;
    }
    if (special.find(letter) != std::string_view::npos) result += '\\';
    result += letter;
  }
  return result;
}

std::string zsh_script() {
  std::string text =
      "#compdef plimsoll\n# zsh completion of plimsoll; put it as _plimsoll into a folder of "
      "$fpath\n"
      "_plimsoll() {\n  local -a commands=(\n";
  for (const CommandSpec* spec : members_of(Command::Help)) {
    text += fmt::format("    '{}:{}'\n", spec->name, quoted(spec->summary, ":"));
  }
  text +=
      "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    _files\n    "
      "return\n  fi\n"
      "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n"
      "  case $command in\n    " +
      joined(group_names(), "|") +
      ")\n      (( CURRENT > 2 )) && { command=\"$command $words[2]\"; shift words; "
      "(( CURRENT-- )); } ;;\n  esac\n  case $command in\n";
  for (const CommandSpec& spec : command_table()) {
    text += fmt::format("    '{}')\n      _arguments", spec.name);
    for (const FlagSpec& flag : flag_table()) {
      if (!is_shown(flag, spec.command)) continue;
      text += fmt::format(" \\\n        '*{}[{}]", flag.name, quoted(flag.help, "[]:"));
      if (!flag.value.empty()) {
        const std::vector<std::string_view> values = known_values(flag, spec.command);
        const std::string action = values.empty() ? "_files" : fmt::format("({})", joined(values));
        text += fmt::format(":{}:{}", quoted(flag.value, "[]:"), action);
      }
      text += "'";
    }
    const std::vector<std::string_view> words = operand_words(spec.command);
    if (!words.empty()) text += fmt::format(" \\\n        '*:word:({})'", joined(words));
    if (words.empty() && !spec.operands.empty()) text += " \\\n        '*:file:_files'";
    text += " ;;\n";
  }
  text +=
      "    *) _files ;;\n  esac\n}\n"
      "if [ \"$funcstack[1]\" = _plimsoll ]; then _plimsoll \"$@\"; else compdef _plimsoll "
      "plimsoll; fi\n";
  return text;
}

// "store ls" is two words that have both been seen.
std::string seen(const CommandSpec& spec) {
  const std::size_t blank = spec.name.find(' ');
  const std::string first =
      fmt::format("__fish_seen_subcommand_from {}", spec.name.substr(0, blank));
  if (blank == std::string_view::npos) return first;
  return fmt::format("{}; and __fish_seen_subcommand_from {}", first, last_word(spec));
}

std::string fish_script() {
  std::string text = "# fish completion of plimsoll; save it as completions/plimsoll.fish\n";
  for (const CommandSpec* spec : members_of(Command::Help)) {
    text += fmt::format("complete -c plimsoll -n __fish_use_subcommand -a {} -d '{}'\n", spec->name,
                        quoted(spec->summary, "\\"));
  }
  for (const CommandSpec& spec : command_table()) {
    const std::string when = fmt::format("-n '{}'", seen(spec));
    for (const FlagSpec& flag : flag_table()) {
      if (!is_shown(flag, spec.command)) continue;
      text += fmt::format("complete -c plimsoll {} -l {}", when, flag.name.substr(2));
      if (!flag.other.empty()) text += fmt::format(" -s {}", flag.other.substr(1));
      const std::vector<std::string_view> values = known_values(flag, spec.command);
      if (!flag.value.empty()) text += " -r";
      if (!values.empty()) text += fmt::format(" -f -a '{}'", joined(values));
      text += fmt::format(" -d '{}'\n", quoted(flag.help, "\\"));
    }
    if (const std::vector<std::string_view> words = operand_words(spec.command); !words.empty()) {
      text += fmt::format("complete -c plimsoll {} -f -a '{}'\n", when, joined(words));
    }
  }
  return text;
}

}  // namespace

std::string completion_script(std::string_view shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return zsh_script();
  if (shell == "fish") return fish_script();
  return {};
}

}  // namespace plimsoll::app
