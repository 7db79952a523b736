#include "app/cli/command_line.h"

#include <catch2/catch.hpp>
#include <set>

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

Result<CommandLine> parsed(const std::vector<std::string>& arguments) {
  return parse_command_line(arguments,
                            [](const std::string& path) { return path == "Dockerfile"; });
}

std::string complaint(const std::vector<std::string>& arguments) {
  const Result<CommandLine> line = parsed(arguments);
  return line ? "no complaint" : line.error().message;
}

}  // namespace

TEST_CASE("a command, its flags and its operands, in any order") {
  const auto line = parsed({"lint", "a", "--format=json", "-j", "4", "-q", "--", "-b"});
  REQUIRE(line);
  CHECK(line->command == Command::Lint);
  CHECK(line->operands == std::vector<std::string>{"a", "-b"});
  CHECK(line->last(FlagId::Format)->value == "json");
  CHECK(line->last(FlagId::Jobs)->value == "4");
  CHECK(line->has(FlagId::Quiet));
  CHECK_FALSE(line->has(FlagId::Verbose));
}

TEST_CASE("short flags stand together and hold their value") {
  const auto line = parsed({"lint", "-qj4", "-fjson", "-"});
  REQUIRE(line);
  CHECK(line->last(FlagId::Jobs)->value == "4");
  CHECK(line->last(FlagId::Format)->value == "json");
  CHECK(line->operands == std::vector<std::string>{"-"});
}

TEST_CASE("the last of a flag decides, and its spelling is kept") {
  const auto line = parsed({"lint", "--fail-level", "error", "--failure-threshold", "style"});
  REQUIRE(line);
  CHECK(line->last(FlagId::Configured)->value == "style");
  CHECK(line->last(FlagId::Configured)->spelled == "--failure-threshold");
  CHECK(line->last(FlagId::Configured)->spec->option == "fail-level");
}

TEST_CASE("without a command, a file or a flag means lint") {
  CHECK(parsed({"Dockerfile"})->command == Command::Lint);
  CHECK(parsed({"./missing"})->command == Command::Lint);
  CHECK(parsed({"."})->command == Command::Lint);
  CHECK(parsed({"-"})->command == Command::Lint);
  CHECK(parsed({"--ignore", "DL3008", "Dockerfile"})->operands.size() == 1);
  CHECK(parsed({})->command == Command::Help);
  CHECK(parsed({"--help"})->command == Command::Help);
  CHECK(parsed({"--version"})->has(FlagId::Version));
}

TEST_CASE("a mistake is named, with what was meant") {
  CHECK(complaint({"lnt"}) ==
        "`lnt` is neither a command nor a file\n  did you mean `plimsoll lint`?");
  CHECK(complaint({"lint", "--selct", "x"}) ==
        "`plimsoll lint` has no option --selct\n  did you mean --select?");
  CHECK(complaint({"lint", "--unsafe"}) ==
        "`plimsoll lint` has no option --unsafe\n  `plimsoll fix` has it");
  CHECK(complaint({"lint", "--format"}) == "--format lacks its value\n  write --format FORMAT");
  CHECK(complaint({"lint", "--quiet=1"}) == "--quiet takes no value\n  see `plimsoll lint --help`");
  CHECK(complaint({"lint", "--color", "red"}) ==
        "--color cannot be `red`\n  it is auto, always or never");
  CHECK(complaint({"parse", "-z"}) ==
        "`plimsoll parse` has no option -z\n  see `plimsoll parse --help`");
}

TEST_CASE("every command has a help that names its flags") {
  for (const CommandSpec& spec : command_table()) {
    const std::string text = help_text(spec.command);
    CHECK(text.find("Usage: plimsoll") != std::string::npos);
    if (spec.command == Command::Help) continue;
    for (const FlagSpec& flag : flag_table()) {
      if (!takes(flag, spec.command) || flag.help.empty()) continue;
      CAPTURE(spec.name, flag.name);
      CHECK(text.find(flag.name) != std::string::npos);
    }
  }
}

TEST_CASE("no command takes one spelling for two flags") {
  for (const CommandSpec& spec : command_table()) {
    std::set<std::string_view> seen;
    for (const FlagSpec& flag : flag_table()) {
      if (!takes(flag, spec.command)) continue;
      CAPTURE(spec.name, flag.name, flag.other);
      CHECK(seen.insert(flag.name).second);
      CHECK((flag.other.empty() || seen.insert(flag.other).second));
    }
  }
}

TEST_CASE("there is a completion script for three shells") {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(shell);
    for (const CommandSpec& spec : command_table()) {
      CHECK(script.find(spec.name.substr(spec.name.rfind(' ') + 1)) != std::string::npos);
    }
    CHECK(script.find("stdin-filename") != std::string::npos);
    CHECK(script.find("failure-threshold") == std::string::npos);
  }
  CHECK(completion_script("tcsh").empty());
}
