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

// Shows as much of a long line as fits, from a little before byte `differs` on.
void append_cut(std::string& out, std::string_view line, std::size_t differs,
                std::uint32_t columns) {
  constexpr std::string_view cut = "...";
  std::size_t begin = 0;
  if (line.size() > columns && differs > columns / 2) {
    begin = utf8::boundary_before(line, differs - columns / 2);
  }
  const std::size_t bytes = std::min(line.size() - begin, static_cast<std::size_t>(columns) * 4);
  const std::size_t end = utf8::boundary_before(line, begin + bytes);
  const Layout layout = lay_out(line.substr(begin, end - begin), begin == 0 ? 1 : UINT32_MAX / 2);
  const std::uint32_t taken = static_cast<std::uint32_t>(cut.size());
  if (begin > 0) out += cut;
  const std::uint32_t room = columns - (begin > 0 ? taken : 0);
  if (end == line.size() && layout.columns() <= room) {
    out += layout.text;
  } else {
    out += layout.slice(0, room - taken);
    out += cut;
  }
}

std::size_t first_difference(const std::string& a, const std::string& b) {
  const auto [at, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(at - a.begin());
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
    std::string text;
    append_cut(text, line, other == nullptr ? 0 : first_difference(line, *other), columns);
    style.paint.put(out, sign == '-' ? Ink::Red : Ink::Green, text);
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
