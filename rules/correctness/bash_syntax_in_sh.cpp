#include <algorithm>
#include <array>
#include <span>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_one_of(std::string_view word, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), word) != names.end();
}

// Commands that dash does not have: `source` and its like are "not found", and the step fails.
static bool is_unknown_to_dash(const Command& command) {
  static constexpr std::array<std::string_view, 9> names{
      "source", "pushd", "popd", "declare", "typeset", "shopt", "let", "mapfile", "[["};
  return command.wrappers.empty() && !command.words.empty() &&
         is_one_of(command.words.front().text, names);
}

static void look_at_words(const Command& command, Reporter& report) {
  for (const ShellWord& word : command.words) {
    if (!word.brace || word.text.find('$') != std::string::npos) continue;
    report.at(word.span, "this /bin/sh is dash, which does not expand " + quoted(word.text));
  }
  for (const Redirect& redirect : command.redirects) {
    if (redirect.descriptor == -1 && redirect.writes()) {
      report.at(redirect.span, "this /bin/sh is dash, which takes `&>` for a background job");
    } else if (redirect.kind == Redirect::Kind::HereString) {
      report.at(redirect.span, "this /bin/sh is dash, which does not know `<<<`")
          .severity(Severity::Error);
    }
  }
}

static bool takes_dash_e(const Command& command) {
  return command.is("echo") && command.words[command.program_word].is("echo") &&
         command.words.size() > command.program_word + 1 &&
         command.words[command.program_word + 1].is("-e") && command.wrappers.empty();
}

static void look_at(const Facts& facts, const CommandList& list, Reporter& report) {
  for (const Command& command : list.commands) {
    // A script for another shell: `bash -c '...'`.
    if (list.inside(command, Scope::Kind::Inner)) continue;
    if (is_unknown_to_dash(command)) {
      FindingBuilder finding =
          report.at(command.words.front().span, "this /bin/sh is dash, which does not know " +
                                                    quoted(command.words.front().text));
      finding.help("choose bash for the stage: SHELL [\"/bin/bash\", \"-c\"]");
      if (is_yes(command.failure_fails)) finding.severity(Severity::Error);
      if (command.words.front().is("source") && command.words.size() == 2 &&
          command.words[1].text.starts_with('/')) {
        finding.fix(unsafe("the file may be written for bash, too"), "write `.`",
                    edits::replace_program(facts, command, "."));
      }
      continue;
    }
    if (takes_dash_e(command)) {
      report
          .at(command.words[command.program_word + 1].span,
              "this /bin/sh is dash, whose `echo` prints `-e` as a word")
          .help("leave it out: dash expands escapes anyway; or use printf");
    }
    look_at_words(command, report);
  }
}

// Where the file first speaks of what may replace /bin/sh.
static std::size_t first_of_another_shell(std::string_view file) {
  return std::min(file.find("/bin/sh"), file.find("dpkg-reconfigure"));
}

static void check(const Facts& facts, Reporter& report) {
  const std::size_t other_shell = first_of_another_shell(facts.source.bytes());
  for (const Placed<Run>& run : facts.runs()) {
    if (run->command.form != Form::Shell) continue;
    const ShellState& shell = facts.before(run).shell;
    if (shell.program != ShellProgram::Dash) continue;
    const CommandList& list = facts.commands(run);
    if (list.is_opaque() || list.shell.interpreter != "sh") continue;
    // A file whose earlier steps have replaced /bin/sh is another story.
    if (other_shell < run->span.begin) continue;
    look_at(facts, list, report);
  }
}

extern constinit const Rule bash_syntax_in_sh{
    .name = "bash-syntax-in-sh",
    .aliases = {"SC2039", "SC3046", "SC3044", "SC3037", "SC3009", "SC3020", "SC3011", "SC3010"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "syntax of bash in a step that dash runs",
    .why =
        "In images of Debian and Ubuntu /bin/sh is dash. `source` and `[[` are not found there; "
        "`{a,b}` and `&>` mean something else, and no error says so. The rule speaks only where "
        "the shell is known.",
    .bad = R"(FROM debian:12
RUN source /etc/profile && make
)",
    .good = R"(FROM debian:12
SHELL ["/bin/bash", "-c"]
RUN source /etc/profile && make
)",
    .fix_safety = "Unsafe: `.` reads the file with dash, and the file may be written for bash.",
    .references = {"https://www.shellcheck.net/wiki/SC3046"},
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
