#include <algorithm>
#include <array>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// What only the shell itself can do: no exec of these.
static bool is_builtin(std::string_view program) {
  static constexpr std::array<std::string_view, 18> names{
      "cd",   "exit", "export", "set",   "source", ".",      "eval", "trap", "wait",
      "read", ":",    "ulimit", "umask", "alias",  "return", "true", "echo", "exec"};
  return std::find(names.begin(), names.end(), program) != names.end();
}

// One program with words that no shell need touch.
static bool is_plain(const CommandList& list) {
  if (list.is_opaque() || list.commands.size() != 1) return false;
  const Command& command = list.commands.front();
  const auto tilde = [](const ShellWord& word) { return word.tilde || !word.known; };
  return command.scope == 0 && !command.background && !command.negated &&
         command.assignments.empty() && command.redirects.empty() && !command.words.empty() &&
         command.fully_known() && !is_builtin(command.words.front().text) &&
         std::none_of(command.words.begin(), command.words.end(), tilde);
}

// The last command of a plain chain, which may take the shell's place; null where none may.
static const Command* last_of(const CommandList& list) {
  if (list.is_opaque() || list.commands.empty()) return nullptr;
  const Command* last = nullptr;
  for (const Command& command : list.commands) {
    if (command.scope == 0) last = &command;
    if (command.background || command.connector == Connector::Or) return nullptr;
    if (list.inside(command, Scope::Kind::Function)) return nullptr;
  }
  if (!last || last->pipeline_length != 1 || last->negated || last->words.empty()) return nullptr;
  // Something compound may stand behind it.
  const Span text = list.span;
  if (last->span.end != text.end || is_builtin(last->words.front().text)) return nullptr;
  return last;
}

static bool replaces_shell(const CommandList& list) {
  const Command* last = list.commands.empty() ? nullptr : &list.commands.back();
  return last && last->scope == 0 && !last->words.empty() && last->words.front().is("exec");
}

// Why the exec form might not mean the same; empty where it does.
static std::string doubt(const Facts& facts, const Instruction& instruction, const Stage& stage,
                         const Command& command) {
  const std::string& program = command.words.front().text;
  const bool system = program.starts_with("/bin/") || program.starts_with("/usr/bin/") ||
                      program.starts_with("/sbin/") || program.starts_with("/usr/sbin/");
  if ((program.find('/') != std::string::npos && !system) || program.ends_with(".sh")) {
    return "a script without a `#!` line only runs through a shell";
  }
  bool has_cmd = false;
  bool has_entrypoint = false;
  for (const Instruction* each : stage.instructions) {
    has_cmd = has_cmd || each->keyword == Keyword::Cmd;
    has_entrypoint = has_entrypoint || each->keyword == Keyword::Entrypoint;
  }
  if (instruction.keyword == Keyword::Entrypoint) {
    return has_cmd ? "the CMD, which a shell ignores, becomes its arguments" : "";
  }
  const bool none = !has_entrypoint && !stage.parent() && is_no(facts.base(stage).has_entrypoint);
  return none ? "" : "the ENTRYPOINT gets the words instead of a shell's";
}

// Whether a line ends between the two places within a word, so that its blanks matter.
static bool splits_word(const CommandList& list, Span between) {
  for (const Command& command : list.commands) {
    for (const ShellWord& word : command.words) {
      if (word.span.begin < between.begin && word.span.end > between.end) return true;
    }
  }
  return false;
}

// The text on one line, with `exec` before the words of `last`: behind its assignments, which are
// for it alone.
static std::string with_exec(const Facts& facts, const CommandLine& line, const CommandList& list,
                             const Command& last) {
  constexpr std::string_view blanks = " \t";
  const std::uint32_t at = last.words.front().span.begin;
  std::string text;
  std::uint32_t end = 0;
  for (const Span piece : line.shell.pieces()) {
    std::string next(facts.source.at(piece));
    if (piece.begin <= at && at < piece.end) next.insert(at - piece.begin, "exec ");
    if (!text.empty() && !splits_word(list, {end, piece.begin})) {
      text.erase(std::min(text.find_last_not_of(blanks) + 1, text.size()));
      next.erase(0, std::min(next.find_first_not_of(blanks), next.size()));
      text += ' ';
    }
    text += next;
    end = piece.end;
  }
  return text;
}

