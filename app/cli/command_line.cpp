#include "app/cli/command_line.h"

#include <fmt/format.h>

#include <optional>

#include "app/config/complaint.h"

namespace plimsoll::app {
namespace {

const CommandSpec* find_command(std::string_view name) {
  for (const CommandSpec& spec : command_table()) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

const FlagSpec* find_flag(std::string_view spelled, Command command) {
  for (const FlagSpec& flag : flag_table()) {
    if (takes(flag, command) && (flag.name == spelled || flag.other == spelled)) return &flag;
  }
  return nullptr;
}

std::string in_words(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

tl::unexpected<Error> usage_failure(const std::string& what, const std::string& what_to_do) {
  return failure(fmt::format("{}\n  {}", what, what_to_do));
}

std::string see_help(Command command) {
  return command == Command::Help ? "see `plimsoll help`"
                                  : fmt::format("see `plimsoll {} --help`", spec_of(command).name);
}

tl::unexpected<Error> unknown_flag(const std::string& spelled, Command command) {
  const std::string what =
      fmt::format("`plimsoll {}` has no option {}", spec_of(command).name, spelled);
  std::vector<std::string_view> names;
  for (const FlagSpec& flag : flag_table()) {
    if (takes(flag, command) && !flag.help.empty()) names.push_back(flag.name);
  }
  if (command == Command::Lint && spelled == "--fix") {
    return usage_failure(what, "`plimsoll fix` mends what it can");
  }
  if (const std::string_view near = nearest(spelled, names); !near.empty()) {
    return usage_failure(what, fmt::format("did you mean {}?", near));
  }
  for (const CommandSpec& other : command_table()) {
    if (find_flag(spelled, other.command) == nullptr) continue;
    return usage_failure(what, fmt::format("`plimsoll {}` has it", other.name));
  }
  return usage_failure(what, see_help(command));
}

tl::unexpected<Error> unknown_command(const std::string& word) {
  std::vector<std::string_view> names;
  for (const CommandSpec& spec : command_table()) names.push_back(spec.name);
  const std::string what = fmt::format("`{}` is neither a command nor a file", word);
  if (const std::string_view near = nearest(word, names); !near.empty()) {
    return usage_failure(what, fmt::format("did you mean `plimsoll {}`?", near));
  }
  return usage_failure(what, see_help(Command::Help));
}

tl::unexpected<Error> unknown_member(const CommandSpec& group, const std::string& word) {
  std::vector<std::string> words;
  for (const CommandSpec* spec : members_of(group.command)) {
    words.emplace_back(spec->name.substr(group.name.size() + 1));
  }
  const std::string what = fmt::format("`plimsoll {}` has no command `{}`", group.name, word);
  const std::vector<std::string_view> names(words.begin(), words.end());
  if (const std::string_view near = nearest(word, names); !near.empty()) {
    return usage_failure(what, fmt::format("did you mean `plimsoll {} {}`?", group.name, near));
  }
  return usage_failure(what, see_help(group.command));
}

Result<void> check_value(const FlagSpec& flag, Command command, const std::string& spelled,
                         const std::string& value) {
  // The others are checked where they are used.
  if (flag.id != FlagId::Color && flag.id != FlagId::Network && flag.id != FlagId::Sandbox &&
      flag.id != FlagId::Progress && flag.id != FlagId::Score && flag.id != FlagId::Verify) {
    return {};
  }
  const std::vector<std::string_view> known = known_values(flag, command);
  for (const std::string_view word : known) {
    if (word == value) return {};
  }
  return usage_failure(fmt::format("{} cannot be `{}`", spelled, value),
                       fmt::format("it is {}", in_words(known)));
}

// Reads the arguments one by one; `--name value`, `--name=value`, `-j4`, `-j 4`, `-qV`.
class Reader {
 public:
  Reader(std::span<const std::string> arguments, Command command)
      : arguments_(arguments), line_{command, {}, {}} {}

  Result<CommandLine> read() {
    while (at_ < arguments_.size()) {
      const std::string& argument = arguments_[at_++];
      if (only_operands_ || argument == "-" || !argument.starts_with('-')) {
        line_.operands.push_back(argument);
      } else if (argument == "--") {
        only_operands_ = true;
      } else if (const Result<void> done =
                     argument.starts_with("--") ? read_long(argument) : read_short(argument);
                 !done) {
        return tl::unexpected<Error>(done.error());
      }
    }
    return std::move(line_);
  }

 private:
  Result<void> read_long(const std::string& argument) {
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    const FlagSpec* flag = find_flag(name, line_.command);
    if (flag == nullptr) return unknown_flag(name, line_.command);
    std::optional<std::string> value;
    if (equals != std::string::npos) value = argument.substr(equals + 1);
    if (flag->value.empty() && value) {
      return usage_failure(fmt::format("{} takes no value", name), see_help(line_.command));
    }
    return add(*flag, name, std::move(value));
  }

  Result<void> read_short(const std::string& argument) {
    for (std::size_t i = 1; i < argument.size(); ++i) {
      const std::string name = {'-', argument[i]};
      const FlagSpec* flag = find_flag(name, line_.command);
      if (flag == nullptr) return unknown_flag(i == 1 ? argument : name, line_.command);
      std::optional<std::string> value;
      if (!flag->value.empty() && i + 1 < argument.size()) {
        value = argument.substr(i + (argument[i + 1] == '=' ? 2 : 1));
      }
      const bool took_all = value.has_value();
      if (const Result<void> done = add(*flag, name, std::move(value)); !done) return done;
      if (took_all) break;
    }
    return {};
  }

  Result<void> add(const FlagSpec& flag, const std::string& name,
                   std::optional<std::string> value) {
    if (flag.value.empty()) {
      value = std::string(flag.implied_value);
    } else if (!value) {
      if (at_ == arguments_.size()) {
        return usage_failure(fmt::format("{} lacks its value", name),
                             fmt::format("write {} {}", name, flag.value));
      }
      value = arguments_[at_++];
    }
    const Result<void> valid = check_value(flag, line_.command, name, *value);
    if (valid) line_.flags.push_back({&flag, std::move(*value), name});
    return valid;
  }

  std::span<const std::string> arguments_;
  CommandLine line_;
  std::size_t at_ = 0;
  bool only_operands_ = false;
};

}  // namespace

const GivenFlag* CommandLine::last(FlagId id) const {
  for (auto flag = flags.rbegin(); flag != flags.rend(); ++flag) {
    if (flag->spec->id == id) return &*flag;
  }
  return nullptr;
}

Result<CommandLine> parse_command_line(std::span<const std::string> arguments,
                                       const std::function<bool(const std::string& path)>& exists) {
  if (arguments.empty()) return CommandLine{};
  const std::string& first = arguments.front();
  if (arguments.size() > 1) {
    if (const CommandSpec* spec = find_command(first + " " + arguments[1])) {
      return Reader(arguments.subspan(2), spec->command).read();
    }
  }
  if (const CommandSpec* spec = find_command(first)) {
    const bool member = is_group(*spec) && arguments.size() > 1 && !arguments[1].starts_with('-');
    if (member) return unknown_member(*spec, arguments[1]);
    return Reader(arguments.subspan(1), spec->command).read();
  }
  if (first == "--help" || first == "-h") return CommandLine{};
  const bool path = first.find_first_of("/.") != std::string::npos;
  if (!first.starts_with('-') && !path && !exists(first)) return unknown_command(first);
  return Reader(arguments, Command::Lint).read();
}

}  // namespace plimsoll::app
