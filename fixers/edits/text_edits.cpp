#include "fixers/edits/text_edits.h"

#include <algorithm>
#include <utility>

namespace plimsoll::edits {

namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool has_line_end(const SourceFile& source, Span where) {
  return source.at(where).find('\n') != std::string_view::npos;
}

std::uint32_t skip_blanks(std::string_view text, std::uint32_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::uint32_t skip_blanks_back(std::string_view text, std::uint32_t at) {
  while (at > 0 && is_blank(text[at - 1])) --at;
  return at;
}

// The end of a line's content when the line is continued: where the blanks before the escape
// character begin. nullopt when it is not continued.
std::optional<std::uint32_t> continued_from(std::string_view text, Span line, char escape) {
  const std::uint32_t last = skip_blanks_back(text, line.end);
  if (last == line.begin || text[last - 1] != escape) return std::nullopt;
  return std::max(line.begin, skip_blanks_back(text, last - 1));
}

// Words that only blanks separate, as one.
std::vector<Span> runs_of(std::string_view text, std::vector<Span> words) {
  std::sort(words.begin(), words.end());
  std::vector<Span> runs;
  for (const Span word : words) {
    if (!runs.empty() && skip_blanks(text, runs.back().end) >= word.begin) {
      runs.back().end = std::max(runs.back().end, word.end);
    } else {
      runs.push_back(word);
    }
  }
  return runs;
}

// What goes with one run of words.
std::optional<Span> with_surroundings(const SourceFile& source, Span run, char escape) {
  const std::string_view text = source.bytes();
  const std::uint32_t line_number = source.lines().line_of(run.begin);
  const Span line = source.lines().line_span(line_number);
  if (run.end > line.end) return std::nullopt;
  const std::uint32_t before = std::max(line.begin, skip_blanks_back(text, run.begin));
  const std::uint32_t after = skip_blanks(text, run.end);
  if (before > line.begin) {
    // The last word before a continuation or the line's end leaves the blank behind it in peace.
    return Span{before, run.end};
  }
  const std::optional<std::uint32_t> content_end = continued_from(text, line, escape);
  const bool alone = after >= line.end || (content_end && *content_end <= run.end);
  if (!alone) return Span{run.begin, after};
  if (content_end) return whole_lines(source, line);
  // The last line of the instruction: what continued to it ends on the line before.
  if (line_number < 2) return std::nullopt;
  const Span above = source.lines().line_span(line_number - 1);
  const std::optional<std::uint32_t> above_end = continued_from(text, above, escape);
  if (!above_end || *above_end == above.begin) return std::nullopt;
  if (text[skip_blanks(text, above.begin)] == '#') return std::nullopt;
  return Span{*above_end, run.end};
}

}  // namespace

Edits insert(std::uint32_t at, std::string text) {
  return std::vector<Edit>{{{at, at}, std::move(text)}};
}

Edits remove(Span where) { return std::vector<Edit>{{where, {}}}; }

Edits replace_word(const SourceFile& source, Span where, std::string text) {
  if (has_line_end(source, where)) return std::nullopt;
  return std::vector<Edit>{{where, std::move(text)}};
}

Edits insert_after_word(Span word, std::string_view text) {
  return insert(word.end, " " + std::string(text));
}

Edits insert_before_word(Span word, std::string_view text) {
  return insert(word.begin, std::string(text) + " ");
}

Edits remove_words(const SourceFile& source, std::vector<Span> words, char escape) {
  std::vector<Edit> edits;
  for (const Span run : runs_of(source.bytes(), std::move(words))) {
    const std::optional<Span> whole = with_surroundings(source, run, escape);
    if (!whole) return std::nullopt;
    if (!edits.empty() && edits.back().where.end > whole->begin) return std::nullopt;
    edits.push_back({*whole, {}});
  }
  return edits;
}

Edits all(std::vector<Edits> parts) {
  std::vector<Edit> together;
  for (Edits& part : parts) {
    if (!part) return std::nullopt;
    std::move(part->begin(), part->end(), std::back_inserter(together));
  }
  std::stable_sort(together.begin(), together.end(),
                   [](const Edit& a, const Edit& b) { return a.where < b.where; });
  for (std::size_t i = 1; i < together.size(); ++i) {
    if (together[i].where.begin < together[i - 1].where.end) return std::nullopt;
  }
  return together;
}

std::string_view line_end(const SourceFile& source) {
  const std::size_t at = source.bytes().find('\n');
  return at != std::string_view::npos && at > 0 && source.bytes()[at - 1] == '\r' ? "\r\n" : "\n";
}

std::string_view indentation(const SourceFile& source, std::uint32_t at) {
  const Span line = source.lines().line_span(source.lines().line_of(at));
  const std::uint32_t end = std::min(skip_blanks(source.bytes(), line.begin), line.end);
  return source.at({line.begin, end});
}

Span whole_lines(const SourceFile& source, Span span) {
  const LineIndex& lines = source.lines();
  const std::uint32_t last = lines.line_of(span.end > span.begin ? span.end - 1 : span.end);
  return {lines.line_begin(lines.line_of(span.begin)), lines.line_begin(last + 1)};
}

}  // namespace plimsoll::edits