static void offer_fix(const Facts& facts, const Instruction& instruction,
                      const CommandLine& command, const Stage* stage, FindingBuilder& finding) {
  const CommandList& list = facts.commands(instruction);
  const std::string field = instruction.keyword == Keyword::Cmd ? "Cmd" : "Entrypoint";
  if (is_plain(list)) {
    std::vector<std::string> words;
    for (const ShellWord& word : list.commands.front().words) words.push_back(word.text);
    const std::string why =
        stage ? doubt(facts, instruction, *stage, list.commands.front()) : "the stage is unknown";
    finding.fix(why.empty() ? safe() : unsafe(why), "write it as a JSON array",
                edits::to_json_array(instruction, command, words), Effects::configuring(field));
    return;
  }
  const Command* last = last_of(list);
  if (!last || command.shell.cooked()) {
    finding.help("let a script end with `exec PROGRAM`, and name it in a JSON array");
    return;
  }
  finding.fix(unsafe("the program takes the shell's place, and with it all its signals"),
              "let the program replace the shell",
              edits::to_json_array(instruction, command,
                                   {"/bin/sh", "-c", with_exec(facts, command, list, *last)}),
              Effects::configuring(field));
}

static void look_at(const Facts& facts, const Instruction& instruction, const CommandLine& command,
                    const Stage* stage, Reporter& report) {
  if (command.form != Form::Shell || instruction.broken || command.shell.empty()) return;
  if (command.shell.str().front() == '[') return;  // meant as JSON: another rule says so
  const State state = facts.before(instruction);
  // Whoever sets SHELL wants a shell; and not every shell is PID 1 in this way.
  if (state.shell.set_by || !is_posix(state.shell.setup.dialect) || state.shell.argv.empty())
    return;
  if (replaces_shell(facts.commands(instruction))) return;
  const bool cmd = instruction.keyword == Keyword::Cmd;
  FindingBuilder finding =
      report.at(instruction.keyword_span, std::string(cmd ? "CMD" : "ENTRYPOINT") +
                                              " starts a shell, which passes no signal on");
  offer_fix(facts, instruction, command, stage, finding);
}

// Of several in a stage only the last one counts.
static bool is_last(const Instruction& instruction, const Stage* stage) {
  if (!stage) return true;
  return std::none_of(
      stage->instructions.begin(), stage->instructions.end(), [&](const Instruction* other) {
        return other->keyword == instruction.keyword && other->index > instruction.index;
      });
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Cmd>& cmd : facts.every<Cmd>()) {
    if (cmd.onbuild || is_last(cmd, cmd.stage))
      look_at(facts, cmd, cmd->command, cmd.stage, report);
  }
  for (const Placed<Entrypoint>& entry : facts.every<Entrypoint>()) {
    if (!entry.onbuild && !is_last(entry, entry.stage)) continue;
    look_at(facts, entry, entry->command, entry.stage, report);
  }
}

extern constinit const Rule shell_form_entrypoint{
    .name = "shell-form-entrypoint",
    .aliases = {"DL3025", "JSONArgsRecommended", "b86987e1", "prefer-json-notation", "DF018",
                "DF025"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`CMD` or `ENTRYPOINT` in shell form",
    .why =
        "The shell becomes process 1. `docker stop` signals the shell, which does not pass the "
        "signal on: the program is killed ten seconds later, in the middle of what it does.",
    .bad = R"(FROM python:3.12
CMD python -m http.server
)",
    .good = R"(FROM python:3.12
CMD ["python", "-m", "http.server"]
)",
    .fix_safety =
        "Safe for plain words, where no ENTRYPOINT or CMD meets them. Unsafe where a shell does "
        "work (variables, `&&`): it goes on to do it, and is then replaced through `exec`. No fix "
        "for pipelines, loops and the like.",
    .references = {"https://docs.docker.com/reference/build-checks/json-args-recommended/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Cmd, Keyword::Entrypoint}},
    .check = check};

}  // namespace plimsoll::rules
