#include "app/config/complaint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include "analyzer/dockerfile/nearest.h"
#include "analyzer/source/utf8.h"

namespace plimsoll::app {

namespace {

constexpr std::size_t kExcerptColumns = 90;
constexpr std::size_t kContextColumns = 30;  // shown before the place in a line that is cut

// A line as code points that may go to a terminal, and where each began.
struct Shown {
  std::vector<std::string> cells;
  std::vector<std::uint32_t> begins;  // byte offset in the file

  // The first cell at or behind byte `at`.
  [[nodiscard]] std::size_t cell_at(std::uint32_t at) const {
    return static_cast<std::size_t>(std::lower_bound(begins.begin(), begins.end(), at) -
                                    begins.begin());
  }
};

[[nodiscard]] Shown shown_line(std::string_view line, std::uint32_t offset) {
  Shown shown;
  std::size_t at = 0;
  if (offset == 0 && line.substr(0, 3) == "\xEF\xBB\xBF") at = 3;
  while (at < line.size()) {
    shown.begins.push_back(offset + static_cast<std::uint32_t>(at));
    const utf8::CodePoint point = utf8::decode(line, at);
    const bool control =
        point.value < 0x20 || point.value == 0x7F || (0x80 <= point.value && point.value < 0xA0);
    if (point.value == '\t') {
      shown.cells.emplace_back(" ");
    } else if (!point.valid || control) {
      shown.cells.emplace_back("?");
    } else {
      shown.cells.emplace_back(line.substr(at, point.size));
    }
    at += point.size;
  }
  return shown;
}

// Words of ours around words of the file's: on one line, and nothing that a terminal would obey.
[[nodiscard]] std::string printable(std::string_view text) {
  std::string out;
  for (const std::string& cell : shown_line(text, 1).cells) out += cell;
  return out;
}

}  // namespace

std::string render(std::string_view level, const Complaint& complaint, const SourceFile& file) {
  const auto size = static_cast<std::uint32_t>(file.bytes().size());
  const std::uint32_t begin = std::min(complaint.where.begin, size);
  const LineColumn place = file.code_point_position(begin);
  const Span line = file.lines().line_span(place.line);
  const Shown shown = shown_line(file.at(line), line.begin);

  const std::size_t first = shown.cell_at(begin);
  const std::size_t last = shown.cell_at(std::clamp(complaint.where.end, begin, line.end));
  const bool cut = shown.cells.size() > kExcerptColumns;
  const std::size_t from = cut && first > kContextColumns ? first - kContextColumns : 0;
  const std::size_t to = std::min(shown.cells.size(), from + kExcerptColumns);

  std::string excerpt = from > 0 ? "..." : "";
  const std::size_t indent = excerpt.size() + (first - from);
  for (std::size_t i = from; i < to; ++i) excerpt += shown.cells[i];
  if (to < shown.cells.size()) excerpt += "...";
  const std::size_t carets = std::max<std::size_t>(1, std::min(last, to) - std::min(first, to));

  const std::string number = std::to_string(place.line);
  const std::string margin(number.size(), ' ');
  std::string out =
      fmt::format("{}: {}\n{}--> {}:{}:{}\n{} |\n", level, printable(complaint.message), margin,
                  file.path(), place.line, place.column, margin);
  out += fmt::format("{} | {}\n{} | {}{}\n", number, excerpt, margin, std::string(indent, ' '),
                     std::string(carets, '^'));
  if (!complaint.help.empty())
    out += fmt::format("{} = help: {}\n", margin, printable(complaint.help));
  return out;
}

std::string render_all(std::string_view level, std::vector<Complaint> complaints,
                       const SourceFile& file) {
  std::stable_sort(
      complaints.begin(), complaints.end(),
      [](const Complaint& a, const Complaint& b) { return a.where.begin < b.where.begin; });
  std::string out;
  for (std::size_t i = 0; i < complaints.size() && i < kMaxComplaints; ++i) {
    if (i > 0) out += "\n";
    out += render(level, complaints[i], file);
  }
  if (complaints.size() > kMaxComplaints) {
    out += fmt::format("\n{}: {} more in {}\n", level, complaints.size() - kMaxComplaints,
                       file.path());
  }
  return out;
}

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
  const std::string_view best = plimsoll::nearest(name, {candidates.begin(), candidates.end()});
  if (!best.empty() || name.size() < 3) return best;
  for (const std::string_view candidate : candidates) {
    if (candidate.starts_with(name)) return candidate;
  }
  return {};
}

}  // namespace plimsoll::app
