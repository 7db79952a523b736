// An excerpt with underlines.
//
// Problem: several ranges, of one line or of many, in lines of any length and any bytes, are to be
// shown so that each stands under what it names and each has its words.
//
//   2 | RUN apt-get update && apt-get install -y curl
//     |     ^^^^^^^^^^^^^^    ------- installs here
//     |     lists stay
//
// A mark is cut into one segment a line. Of a mark of many lines the first two and the last are
// shown. The segments of a line are put in groups that fit the screen; each group shows the line
// (or, of a long one, a window around the group) with one row of underlines. The words of the
// rightmost segment stand behind its underline, the others below, right to left, with a bar for
// each that is still to come. Rejected: boxes drawn in the margin for ranges of many lines, which
// are handsome for two and unreadable for five; wrapping long lines, which loses the columns.

#include "app/report/excerpt.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/source/utf8.h"
#include "app/report/printable.h"
#include "app/report/width.h"

namespace plimsoll::app {

namespace {

constexpr std::uint32_t whole_line_bytes = 4096;  // longer lines are laid out in part
constexpr std::uint32_t lines_shown_whole = 4;    // marks of more lines lose their middle
constexpr std::string_view cut = "...";

struct Segment {
  Span span;
  std::string_view text;
  bool primary = false;
};

using Lines = std::map<std::uint32_t, std::vector<Segment>>;

struct LineRange {
  std::uint32_t first;
  std::uint32_t last;
};

LineRange lines_of(const SourceFile& source, Span span) {
  const LineIndex& lines = source.lines();
  const std::uint32_t first = lines.line_of(span.begin);
  return {first, span.empty() ? first : lines.line_of(span.end - 1)};
}

void add_segments(Lines& lines, const SourceFile& source, const Mark& mark) {
  const auto [first, last] = lines_of(source, mark.span);
  for (std::uint32_t line = first; line <= last; ++line) {
    if (last - first >= lines_shown_whole && line == first + 2) line = last;
    const Span whole = source.lines().line_span(line);
    Span part{std::clamp(mark.span.begin, whole.begin, whole.end),
              std::clamp(mark.span.end, whole.begin, whole.end)};
    while (line != first && part.begin < part.end &&
           (source.bytes()[part.begin] == ' ' || source.bytes()[part.begin] == '\t')) {
      ++part.begin;
    }
    if (part.empty() && line != first && line != last) continue;
    lines[line].push_back({part, line == last ? std::string_view(mark.text) : "", mark.primary});
  }
}

struct Window {
  Layout layout;
  std::uint32_t first = 0;  // columns of the layout that are shown
  std::uint32_t last = 0;
  bool cut_left = false;
  bool cut_right = false;

