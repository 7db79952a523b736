#include "analyzer/image/contents/started.h"

#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"
#include "analyzer/image/contents/lines.h"
#include "analyzer/image/contents/loader.h"

namespace plimsoll::image {

static constexpr std::string_view default_path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
static constexpr int max_interpreters =
    4;  // a script's interpreter may be a script: Linux allows 4
static constexpr std::uint16_t owner_x = 0100, group_x = 0010, other_x = 0001;

// --- The shell.

static bool is_shell(std::string_view program) {
  static constexpr std::array<std::string_view, 6> names = {"sh",   "bash", "ash",
                                                            "dash", "zsh",  "ksh"};
  return std::find(names.begin(), names.end(), file_name(program)) != names.end();
}

// What a shell takes for itself when it is the first word of a command.
static bool is_shells_own(std::string_view word) {
  static constexpr std::array<std::string_view, 38> words = {
      ".",      ":",    "[",    "alias",    "case",   "cd",    "command", "do",     "done", "echo",
      "eval",   "exec", "exit", "export",   "false",  "for",   "if",      "kill",   "let",  "local",
      "printf", "pwd",  "read", "readonly", "return", "set",   "shift",   "source", "test", "times",
      "trap",   "true", "type", "ulimit",   "umask",  "unset", "until",   "while"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

static bool is_plain(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '/' || c == '+';
  });
}

std::string_view first_program(std::string_view script) {
  script = trimmed(script);
  const auto word_of = [&] { return script.substr(0, script.find_first_of(" \t\n;&|<>()")); };
  std::string_view word = word_of();
  if (word == "exec") {
    script = trimmed(script.substr(word.size()));
    word = word_of();
  }
  // `name() {`, and `&&` at once behind a name, are told by what follows.
  const std::string_view rest = trimmed(script.substr(word.size()));
  if (!is_plain(word) || is_shells_own(word) || word.starts_with('-') || rest.starts_with('(')) {
    return {};
  }
  return word;
}

// --- Where a program is.

std::string ProgramFinder::from_working_directory(std::string_view path) const {
  const std::string directory =
      config_.working_dir.starts_with('/') ? config_.working_dir : "/" + config_.working_dir;
  while (path.starts_with("./")) path.remove_prefix(2);
  return join_path(directory, path);
}

void ProgramFinder::find(Started& program) const {
  const auto is_file = [&](const std::string& path) {
    const PathId place = tree_.resolve(path);
    if (place == no_path || tree_.is_directory(place)) return false;
    program.path = path.starts_with('/') ? path : "/" + path;
    program.file = tree_.live(place);
    return program.file.valid();
  };
  const Answer absent = contents_.whole() ? Answer::No : Answer::Unknown;
  if (program.word.find('/') != std::string::npos) {
    program.found = is_file(from_working_directory(program.word)) ? Answer::Yes : absent;
    return;
  }
  std::string_view list = contents_.env("PATH").value_or(default_path);
  program.found = program.word.empty() ? Answer::Unknown : absent;
  while (!list.empty() && !program.word.empty()) {
    const std::size_t colon = list.find(':');
    const std::string_view directory = list.substr(0, colon);
    list.remove_prefix(colon == std::string_view::npos ? list.size() : colon + 1);
    std::string path = from_working_directory(directory.empty() ? "." : directory);
    path += "/" + program.word;
    if (!is_file(path)) continue;
    program.found = Answer::Yes;
    std::string blocked;
    // One that may not be executed is passed over; if it is the only one, it is the one meant.
    if (!is_no(may_execute(tree_.resolve(path), blocked))) return;
  }
}

// --- Whether it may be executed.

Answer ProgramFinder::permits(PathId path) const {
  const EntryRef entry = tree_.live(path);
  // Directories that no layer has are made 0755 for root.
  if (!entry.valid()) return answer(tree_.is_directory(path));
  const ScannedEntry& file = tree_.at(tree_.inode(entry));
  const EffectiveUser& user = contents_.user();
  constexpr std::uint16_t any_x = owner_x | group_x | other_x;
  const bool directory = file.kind == EntryKind::Directory;
  if ((file.mode & any_x) == any_x) return Answer::Yes;
  if (!user.uid) return (file.mode & any_x) == 0 ? Answer::No : Answer::Unknown;
  // root passes every directory, and executes what anybody may.
  if (*user.uid == 0) return answer(directory || (file.mode & any_x) != 0);
  if (file.uid == *user.uid) return answer((file.mode & owner_x) != 0);
  if (!user.gid) return Answer::Unknown;
  const bool in_group = *user.gid == file.gid || std::find(user.groups.begin(), user.groups.end(),
                                                           file.gid) != user.groups.end();
  return answer((file.mode & (in_group ? group_x : other_x)) != 0);
}

Answer ProgramFinder::may_execute(PathId path, std::string& blocked_by) const {
  Answer all = Answer::Yes;
  for (PathId at = path; at != no_path; at = at == root_path ? no_path : tree_.paths().parent(at)) {
    const Answer here = permits(at);
    all = both(all, here);
    if (is_no(here)) blocked_by = "/" + tree_.paths().path(at);
  }
  return all;
}

// --- What it needs.

void ProgramFinder::examine_script(Started& program, std::string_view line, int depth) const {
  program.carriage_return = program.carriage_return || line.ends_with('\r');
  if (line.ends_with('\r')) return;  // the interpreter's name has it at its end: none has
  line = trimmed(line);
  const std::size_t blank = line.find_first_of(" \t");
  std::string_view interpreter = line.substr(0, blank);
  std::string_view argument =
      blank == std::string_view::npos ? std::string_view{} : trimmed(line.substr(blank));
  if (interpreter.empty()) return;
  Started next;
  next.word = interpreter;
  find(next);
  if (is_no(next.found)) {
    program.missing_interpreter = interpreter;
    return;
  }
  if (!is_yes(next.found)) return;
  if (file_name(interpreter) == "env" && !argument.empty()) {
    if (argument.starts_with("-S")) argument = trimmed(argument.substr(2));
    const std::string_view word = argument.substr(0, argument.find_first_of(" \t"));
    if (word.starts_with('-') || word.find('=') != word.npos || !is_plain(word)) return;
    next = {};
    next.word = word;
    find(next);
    if (is_no(next.found)) program.missing_interpreter = word;
    if (!is_yes(next.found)) return;
  }
  if (depth >= max_interpreters) return;
  examine(next, depth + 1);
  if (program.missing_interpreter.empty()) program.missing_interpreter = next.missing_interpreter;
  program.missing_libraries = next.missing_libraries;
}

void ProgramFinder::examine_elf(Started& program, const ElfHead& elf) const {
  if (!elf.interpreter.empty() && is_no(contents_.exists(elf.interpreter))) {
    program.missing_interpreter = elf.interpreter;
    return;
  }
  MissingLibraries missing = missing_libraries(tree_, contents_, tree_.resolve(program.path));
  if (is_yes(missing.known)) program.missing_libraries = std::move(missing.names);
}

void ProgramFinder::examine(Started& program, int depth) const {
  if (!is_yes(program.found)) return;
  program.executable = may_execute(tree_.resolve(program.path), program.blocked_by);
  if (const std::optional<std::string_view> script = contents_.script(program.file)) {
    examine_script(program, *script, depth);
  } else if (const ElfHead* elf = contents_.elf(program.file)) {
    examine_elf(program, *elf);
  }
}

// --- The configuration.

Started ProgramFinder::look_up(std::string_view word) const {
  Started program;
  program.word = word;
  find(program);
  examine(program, 0);
  return program;
}

void ProgramFinder::add(std::vector<Started>& list, const std::vector<std::string>& argv,
                        std::string_view field, bool first) const {
  if (argv.empty() || argv.front().empty()) return;
  const auto put = [&](std::string_view word, bool in_shell) {
    Started program = look_up(word);
    program.field = field;
    program.first = first;
    program.in_shell = in_shell;
    list.push_back(std::move(program));
  };
  put(argv.front(), false);
  if (argv.size() < 3 || !is_shell(argv[0]) || argv[1] != "-c") return;
  const std::string_view inner = first_program(argv[2]);
  if (!inner.empty()) put(inner, true);
}

std::vector<Started> ProgramFinder::started() const {
  std::vector<Started> list;
  if (config_.platform.os == "windows") return list;
  const bool has_entrypoint = config_.entrypoint && !config_.entrypoint->empty();
  if (has_entrypoint) {
    add(list, *config_.entrypoint, "Entrypoint", true);
  } else if (config_.cmd) {
    add(list, *config_.cmd, "Cmd", true);
  }
  if (!config_.healthcheck || config_.healthcheck->test.size() < 2) return list;
  const std::vector<std::string>& test = config_.healthcheck->test;
  if (test.front() == "CMD") {
    add(list, {test.begin() + 1, test.end()}, "Healthcheck", false);
  } else if (test.front() == "CMD-SHELL") {
    std::vector<std::string> shell = config_.shell.value_or(std::vector<std::string>{});
    if (shell.empty()) shell = {"/bin/sh", "-c"};
    shell.push_back(test[1]);
    add(list, shell, "Healthcheck", false);
  }
  return list;
}

}  // namespace plimsoll::image
