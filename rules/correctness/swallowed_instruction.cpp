#include <algorithm>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static constexpr int most_fixes = 16;  // each reads two instructions anew

static std::string prologue(const Facts& facts) {
  return facts.dockerfile.escape == '`' ? "# escape=`\nFROM scratch\n" : "FROM scratch\n";
}

static bool is_instruction(const Facts& facts, std::string_view text) {
  const SourceFile source("", prologue(facts) + std::string(text));
  const Dockerfile read = parse_dockerfile(source);
  return read.problems.empty() && read.instructions.size() == 2;
}

static Keyword keyword_at(std::string_view text) {
  const std::size_t end = text.find_first_of(" \t");
  if (end == std::string_view::npos) return Keyword::Unknown;
  for (int i = 0; i < static_cast<int>(Keyword::Unknown); ++i) {
    const auto keyword = static_cast<Keyword>(i);
    if (text.substr(0, end) == to_string(keyword)) return keyword;
  }
  return Keyword::Unknown;
}

// Whether a quote is open in `text` before byte `end`, as shells and ENV read it; `at`, `quote`
// and the place are kept between calls, so that a text is read once.
struct Quotes {
  std::size_t at = 0;
  char quote = '\0';

  bool open_before(std::string_view text, std::size_t end, char escape) {
    for (; at < end; ++at) {
      const char c = text[at];
      if (c == escape && quote != '\'') {
        ++at;
      } else if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '\'' || c == '"') {
        quote = c;
      }
    }
    return quote != '\0';
  }
};

// Where the text before `begin` ends that the line is glued to: before the escape character, and
// before an operator that would then have nothing to its right.
static std::uint32_t glue_begin(const Facts& facts, const Text& rest, std::uint32_t at) {
  const std::string& text = rest.str();
  std::size_t end = at;
  const auto blanks = [&] {
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
  };
  blanks();
  if (facts.source.at(rest.source_span(0, static_cast<std::uint32_t>(end))).empty()) return 0;
  const std::string_view before = std::string_view(text).substr(0, end);
  for (const std::string_view word : {"&&", "||", ";", "|"}) {
    if (!before.ends_with(word)) continue;
    end -= word.size();
    blanks();
    break;
  }
  return end == 0 ? 0 : rest.source_offset(static_cast<std::uint32_t>(end - 1)) + 1;
}

class Lines {
 public:
  Lines(const Facts& facts, Reporter& report) : facts_(facts), report_(report) {}
  void read(const Instruction& instruction);

 private:
  void accuse(const Instruction& instruction, std::uint32_t begin, std::uint32_t at, Span word);
  edits::Edits cut(const Instruction& instruction, std::uint32_t at, Span word);

  const Facts& facts_;
  Reporter& report_;
  int fixes_ = 0;
};

void Lines::read(const Instruction& instruction) {
  const Text& rest = instruction.rest;
  Quotes quotes;
  std::uint32_t at = 0;  // in the joined text
  for (std::size_t i = 0; i < rest.pieces().size(); ++i) {
    const Span piece = rest.pieces()[i];
    const std::uint32_t begin = at;
    at += piece.size();
    const Span line = facts_.source.lines().line_span(facts_.source.lines().line_of(piece.begin));
    const std::string_view text = facts_.source.at({piece.begin, std::min(piece.end, line.end)});
    const std::size_t indent = text.find_first_not_of(" \t");
    if (indent == std::string_view::npos) continue;
    if (facts_.source.at({line.begin, piece.begin}).find_first_not_of(" \t") !=
        std::string_view::npos) {
      continue;  // not the begin of a line
    }
    if (keyword_at(text.substr(indent)) == Keyword::Unknown) continue;
    const auto offset = static_cast<std::uint32_t>(indent);
    if (quotes.open_before(rest.str(), begin + offset, facts_.dockerfile.escape)) continue;
    if (!is_instruction(facts_, text.substr(indent))) continue;
    const std::size_t size = text.find_first_of(" \t", indent) - indent;
    const std::uint32_t word = piece.begin + offset;
    accuse(instruction, begin, begin + offset, {word, word + static_cast<std::uint32_t>(size)});
  }
}

void Lines::accuse(const Instruction& instruction, std::uint32_t begin, std::uint32_t at,
                   Span word) {
  FindingBuilder finding =
      report_.at(word, "this " + std::string(facts_.source.at(word)) + " is a part of the " +
                           instruction.name + " above, whose line is continued");
  if (begin > 0) {
    const std::uint32_t end = instruction.rest.source_offset(begin - 1) + 1;
    const Span above = facts_.source.lines().line_span(facts_.source.lines().line_of(end - 1));
    finding.related({end, std::max(end, above.end)}, "continued here");
  }
  if (++fixes_ > most_fixes) return;
  finding.fix(unsafe("the words were arguments of the command above"), "end the line above",
              cut(instruction, at, word), Effects::none());
}

// Cuts the instruction in two before `word`, if both are instructions then.
edits::Edits Lines::cut(const Instruction& instruction, std::uint32_t at, Span word) {
  if (!instruction.heredocs.empty()) return std::nullopt;
  const std::uint32_t end = glue_begin(facts_, instruction.rest, at);
  if (end == 0) return std::nullopt;
  const Span line = facts_.source.lines().line_span(facts_.source.lines().line_of(end - 1));
  const std::string_view source = facts_.source.bytes();
  const std::string head(source.substr(instruction.span.begin, end - instruction.span.begin));
  const std::string tail(source.substr(word.begin, instruction.span.end - word.begin));
  if (end > line.end || !is_instruction(facts_, head) || !is_instruction(facts_, tail)) {
    return std::nullopt;
  }
  return edits::remove({end, line.end});
}

static void check(const Facts& facts, Reporter& report) {
  Lines lines(facts, report);
  for (const auto& instruction : facts.dockerfile.instructions) {
    if (instruction->first_line == instruction->last_line) continue;
    if (instruction->keyword != Keyword::OnBuild) lines.read(*instruction);
  }
}

extern constinit const Rule swallowed_instruction{
    .name = "swallowed-instruction",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "an instruction that is read as arguments of the one above it",
    .why =
        "The line above ends with a continuation, so this keyword and all behind it are words "
        "of that instruction. The builder does not complain: a USER, an ENV or a COPY is simply "
        "not there.",
    .bad = R"(FROM debian:12
RUN apt-get update && \
    apt-get install -y curl \
USER nobody
)",
    .good = R"(FROM debian:12
RUN apt-get update && \
    apt-get install -y curl
USER nobody
)",
    .fix_safety = "Always unsafe: the command loses arguments, and an instruction comes to life.",
    .references = {"https://docs.docker.com/reference/dockerfile/#format"},
    .check = check};

}  // namespace plimsoll::rules
