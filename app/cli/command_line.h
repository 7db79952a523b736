#pragma once

// Long because it is one table of names.
//
// The command line as a table: which commands there are, which flags each takes. Parsing, help,
// completions and the documentation's test are made from it. A command that is not in the table
// does not exist.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "app/cli/command_ids.h"

namespace plimsoll::app {

struct CommandSpec {
  Command command = Command::Help;
  std::string_view name;        // "build"; of a group's member both words, "store ls"
  std::string_view operands;    // "[PATH...]", as the usage line shows it
  std::string_view summary;     // one phrase, lower case
  std::string_view about = {};  // lines on the operands; may be empty
};

struct FlagSpec {
  FlagId id = FlagId::Help;
  std::string_view name;           // with its dashes
  std::string_view other;          // another spelling, "-j"; may be empty
  std::string_view value;          // what help calls the value; empty: a switch
  std::string_view option;         // of Configured: the option's name in plimsoll.toml
  bool list = false;               // the value is a list with commas
  std::uint64_t commands = 0;      // bits by Command
  std::string_view help;           // empty: understood, not shown (habits of other tools)
  std::string_view implied_value;  // of a switch that is Configured: the value that it gives
};

struct GivenFlag {
  const FlagSpec* spec = nullptr;
  std::string value;
  std::string spelled;  // as the user wrote it
};

struct CommandLine {
  Command command = Command::Help;
  std::vector<GivenFlag> flags;  // in order
  std::vector<std::string> operands;

  [[nodiscard]] bool has(FlagId id) const { return last(id) != nullptr; }
  // The last of its kind decides; null when it was not given.
  [[nodiscard]] const GivenFlag* last(FlagId id) const;
};

[[nodiscard]] std::span<const CommandSpec> command_table();
[[nodiscard]] std::span<const FlagSpec> flag_table();
[[nodiscard]] const CommandSpec& spec_of(Command command);
// `store`, of which there are members alone ("store ls"); a group does nothing itself.
[[nodiscard]] bool is_group(const CommandSpec& spec);
// Its members; for the program (Command::Help) what stands in no group.
[[nodiscard]] std::vector<const CommandSpec*> members_of(Command group);
[[nodiscard]] bool takes(const FlagSpec& flag, Command command);

// `arguments` without the program's name. Without a command `lint` is meant if the first argument
// is a flag or something that is there (`exists`), so that `plimsoll Dockerfile` does what it
// seems to. Fails with the whole message: what is wrong, where, and what was meant.
[[nodiscard]] Result<CommandLine> parse_command_line(
    std::span<const std::string> arguments,
    const std::function<bool(const std::string& path)>& exists);

// The text of --help, for one command or (Command::Help) for the program.
[[nodiscard]] std::string help_text(Command command);

// A script that completes commands, flags and their values; empty for an unknown shell.
[[nodiscard]] std::string completion_script(std::string_view shell);

// The values that a flag may have, where they are known; for completions and complaints.
[[nodiscard]] std::vector<std::string_view> known_values(const FlagSpec& flag, Command command);

}  // namespace plimsoll::app
