#pragma once

// Which language a shell text is written in, and with which options it starts: told from the words
// of a SHELL instruction, from a `#!` line, or from the words of `bash -o pipefail -c ...`.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/answer.h"

namespace plimsoll {

// Sh stands for every POSIX shell (dash, ash, ksh ...); Other for an interpreter that is no shell.
enum class Dialect : std::uint8_t { Sh, Bash, PowerShell, Cmd, Other };

// True for the dialects that this layer reads; the others give an opaque CommandList.
[[nodiscard]] constexpr bool is_posix(Dialect d) { return d == Dialect::Sh || d == Dialect::Bash; }

// Shell options that change what a rule may conclude. Unknown: set on some ways through the script.
struct ShellOptions {
  Answer errexit = Answer::No;
  Answer pipefail = Answer::No;
  Answer nounset = Answer::No;
  Answer xtrace = Answer::No;

  friend bool operator==(const ShellOptions&, const ShellOptions&) = default;
};

struct ShellSetup {
  Dialect dialect = Dialect::Sh;
  std::string interpreter = "sh";  // the program's base name, lower case, without ".exe"
  ShellOptions options;

  friend bool operator==(const ShellSetup&, const ShellSetup&) = default;
};

// From the words of SHELL: {"/bin/bash", "-o", "pipefail", "-c"}, {"powershell", "-Command"},
// {"cmd", "/S", "/C"}. No words: the default, `/bin/sh -c`. `env -S bash -e` is looked through,
// and so is a launcher that hands the text on: {"conda", "run", "-n", "app", "bash", "-c"}.
[[nodiscard]] ShellSetup shell_from_argv(const std::vector<std::string>& argv);

// From the first line of `script` when it begins with `#!`; else `otherwise`. A script with a `#!`
// is run as a file: nothing of `otherwise` remains.
[[nodiscard]] ShellSetup shell_from_shebang(std::string_view script, const ShellSetup& otherwise);

// Reads the option words of a shell (`-euxo pipefail`, `+e`, `-o errexit`) from `words[at]` on into
// `options`; returns the index of the first word that is no option. Also what `set` takes.
[[nodiscard]] std::size_t read_shell_options(const std::vector<std::string_view>& words,
                                             std::size_t at, ShellOptions& options);

}  // namespace plimsoll