  // On the screen, from the border on.
  [[nodiscard]] std::uint32_t column_of(std::uint32_t at) const {
    const std::uint32_t column = std::clamp(layout.column_of(at), first, last);
    return column - first + (cut_left ? static_cast<std::uint32_t>(cut.size()) : 0);
  }
};

Window window_around(const SourceFile& source, std::uint32_t line, Span wanted,
                     std::uint32_t columns) {
  const Span whole = source.lines().line_span(line);
  Span part = whole;
  if (whole.size() > whole_line_bytes) {
    const std::uint32_t before = columns * 4;
    if (wanted.begin - whole.begin > before) {
      part.begin =
          static_cast<std::uint32_t>(utf8::boundary_before(source.bytes(), wanted.begin - before));
    }
    if (whole.end - part.begin > whole_line_bytes) {
      part.end = static_cast<std::uint32_t>(
          utf8::boundary_before(source.bytes(), part.begin + whole_line_bytes));
    }
  }
  Window window{lay_out(source.at(part), part.begin)};
  const std::uint32_t total = window.layout.columns();
  window.last = total;
  window.cut_left = part.begin > whole.begin;
  window.cut_right = part.end < whole.end;
  if (total <= columns && !window.cut_left && !window.cut_right) return window;

  const std::uint32_t room = columns - 2 * static_cast<std::uint32_t>(cut.size());
  const std::uint32_t begin = window.layout.column_of(wanted.begin);
  const std::uint32_t end = window.layout.column_of(wanted.end);
  std::uint32_t first = begin > room / 3 ? begin - room / 3 : 0;
  if (end > first + room) first = std::min(begin, end - room);
  if (total > room && first > total - room && !window.cut_right) first = total - room;
  if (first > 0) first = window.layout.slice_begin(first);
  window.first = first;
  window.last = std::min(total, first + room);
  window.cut_left = window.cut_left || first > 0;
  window.cut_right = window.cut_right || window.last < total;
  return window;
}

struct Underline {
  std::uint32_t begin;
  std::uint32_t end;
  std::string text;
  bool primary;
};

class Row {
 public:
  Row(std::string& out, std::uint32_t digits, const ExcerptStyle& style)
      : out_(out), style_(style) {
    append_gutter(out_, 0, '|', digits, style);
  }
  void put(std::uint32_t column, Ink ink, std::string_view text) {
    if (column > at_) out_.append(column - at_, ' ');
    at_ = std::max(at_, column) + static_cast<std::uint32_t>(column_width(text));
    style_.paint.put(out_, ink, text);
  }
  void end() {
    out_.erase(out_.find_last_not_of(' ') + 1);
    out_ += '\n';
  }

