#include "analyzer/shell/dialect.h"

#include <algorithm>

namespace plimsoll {

namespace {

std::string base_name(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  std::string name;
  for (const char c : path) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (name.ends_with(".exe")) name.resize(name.size() - 4);
  return name;
}

Dialect dialect_of(std::string_view interpreter) {
  if (interpreter == "bash" || interpreter == "zsh") return Dialect::Bash;
  for (const std::string_view name : {"sh", "dash", "ash", "ksh", "ksh93", "mksh", "busybox"}) {
    if (interpreter == name) return Dialect::Sh;
  }
  if (interpreter == "powershell" || interpreter == "pwsh") return Dialect::PowerShell;
  if (interpreter == "cmd") return Dialect::Cmd;
  return Dialect::Other;
}

void set_option(std::string_view name, Answer value, ShellOptions& options) {
  if (name == "errexit" || name == "e") options.errexit = value;
  if (name == "pipefail") options.pipefail = value;
  if (name == "nounset" || name == "u") options.nounset = value;
  if (name == "xtrace" || name == "x") options.xtrace = value;
}

ShellSetup setup_of(const std::vector<std::string_view>& words) {
  ShellSetup setup;
  std::size_t at = 0;
  // `env -S bash -e`, `env bash`, `busybox sh`: what they start.
  while (at < words.size() &&
         (base_name(words[at]) == "env" || base_name(words[at]) == "busybox")) {
    ++at;
    while (at < words.size() &&
           (words[at].starts_with('-') || words[at].find('=') != words[at].npos)) {
      ++at;
    }
  }
  if (at >= words.size()) return setup;
  setup.interpreter = base_name(words[at]);
  setup.dialect = dialect_of(setup.interpreter);
  if (is_posix(setup.dialect)) (void)read_shell_options(words, at + 1, setup.options);
  return setup;
}

}  // namespace

std::size_t read_shell_options(const std::vector<std::string_view>& words, std::size_t at,
                               ShellOptions& options) {
  for (; at < words.size(); ++at) {
    const std::string_view word = words[at];
    if (word == "--") return at + 1;
    if (word.size() < 2 || (word[0] != '-' && word[0] != '+')) return at;
    if (word.starts_with("--")) continue;
    const Answer value = answer(word[0] == '-');
    for (std::size_t i = 1; i < word.size(); ++i) {
      if (word[i] != 'o' && word[i] != 'O') {
        set_option(word.substr(i, 1), value, options);
      } else if (at + 1 < words.size()) {
        ++at;
        if (word[i] == 'o') set_option(words[at], value, options);
      }
    }
  }
  return at;
}

ShellSetup shell_from_argv(const std::vector<std::string>& argv) {
  const std::vector<std::string_view> words(argv.begin(), argv.end());
  ShellSetup setup = setup_of(words);
  if (setup.dialect != Dialect::Other || !words.back().starts_with('-') ||
      !words.back().ends_with('c')) {
    return setup;
  }
  // A launcher hands the text on: `conda run -n app /bin/bash -c`, `tini -- sh -c`.
  const auto shell = std::find_if(words.begin(), words.end(), [](std::string_view word) {
    return is_posix(dialect_of(base_name(word)));
  });
  return shell == words.end() ? setup : setup_of({shell, words.end()});
}

ShellSetup shell_from_shebang(std::string_view script, const ShellSetup& otherwise) {
  if (!script.starts_with("#!")) return otherwise;
  std::string_view line = script.substr(2, script.find('\n') - 2);
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
  return words.empty() ? otherwise : setup_of(words);
}

}  // namespace plimsoll
