#include "rules/rule.h"

namespace plimsoll::rules {

// Within the word, an escape that `echo` of dash would expand and that of bash would not.
static bool has_escape(const Facts& facts, const ShellWord& word) {
  if (!word.quoted) return false;
  const std::string_view written = facts.source.at(word.span);
  if (written.find('\n') != std::string_view::npos) return false;  // a text over several lines
  for (const std::string_view escape : {"\\n", "\\t"}) {
    const std::size_t at = written.find(escape);
    if (at == std::string_view::npos || at == 0) continue;
    if (written[at - 1] == '\\') continue;
    // `$'a\n'` is expanded by the shell itself.
    if (written.find("$'") == std::string_view::npos) return true;
  }
  return false;
}

static bool expands_escapes(const Command& command) {
  for (std::uint32_t i = command.program_word + 1; i < command.words.size(); ++i) {
    const std::string& word = command.words[i].text;
    if (word.size() < 2 || word.front() != '-') return false;
    if (word.find_first_not_of("neE", 1) != std::string::npos) return false;
    if (word.find('e') != std::string::npos) return true;
  }
  return false;
}

static bool bash_sets_xpg_echo(std::string_view text) {
  return text.find("xpg_echo") != std::string_view::npos;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (run->command.form != Form::Shell || !run->heredocs.empty()) continue;
    if (facts.before(run).shell.program != ShellProgram::Bash) continue;
    const CommandList& list = facts.commands(run);
    if (list.is_opaque() || bash_sets_xpg_echo(facts.source.at(run->span))) continue;
    for (const Command& command : list.commands) {
      if (!command.is("echo") || expands_escapes(command) || !command.wrappers.empty()) continue;
      if (list.inside(command, Scope::Kind::Inner) || command.pipeline_length > 1) continue;
      for (const ShellWord& word : command.words) {
        if (!has_escape(facts, word)) continue;
        report.at(word.span, "`echo` of bash prints the escapes as they are")
            .help("use printf, which expands them in every shell");
        break;
      }
    }
  }
}

extern constinit const Rule echo_escapes_in_bash{
    .name = "echo-escapes-in-bash",
    .aliases = {"SC2028"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .summary = "`echo \"a\\nb\"` in a step that bash runs",
    .why =
        "dash makes a line end of `\\n`; bash, like busybox, prints the two characters. A file "
        "that is written this way has one long line. The rule speaks only where the shell is "
        "known to be bash.",
    .bad = R"(FROM fedora:40
RUN echo "[main]\nkeepcache=1" > /etc/x.conf
)",
    .good = R"(FROM fedora:40
RUN printf '[main]\nkeepcache=1\n' > /etc/x.conf
)",
    .references = {"https://www.shellcheck.net/wiki/SC2028"},
    .looks_at = {.keywords = {Keyword::Run}, .words = {"echo"}},
    .check = check};

}  // namespace plimsoll::rules
