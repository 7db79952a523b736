#include <algorithm>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// The top-level pieces of an && chain, pipelines whole; empty where something else is among them.
static std::vector<Span> pieces_of(const CommandList& list) {
  std::vector<Span> pieces;
  for (const Command& command : list.commands) {
    if (command.scope != 0) continue;
    if (command.connector == Connector::Pipe && !pieces.empty()) {
      pieces.back().end = command.span.end;
      continue;
    }
    if (command.negated) return {};
    pieces.push_back(command.span);
  }
  return pieces;
}

// Whether nothing but connectors and continuations stands between the pieces.
static bool only_connectors(const Facts& facts, const std::vector<Span>& pieces, Span whole) {
  if (pieces.front().begin != whole.begin || pieces.back().end != whole.end) return false;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const std::string_view between = facts.source.at({pieces[i - 1].end, pieces[i].begin});
    if (between.find_first_not_of(" \t\r\n&\\") != std::string_view::npos) return false;
  }
  return true;
}

static edits::Edits as_heredoc(const Facts& facts, const Run& run,
                               const std::vector<Span>& pieces) {
  const std::string eol(edits::line_end(facts.source));
  if (facts.dockerfile.escape != '\\' || !run.inner_comments.empty() || eol != "\n") {
    return std::nullopt;
  }
  if (!only_connectors(facts, pieces, run.command.span)) return std::nullopt;
  std::string text = "<<EOF" + eol + "set -e" + eol;
  for (const Span piece : pieces) {
    const std::string_view command = facts.source.at(piece);
    if (command.find("EOF") != std::string_view::npos) return std::nullopt;
    text += std::string(command) + eol;
  }
  // The opener has to stand behind the keyword, and nothing behind the terminator.
  const Span before{run.keyword_span.begin, run.command.span.begin};
  if (facts.source.at(before).find('\n') != std::string_view::npos) return std::nullopt;
  const LineIndex& lines = facts.source.lines();
  const Span last_line = lines.line_span(lines.line_of(run.command.span.end));
  const Span behind{run.command.span.end, std::max(run.command.span.end, last_line.end)};
  if (facts.source.at(behind).find_first_not_of(" \t") != std::string_view::npos) {
    return std::nullopt;
  }
  return std::vector<Edit>{{{run.command.span.begin, behind.end}, text + "EOF"}};
}

static void check(const Facts& facts, Reporter& report) {
  const auto at_least =
      static_cast<std::size_t>(std::max<std::int64_t>(report.number("commands"), 2));
  for (const Placed<Run>& run : facts.runs()) {
    if (run->command.form != Form::Shell || !run->heredocs.empty() || run.onbuild) continue;
    const CommandList& list = facts.commands(run);
    if (!list.plain_and_chain()) continue;
    const std::vector<Span> pieces = pieces_of(list);
    if (pieces.size() < at_least) continue;
    report
        .at(run->keyword_span, "a chain of " + std::to_string(pieces.size()) +
                                   " commands would read well as a heredoc")
        .fix(unsafe("a frontend before 1.4 does not know heredocs"), "write it as a heredoc",
             as_heredoc(facts, run, pieces));
  }
}

extern constinit const Rule heredoc_opportunity{
    .name = "heredoc-opportunity",
    .category = Category::Maintainability,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .on = false,
    .summary = "a long `&&` chain that a heredoc would say plainly",
    .why =
        "A script with `set -e` needs neither `&&` nor continuations, may hold comments, and shows "
        "each command as a line of its own in a diff.",
    .bad = R"(FROM debian:12
RUN mkdir /a && \
    cd /a && \
    touch b && \
    touch c && \
    touch d
)",
    .good = R"(FROM debian:12
RUN <<EOF
set -e
mkdir /a
cd /a
touch b
touch c
touch d
EOF
)",
    .fix_safety =
        "Unsafe: an old frontend does not know heredocs. Not offered for chains with comments, or "
        "with anything but `&&` between the commands.",
    .references = {"https://docs.docker.com/reference/dockerfile/#here-documents"},
    .options = {OptionSpec{"commands", OptionKind::Number, "5",
                           "how many commands make a chain long"}},
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