 private:
  std::string& out_;
  const ExcerptStyle& style_;
  std::uint32_t at_ = 0;
};

Ink ink_of(const Underline& line, const ExcerptStyle& style) {
  return line.primary ? style.primary : Ink::BoldBlue;
}

// One row that shows all underlines; a primary one covers others. Returns where it ends.
std::uint32_t append_underlines(Row& row, const std::vector<Underline>& underlines,
                                const ExcerptStyle& style) {
  std::uint32_t width = 0;
  for (const Underline& line : underlines) width = std::max(width, line.end);
  std::string kinds(width, ' ');
  for (const bool primary : {false, true}) {
    for (const Underline& line : underlines) {
      if (line.primary == primary) {
        std::fill(kinds.begin() + line.begin, kinds.begin() + line.end, primary ? '^' : '-');
      }
    }
  }
  for (std::uint32_t i = 0; i < width;) {
    std::uint32_t end = i;
    while (end < width && kinds[end] == kinds[i]) ++end;
    const std::string_view run = std::string_view(kinds).substr(i, end - i);
    if (kinds[i] != ' ') row.put(i, kinds[i] == '^' ? style.primary : Ink::BoldBlue, run);
    i = end;
  }
  return width;
}

void append_words(std::string& out, std::vector<Underline> underlines, std::uint32_t digits,
                  std::uint32_t columns, const ExcerptStyle& style) {
  std::stable_sort(underlines.begin(), underlines.end(),
                   [](const Underline& a, const Underline& b) { return a.begin < b.begin; });
  Row marks(out, digits, style);
  const std::uint32_t width = append_underlines(marks, underlines, style);
  const Underline& rightmost = underlines.back();
  if (rightmost.end == width &&
      width + 1 + static_cast<std::uint32_t>(column_width(rightmost.text)) <= columns) {
    marks.put(width + 1, ink_of(rightmost, style), rightmost.text);
    underlines.pop_back();
  }
  marks.end();
  std::erase_if(underlines, [](const Underline& line) { return line.text.empty(); });
  while (!underlines.empty()) {
    const Underline line = std::move(underlines.back());
    underlines.pop_back();
    const std::uint32_t words = static_cast<std::uint32_t>(column_width(line.text));
    const std::uint32_t latest = columns > words ? columns - words : 0;
    const std::uint32_t begin = std::min(line.begin, latest);
    Row row(out, digits, style);
    std::uint32_t bar = UINT32_MAX;
    for (const Underline& left : underlines) {
      if (left.begin != bar && left.begin < begin) row.put(left.begin, ink_of(left, style), "|");
      bar = left.begin;
    }
    row.put(begin, ink_of(line, style), line.text);
    row.end();
  }
}

void append_group(std::string& out, const SourceFile& source, std::uint32_t line,
                  std::span<const Segment> group, std::uint32_t digits, const ExcerptStyle& style) {
  const std::uint32_t columns = source_columns(digits, style);
  Span wanted = group.empty() ? Span{} : group.front().span;
  for (const Segment& segment : group) wanted = wanted.join(segment.span);
  if (group.empty()) wanted.begin = wanted.end = source.lines().line_begin(line);

  const Window window = window_around(source, line, wanted, columns);
  append_gutter(out, line, '|', digits, style);
  if (window.cut_left) style.paint.put(out, Ink::Dim, cut);
  out += window.layout.slice(window.first, window.last);
  if (window.cut_right) style.paint.put(out, Ink::Dim, cut);
  out.erase(out.find_last_not_of(' ') + 1);
  out += '\n';
  if (group.empty()) return;

  std::vector<Underline> underlines;
  for (const Segment& segment : group) {
    const std::uint32_t begin = window.column_of(segment.span.begin);
    const std::uint32_t end = std::max(window.column_of(segment.span.end), begin + 1);
    underlines.push_back({begin, end, printable(segment.text), segment.primary});
  }
  append_words(out, std::move(underlines), digits, columns, style);
}

void append_line(std::string& out, const SourceFile& source, std::uint32_t line,
                 std::vector<Segment> segments, std::uint32_t digits, const ExcerptStyle& style) {
  std::stable_sort(segments.begin(), segments.end(),
                   [](const Segment& a, const Segment& b) { return a.span.begin < b.span.begin; });
  const bool fits = source.lines().line_span(line).size() <= source_columns(digits, style);
  const std::uint32_t reach = source_columns(digits, style) / 2;
  for (std::size_t i = 0; i < segments.size();) {
    std::size_t end = i + 1;
    while (end < segments.size() &&
           (fits || segments[end].span.end <= segments[i].span.begin + reach)) {
      ++end;
    }
    append_group(out, source, line, std::span(segments).subspan(i, end - i), digits, style);
    i = end;
  }
}

}  // namespace

std::uint32_t gutter_digits(const SourceFile& source, std::span<const Mark> marks) {
  std::uint32_t highest = 1;
  for (const Mark& mark : marks) highest = std::max(highest, lines_of(source, mark.span).last);
  return static_cast<std::uint32_t>(fmt::formatted_size("{}", highest));
}

std::uint32_t source_columns(std::uint32_t digits, const ExcerptStyle& style) {
  constexpr std::uint32_t least = 40;
  const std::uint32_t gutter = digits + 4;
  return style.columns > gutter + least ? style.columns - gutter : least;
}

void append_gutter(std::string& out, std::uint32_t line, char sign, std::uint32_t digits,
                   const ExcerptStyle& style) {
  const Ink ink = sign == '+' ? Ink::Green : sign == '-' ? Ink::Red : Ink::Dim;
  const std::string number =
      line == 0 ? std::string(digits, ' ') : fmt::format("{:>{}}", line, digits);
  style.paint.put(out, ink, fmt::format(" {} {}", number, sign));
  out += ' ';
}

void append_excerpt(std::string& out, const SourceFile& source, std::span<const Mark> marks,
                    std::uint32_t digits, const ExcerptStyle& style) {
  Lines lines;
  for (const Mark& mark : marks) add_segments(lines, source, mark);
  std::uint32_t before = 0;
  for (auto& [line, segments] : lines) {
    if (before != 0 && line == before + 2) append_group(out, source, line - 1, {}, digits, style);
    if (before != 0 && line > before + 2) {
      style.paint.put(out, Ink::Dim, fmt::format(" {:>{}}", cut, std::max(digits, 3u)));
      out += '\n';
    }
    append_line(out, source, line, std::move(segments), digits, style);
    before = line;
  }
}

}  // namespace plimsoll::app
