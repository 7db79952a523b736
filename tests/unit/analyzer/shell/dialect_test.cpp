// Dialects and their options, from SHELL and from `#!`; exec forms.

#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

TEST_CASE("the words of SHELL name dialect and options") {
  struct Case {
    std::vector<std::string> argv;
    Dialect dialect;
    std::string_view interpreter;
    bool errexit;
    bool pipefail;
  };
  const Case cases[] = {
      {{}, Dialect::Sh, "sh", false, false},
      {{"/bin/sh", "-c"}, Dialect::Sh, "sh", false, false},
      {{"/bin/bash", "-o", "pipefail", "-c"}, Dialect::Bash, "bash", false, true},
      {{"/bin/bash", "-euxo", "pipefail", "-c"}, Dialect::Bash, "bash", true, true},
      {{"/bin/bash", "-o", "errexit", "-opipefail", "-c"}, Dialect::Bash, "bash", true, false},
      {{"/bin/ash", "-eo", "pipefail", "-c"}, Dialect::Sh, "ash", true, true},
      {{"/usr/bin/env", "bash", "-e", "-c"}, Dialect::Bash, "bash", true, false},
      {{"powershell", "-Command"}, Dialect::PowerShell, "powershell", false, false},
      {{"C:\\Program Files\\PowerShell\\pwsh.exe", "-c"},
       Dialect::PowerShell,
       "pwsh",
       false,
       false},
      {{"cmd", "/S", "/C"}, Dialect::Cmd, "cmd", false, false},
      {{"python3", "-c"}, Dialect::Other, "python3", false, false},
      {{"conda", "run", "-n", "app", "/bin/bash", "-ec"}, Dialect::Bash, "bash", true, false},
      {{"conda", "run", "-n", "app", "python"}, Dialect::Other, "conda", false, false},
  };
  for (const Case& c : cases) {
    const ShellSetup setup = shell_from_argv(c.argv);
    INFO(c.interpreter);
    CHECK(setup.dialect == c.dialect);
    CHECK(setup.interpreter == c.interpreter);
    CHECK(is_yes(setup.options.errexit) == c.errexit);
    CHECK(is_yes(setup.options.pipefail) == c.pipefail);
  }
}

TEST_CASE("a script names its interpreter") {
  ShellSetup otherwise;
  otherwise.options.pipefail = Answer::Yes;
  CHECK(shell_from_shebang("a\n", otherwise) == otherwise);
  const ShellSetup bash = shell_from_shebang("#!/usr/bin/env -S bash -e\na\n", otherwise);
  CHECK(bash.dialect == Dialect::Bash);
  CHECK(is_yes(bash.options.errexit));
  CHECK(is_no(bash.options.pipefail));
  CHECK(shell_from_shebang("#!", otherwise) == otherwise);
  const CommandList python = read_shell("#!/usr/bin/python3\nprint('x')\n");
  CHECK(python.opaque == CommandList::Opaque::NotPosix);
  CHECK(python.shell.interpreter == "python3");
  CHECK(python.commands.empty());
  CHECK(is_unknown(python.may_remove("/x")));
  CHECK(read_shell("Get-Item x", shell_from_argv({"pwsh", "-c"})).is_opaque());
}

TEST_CASE("an exec form is one command, and the script of its shell") {
  const std::string_view file = R"(RUN ["/bin/bash", "-eo", "pipefail", "-c", "a \"$X\" | b"])";
  const std::vector<ExecWord> argv = {{"/bin/bash", {5, 16}},
                                      {"-eo", {18, 23}},
                                      {"pipefail", {25, 35}},
                                      {"-c", {37, 41}},
                                      {"a \"$X\" | b", {43, 57}}};
  ShellReader reader;
  const CommandList list = reader.read_exec(file, argv);
  REQUIRE(list.commands.size() == 2);
  CHECK(list.find("a")->scope == 0);
  CHECK(list.find("b")->span.in(file) == "b");
  CHECK(is_yes(list.find("a")->options_in_force.pipefail));
  CHECK(list.find("a")->words[1].span.in(file) == "\"$X\\\"");
  REQUIRE(list.variables.size() == 1);
  const std::string_view plain = R"(["rm", "-rf", "/x/*"])";
  const CommandList rm =
      reader.read_exec(plain, {{"rm", {1, 5}}, {"-rf", {7, 12}}, {"/x/*", {14, 20}}});
  CHECK_FALSE(rm.commands[0].words[2].glob);
  CHECK(reader.read_exec("", {}).commands.empty());
  const std::string_view sudo = R"(["sudo", "sh", "-c", "x; y"])";
  const CommandList wrapped = reader.read_exec(
      sudo, {{"sudo", {2, 6}}, {"sh", {10, 12}}, {"-c", {16, 18}}, {"x; y", {22, 26}}});
  CHECK(wrapped.commands[0].is("sh"));
  CHECK(wrapped.find("y")->span == Span{25, 26});
  const std::string_view line_end = R"(["sh", "-c", "x\ny"])";
  CHECK(reader.read_exec(line_end, {{"sh", {1, 5}}, {"-c", {7, 11}}, {"x\ny", {13, 19}}})
            .is_opaque());
}

}  // namespace
}  // namespace plimsoll
