#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"
#include "analyzer/shell/invocation.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Programs that expand variables, or read `$` as a language of their own.
static bool reads_dollars(std::string_view program) {
  static constexpr std::array<std::string_view, 61> readers{
      "sh",       "bash",      "ash",        "dash",       "zsh",
      "ksh",      "mksh",      "csh",        "tcsh",       "fish",
      "busybox",  "su",        "runuser",    "script",     "tmux",
      "screen",   "cmd",       "cmd.exe",    "powershell", "powershell.exe",
      "pwsh",     "pwsh.exe",  "npm",        "npx",        "yarn",
      "pnpm",     "cross-env", "perl",       "php",        "awk",
      "gawk",     "sed",       "grep",       "jq",         "yq",
      "envsubst", "make",      "node",       "deno",       "bun",
      "ruby",     "python",    "groovy",     "julia",      "Rscript",
      "R",        "tclsh",     "expect",     "mongo",      "mongosh",
      "mysql",    "mariadb",   "psql",       "execlineb",  "s6-svscan",
      "logstash", "filebeat",  "metricbeat", "caddy",      "nginx",
      "otelcol"};
  const std::string name = program_name(program);
  return std::find(readers.begin(), readers.end(), name) != readers.end() ||
         std::find(readers.begin(), readers.end(), file_name(program)) != readers.end();
}

// Where `$NAME`, `${NAME}` or `$(` begins; npos without.
static std::size_t expansion_in(std::string_view text) {
  const auto letter = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (text[at] != '$' || (at > 0 && (text[at - 1] == '\\' || text[at - 1] == '$'))) continue;
    const bool braced = text[at + 1] == '{' && at + 2 < text.size() && letter(text[at + 2]);
    if (letter(text[at + 1]) || braced || text[at + 1] == '(') return at;
  }
  return std::string_view::npos;
}

// Spring and its like put values in the place of `${X}` in `-Dx=${X}` and `--x=${X}` themselves.
static bool java_may_expand(const std::string& program, std::string_view word) {
  return file_name(program) == "java" && word.starts_with('-') &&
         word.find('=') != std::string_view::npos && word.find("${") != std::string_view::npos;
}

// The ENTRYPOINT that the words of CMD are handed to, or null.
static const Entrypoint* entrypoint_of(const Stage& stage) {
  const Entrypoint* last = nullptr;
  for (const Stage* at = &stage; at && !last; at = at->parent()) {
    for (const Instruction* instruction : at->instructions) {
      if (const Entrypoint* typed = as<Entrypoint>(instruction)) last = typed;
    }
  }
  return last;
}

// A program of the project's own, by all appearance a script: what it does with its arguments, the
// file does not show.
static bool is_own_script(std::string_view program) {
  const std::string_view name = file_name(program);
  return name.ends_with(".sh") || name.ends_with(".bash") || name.find("entry") != name.npos ||
         name.starts_with("docker-");
}

// Whether something that starts before it expands the words of CMD: a shell, or the unknown
// ENTRYPOINT of a base image.
static Answer is_read_by_entrypoint(const Facts& facts, const Stage& stage) {
  const Entrypoint* entrypoint = entrypoint_of(stage);
  if (!entrypoint) return facts.base(stage).has_entrypoint;
  const auto& argv = entrypoint->command.argv;
  const auto any = [&argv](auto&& holds) {
    return std::any_of(argv.begin(), argv.end(),
                       [&](const Text& word) { return holds(word.str()); });
  };
  if (entrypoint->command.form == Form::Shell || any(reads_dollars)) return Answer::Yes;
  return any(is_own_script) ? Answer::Unknown : Answer::No;
}

static edits::Edits start_by_shell(const Facts& facts, const Instruction& instruction,
                                   const CommandLine& command) {
  if (is_no(facts.before(instruction).shell.exists)) return std::nullopt;
  std::string script = "exec";
  for (const Text& word : command.argv) {
    const std::string& text = word.str();
    if (expansion_in(text) == std::string::npos) {
      script += " " + edits::quoted_for_shell(text);
    } else if (text.find_first_of("\"`\\") == std::string::npos) {
      script += " \"" + text + "\"";
    } else {
      return std::nullopt;
    }
  }
  return edits::to_json_array(instruction, command, {"/bin/sh", "-c", script});
}

static void look_at(const Facts& facts, const Placed<Instruction>& at, const CommandLine& command,
                    Reporter& report) {
  const auto& argv = command.argv;
  if (command.form != Form::Exec || argv.empty()) return;
  const bool expands = std::any_of(argv.begin(), argv.end(),
                                   [](const Text& word) { return reads_dollars(word.str()); });
  if (expands) return;
  bool can_be_mended = at.instruction->keyword != Keyword::Entrypoint;
  bool sure = true;
  if (at.instruction->keyword == Keyword::Cmd) {
    if (at.onbuild || !at.stage) return;
    const Answer read = is_read_by_entrypoint(facts, *at.stage);
    if (is_yes(read)) return;
    sure = is_no(read);
    can_be_mended = entrypoint_of(*at.stage) == nullptr;
  }
  for (const Text& word : argv) {
    const std::string& text = word.str();
    const std::size_t begin = expansion_in(text);
    const bool home = text.starts_with("~/");
    if ((begin == std::string::npos && !home) || java_may_expand(argv[0].str(), text)) continue;
    const std::string what = sure ? "nothing expands this: the program gets "
                                  : "unless the ENTRYPOINT expands it, the program gets ";
    FindingBuilder finding = report.at(word.span(), what + quoted(text));
    if (!sure) finding.severity(Severity::Warning);
    finding.fix(
        unsafe("a shell starts the program, and expands whatever it knows how to"),
        "start it by a shell",
        can_be_mended && !home ? start_by_shell(facts, *at.instruction, command) : std::nullopt,
        Effects::configuring("Cmd"));
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& at : facts.placed()) {
    if (at.instruction->broken) continue;
    if (const Run* run = as<Run>(at.instruction)) look_at(facts, at, run->command, report);
    if (const Cmd* cmd = as<Cmd>(at.instruction)) look_at(facts, at, cmd->command, report);
    if (const auto* entrypoint = as<Entrypoint>(at.instruction)) {
      look_at(facts, at, entrypoint->command, report);
    }
    const auto* healthcheck = as<Healthcheck>(at.instruction);
    if (healthcheck && !healthcheck->none) look_at(facts, at, healthcheck->command, report);
  }
}

extern constinit const Rule exec_form_unexpanded_variable{
    .name = "exec-form-unexpanded-variable",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "an exec form has a `$VARIABLE` or a `~` that nothing expands",
    .why =
        "The words of a JSON array go to the program as they are. `$PORT` stays five characters, "
        "since it is a shell that would put a value in its place, and there is none.",
    .bad = R"(FROM alpine:3.20
ENV PORT=8080
ENTRYPOINT ["httpd", "-f", "-p", "$PORT"]
)",
    .good = R"(FROM alpine:3.20
ENV PORT=8080
ENTRYPOINT ["sh", "-c", "exec httpd -f -p \"$PORT\""]
)",
    .fix_safety = "Always unsafe: another program is started, which then expands every `$`.",
    .references = {"https://docs.docker.com/reference/dockerfile/#shell-and-exec-form"},
    .looks_at = {.keywords = {Keyword::Run, Keyword::Cmd, Keyword::Entrypoint,
                              Keyword::Healthcheck}},
    .check = check};

}  // namespace plimsoll::rules
