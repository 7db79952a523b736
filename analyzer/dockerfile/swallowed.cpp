#include "analyzer/dockerfile/swallowed.h"

#include <algorithm>
#include <string>

namespace plimsoll {

namespace {

constexpr std::string_view blanks = " \t";
constexpr std::size_t npos = std::string_view::npos;

Keyword capital_keyword(std::string_view line) {
  const std::size_t end = line.find_first_of(blanks);
  if (end == npos) return Keyword::Unknown;
  for (int i = 0; i < static_cast<int>(Keyword::Unknown); ++i) {
    const auto keyword = static_cast<Keyword>(i);
    if (line.substr(0, end) == to_string(keyword)) return keyword;
  }
  return Keyword::Unknown;
}

// Whether a quote is open at a place, as shells and ENV read a text. Places have to ascend: the
// text is read once.
class Quotes {
 public:
  Quotes(std::string_view text, char escape) : text_(text), escape_(escape) {}

  bool open_at(std::size_t place) {
    for (; at_ < place; ++at_) {
      const char c = text_[at_];
      if (c == escape_ && quote_ != '\'') {
        ++at_;
      } else if (quote_ != '\0') {
        if (c == quote_) quote_ = '\0';
      } else if (c == '\'' || c == '"') {
        quote_ = c;
      }
    }
    return quote_ != '\0';
  }

 private:
  std::string_view text_;
  char escape_;
  std::size_t at_ = 0;
  char quote_ = '\0';
};

class Finder {
 public:
  Finder(const SourceFile& source, const Dockerfile& file, const Instruction& instruction)
      : source_(source), file_(file), instruction_(instruction) {}

  SwallowedLines find();

 private:
  [[nodiscard]] Span line_of(std::uint32_t at) const {
    return source_.lines().line_span(source_.lines().line_of(at));
  }
  [[nodiscard]] bool is_instruction(std::string_view text) const;
  [[nodiscard]] SwallowedLine line_at(std::size_t place, Span keyword) const;
  [[nodiscard]] bool separable(const std::vector<SwallowedLine>& lines) const;

  const SourceFile& source_;
  const Dockerfile& file_;
  const Instruction& instruction_;
};

bool Finder::is_instruction(std::string_view text) const {
  std::string whole = file_.escape == '`' ? "# escape=`\nFROM scratch\n" : "FROM scratch\n";
  whole += text;
  const SourceFile source("", std::move(whole));
  const Dockerfile read = parse_dockerfile(source);
  return read.problems.empty() && read.instructions.size() == 2;
}

// `place` is the keyword's in the joined text.
SwallowedLine Finder::line_at(std::size_t place, Span keyword) const {
  SwallowedLine line;
  line.keyword = keyword;
  const std::string_view before = std::string_view(instruction_.rest.str()).substr(0, place);
  const auto end_of = [&](std::string_view text) {
    const std::size_t last = text.find_last_not_of(blanks);
    return last == npos ? std::size_t{0} : last + 1;
  };
  const auto source_end = [&](std::size_t end) {
    return instruction_.rest.source_offset(static_cast<std::uint32_t>(end - 1)) + 1;
  };
  std::size_t end = end_of(before);
  if (end == 0) return line;
  line.continued = {source_end(end), line_of(source_end(end) - 1).end};
  for (const std::string_view word : {"&&", "||", ";", "|"}) {
    if (!before.substr(0, end).ends_with(word)) continue;
    end = end_of(before.substr(0, end - word.size()));
    break;
  }
  if (end == 0) return line;
  const std::uint32_t begin = source_end(end);
  line.glue = {begin, std::max(begin, line_of(begin - 1).end)};
  return line;
}

bool Finder::separable(const std::vector<SwallowedLine>& lines) const {
  if (lines.empty() || !instruction_.heredocs.empty()) return false;
  std::uint32_t begin = instruction_.span.begin;
  for (const SwallowedLine& line : lines) {
    if (line.glue.empty() || line.glue.begin <= begin) return false;
    if (!is_instruction(source_.at({begin, line.glue.begin}))) return false;
    begin = line.keyword.begin;
  }
  return is_instruction(source_.at({begin, instruction_.span.end}));
}

SwallowedLines Finder::find() {
  SwallowedLines found;
  const Text& rest = instruction_.rest;
  Quotes quotes(rest.str(), file_.escape);
  std::size_t piece_begin = 0;
  std::size_t next = 0;
  for (const Span piece : rest.pieces()) {
    piece_begin = next;
    next += piece.size();
    const std::string_view text = source_.at(piece);  // of one line
    const std::size_t indent = text.find_first_not_of(blanks);
    if (indent == npos || capital_keyword(text.substr(indent)) == Keyword::Unknown) continue;
    const std::uint32_t line = line_of(piece.begin).begin;
    if (source_.at({line, piece.begin}).find_first_not_of(blanks) != npos) continue;
    const std::size_t place = piece_begin + indent;
    // HEALTHCHECK, its options, and CMD on a line of its own.
    if (place == 0 && instruction_.keyword == Keyword::Healthcheck) continue;
    if (quotes.open_at(place) || !is_instruction(text.substr(indent))) continue;
    const auto begin = piece.begin + static_cast<std::uint32_t>(indent);
    const auto size = static_cast<std::uint32_t>(text.find_first_of(blanks, indent) - indent);
    found.lines.push_back(line_at(place, {begin, begin + size}));
  }
  found.separable = separable(found.lines);
  return found;
}

}  // namespace

SwallowedLines swallowed_lines(const SourceFile& source, const Dockerfile& file,
                               const Instruction& instruction) {
  return Finder(source, file, instruction).find();
}

}  // namespace plimsoll
