#include <algorithm>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// What hardly fails, or whose failure nobody would want to stop the build.
static bool is_harmless(const Command& command) {
  if (command.words.empty()) return true;  // only assignments
  for (const std::string_view name :
       {"set", "export", "echo", "printf", "true", ":", "unset", "shopt"}) {
    if (command.is(name)) return true;
  }
  return false;
}

// The first command of the script that may fail in silence: others follow it on further lines.
static const Command* unguarded(const CommandList& script) {
  const std::vector<const Command*> commands = script.in_scope(0);
  for (std::size_t i = 0; i + 1 < commands.size(); ++i) {
    const Command& command = *commands[i];
    const Command& next = *commands[i + 1];
    if (next.connector != Connector::Sequence || command.connector == Connector::Or) continue;
    if (!is_no(command.options_in_force.errexit) || !is_no(command.failure_fails)) continue;
    if (command.background || command.negated || is_harmless(command)) continue;
    return &command;
  }
  return nullptr;
}

static edits::Edits with_errexit(const Facts& facts, const Heredoc& heredoc) {
  const std::string_view body = facts.source.at(heredoc.body);
  const bool shebang = body.starts_with("#!");
  const std::size_t line = shebang ? body.find('\n') + 1 : 0;
  if (shebang && line == 0) return std::nullopt;
  const std::string_view rest = body.substr(line);
  const std::size_t indent = std::min(rest.find_first_not_of(" \t"), rest.size());
  return edits::insert(
      heredoc.body.begin + static_cast<std::uint32_t>(line),
      std::string(rest.substr(0, indent)) + "set -e" + std::string(edits::line_end(facts.source)));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (run->heredocs.size() != 1 || run->broken || run->json) continue;
    const Heredoc& heredoc = run->heredocs.front();
    if (run->rest.span() != heredoc.opener) continue;  // fed to a command
    const CommandList& script = facts.commands(run);
    if (script.is_opaque()) continue;
    const Command* command = unguarded(script);
    if (!command) continue;
    report.at(heredoc.opener, "this script goes on after a command that fails")
        .related(command->span, "a failure here does not stop the build")
        .fix(unsafe("a failure that was ignored stops the build"), "begin with `set -e`",
             with_errexit(facts, heredoc), Effects::none());
  }
}

extern constinit const Rule heredoc_no_errexit{
    .name = "heredoc-no-errexit",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a heredoc script without `set -e`",
    .why =
        "The shell runs the lines one after the other and returns what the last one returns. A "
        "failed download or compilation above it is not noticed, and the broken layer is "
        "cached.",
    .bad = R"(FROM debian:12
RUN <<EOF
apt-get update
apt-get install -y curl
useradd app
EOF
)",
    .good = R"(FROM debian:12
RUN <<EOF
set -e
apt-get update
apt-get install -y curl
useradd app
EOF
)",
    .fix_safety = "Always unsafe: a build that passed in spite of a failure fails then.",
    .references = {"https://docs.docker.com/reference/dockerfile/#here-documents",
                   "https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#set"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
