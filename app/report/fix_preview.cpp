#include "app/report/fix_preview.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/source/utf8.h"
#include "app/report/printable.h"

namespace plimsoll::app {

namespace {

constexpr std::size_t lines_shown = 14;

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (end < text.size() && line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Leaves out what both begin and end with.
void trim(ChangedLines& change) {
  auto& [first_before, first_after, before, after] = change;
  std::size_t same = 0;
  const std::size_t least = std::min(before.size(), after.size());
  while (same < least && before[same] == after[same]) ++same;
  std::size_t tail = 0;
  while (tail < least - same &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  const auto cut = [&](std::vector<std::string>& lines) {
    lines.erase(lines.end() - static_cast<std::ptrdiff_t>(tail), lines.end());
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(same));
  };
  cut(before);
  cut(after);
  first_before += static_cast<std::uint32_t>(same);
  first_after += static_cast<std::uint32_t>(same);
}

// What two lines do not share: bytes [begin, end) of `line`, at the borders of characters.
Span difference(const std::string& line, const std::string* other) {
  const auto size = static_cast<std::uint32_t>(line.size());
  if (other == nullptr) return {0, size};
  const auto head = std::mismatch(line.begin(), line.end(), other->begin(), other->end());
  const auto begin = static_cast<std::size_t>(head.first - line.begin());
  std::size_t tail = 0;
  while (tail < std::min(line.size(), other->size()) - begin &&
         line[line.size() - 1 - tail] == (*other)[other->size() - 1 - tail]) {
    ++tail;
  }
  std::size_t end = line.size() - tail;
  while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) ++end;
  return {static_cast<std::uint32_t>(utf8::boundary_before(line, begin)),
          static_cast<std::uint32_t>(end)};
}

constexpr std::string_view cut = "...";

// Where a long line, and its counterpart alike, are shown from: so that the difference is in the
// middle, or the end at the right.
std::size_t shown_from(const std::string& line, const std::string* other, Span changed,
                       std::uint32_t columns) {
  const std::size_t size = std::max(line.size(), other == nullptr ? 0 : other->size());
  if (size <= columns || changed.begin <= columns / 2) return 0;
  const std::size_t middle = changed.begin - columns / 2;
  return utf8::boundary_before(line, std::min(middle, size + cut.size() - columns));
}

// Shows as much of a line as fits from byte `begin` on, with what changed in bold ink.
void append_line(std::string& out, const std::string& line, std::size_t begin, Span changed,
                 bool added, std::uint32_t columns, const Paint& paint) {
  constexpr std::uint32_t taken = cut.size();
  const std::size_t bytes = std::min(line.size() - begin, std::size_t{columns} * 4);
  const std::size_t end = utf8::boundary_before(line, begin + bytes);
  // Offsets from 1 on: a byte order mark here is no beginning of a file.
  const auto first = static_cast<std::uint32_t>(begin + 1);
  const Layout layout = lay_out(std::string_view(line).substr(begin, end - begin), first);
  const std::uint32_t room = columns - (begin > 0 ? taken : 0);
  const bool whole = end == line.size() && layout.columns() <= room;
  const std::uint32_t last = whole ? layout.columns() : room - taken;
  const std::uint32_t from = std::min(layout.column_of(changed.begin + 1), last);
  const std::uint32_t to = std::clamp(layout.column_of(changed.end + 1), from, last);

  const Ink plain = added ? Ink::Green : Ink::Red;
  const Ink bold = added ? Ink::BoldGreen : Ink::BoldRed;
  if (begin > 0) paint.put(out, plain, cut);
  if (from > 0) paint.put(out, plain, layout.slice(0, from));
  if (to > from) paint.put(out, bold, layout.slice(from, to));
  if (last > to) paint.put(out, plain, layout.slice(to, last));
  if (!whole) paint.put(out, plain, cut);
}

}  // namespace

std::vector<ChangedLines> changed_lines(const SourceFile& source, std::span<const Edit> edits) {
  const LineIndex& lines = source.lines();
  std::vector<ChangedLines> changes;
  std::int64_t shift = 0;  // lines that the changes so far have added
  for (std::size_t i = 0; i < edits.size();) {
    const std::uint32_t first = lines.line_of(edits[i].where.begin);
    std::uint32_t last = lines.line_of(edits[i].where.end);
    std::size_t end = i + 1;
    while (end < edits.size() && lines.line_of(edits[end].where.begin) <= last) {
      last = lines.line_of(edits[end].where.end);
      ++end;
    }
    const Span whole{lines.line_begin(first), lines.line_begin(last + 1)};
    std::string text;
    std::uint32_t at = whole.begin;
    for (const Edit& edit : edits.subspan(i, end - i)) {
      text += source.at({at, edit.where.begin});
      text += edit.text;
      at = edit.where.end;
    }
    text += source.at({at, whole.end});
    ChangedLines change{first, static_cast<std::uint32_t>(first + shift),
                        split_lines(source.at(whole)), split_lines(text)};
    shift += static_cast<std::int64_t>(change.after.size()) -
             static_cast<std::int64_t>(change.before.size());
    trim(change);
    if (!change.before.empty() || !change.after.empty()) changes.push_back(std::move(change));
    i = end;
  }
  return changes;
}

std::uint32_t gutter_digits(const std::vector<ChangedLines>& changes) {
  std::size_t highest = 1;
  for (const ChangedLines& change : changes) {
    highest = std::max({highest, change.first_before + change.before.size(),
                        change.first_after + change.after.size()});
  }
  return static_cast<std::uint32_t>(fmt::formatted_size("{}", highest));
}

void append_fix_preview(std::string& out, const std::vector<ChangedLines>& changes,
                        std::uint32_t digits, const ExcerptStyle& style) {
  std::size_t shown = 0;
  std::size_t all = 0;
  const std::uint32_t columns = source_columns(digits, style);
  const auto append = [&](char sign, std::uint32_t number, const std::string& line,
                          const std::string* other) {
    ++all;
    if (shown >= lines_shown) return;
    ++shown;
    append_gutter(out, number, sign, digits, style);
    const Span changed = difference(line, other);
    append_line(out, line, shown_from(line, other, changed, columns), changed, sign == '+', columns,
                style.paint);
    out += '\n';
  };
  for (const ChangedLines& change : changes) {
    for (std::size_t i = 0; i < change.before.size(); ++i) {
      append('-', change.first_before + static_cast<std::uint32_t>(i), change.before[i],
             i < change.after.size() ? &change.after[i] : nullptr);
    }
    for (std::size_t i = 0; i < change.after.size(); ++i) {
      append('+', change.first_after + static_cast<std::uint32_t>(i), change.after[i],
             i < change.before.size() ? &change.before[i] : nullptr);
    }
  }
  if (all > shown) {
    append_gutter(out, 0, '|', digits, style);
    const std::size_t more = all - shown;
    style.paint.put(out, Ink::Dim, fmt::format("... {} more line{}\n", more, more == 1 ? "" : "s"));
  }
}

}  // namespace plimsoll::app
