// Myers' greedy algorithm. Lines of the old text stand along x, of the new along y; a diagonal step
// is a line that both have and costs nothing, a step right removes, a step down adds. For each cost
// d = 0, 1, 2 ... it keeps, per diagonal k = x - y, how far one can come; the first d that reaches
// the corner is the smallest script, and the kept rows lead back. Time O((n + m) d), memory O(d^2);
// a fix changes a few lines, so d is small. Common beginning and end are cut off first.

#include "fixers/apply/diff.h"

#include <algorithm>
#include <optional>

namespace plimsoll {

namespace {

using Lines = std::vector<std::string_view>;

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

using Kind = DiffLine::Kind;

// The script that makes b of a, or nothing when it is longer than the limit.
std::optional<std::vector<Kind>> shortest_script(const Lines& a, const Lines& b) {
  const auto n = static_cast<std::int64_t>(a.size());
  const auto m = static_cast<std::int64_t>(b.size());
  const std::int64_t limit = std::min<std::int64_t>(n + m, max_diff_edits);
  std::vector<std::vector<std::int64_t>> rows;  // rows[d][k + d]: the furthest x on diagonal k
  const auto reach = [&](std::int64_t d, std::int64_t k) -> std::int64_t {
    const auto& row = rows[static_cast<std::size_t>(d)];
    return row[static_cast<std::size_t>(k + d)];
  };
  // Whether the best way to diagonal k with d edits ends with an added line.
  const auto came_down = [&](std::int64_t d, std::int64_t k) {
    return k == -d || (k != d && reach(d - 1, k - 1) < reach(d - 1, k + 1));
  };
  std::int64_t d = 0;
  for (bool found = false; !found; ++d) {
    if (d > limit) return std::nullopt;
    std::vector<std::int64_t> row(static_cast<std::size_t>(2 * d + 1), -1);
    for (std::int64_t k = -d; k <= d; k += 2) {
      std::int64_t x = 0;
      if (d > 0) x = came_down(d, k) ? reach(d - 1, k + 1) : reach(d - 1, k - 1) + 1;
      while (x < n && x - k < m && x >= 0 && x - k >= 0 &&
             a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) {
        ++x;
      }
      row[static_cast<std::size_t>(k + d)] = x;
      found |= x >= n && x - k >= m;
      if (found) break;
    }
    rows.push_back(std::move(row));
  }
  std::vector<Kind> script;
  std::int64_t x = n;
  std::int64_t y = m;
  for (--d; d >= 0; --d) {
    const std::int64_t k = x - y;
    const bool down = d > 0 && came_down(d, k);
    const std::int64_t from = d == 0 ? 0 : down ? reach(d - 1, k + 1) : reach(d - 1, k - 1) + 1;
    for (; x > from; --x, --y) script.push_back(Kind::Same);
    if (d == 0) break;
    script.push_back(down ? Kind::Added : Kind::Removed);
    if (down) {
      --y;
    } else {
      --x;
    }
  }
  std::reverse(script.begin(), script.end());
  return script;
}

// All lines of both texts in the order of the diff.
std::vector<DiffLine> aligned(std::string_view before, std::string_view after) {
  const Lines a = split(before);
  const Lines b = split(after);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  const auto middle = [&](const Lines& lines) {
    return Lines(lines.begin() + static_cast<std::ptrdiff_t>(head),
                 lines.end() - static_cast<std::ptrdiff_t>(tail));
  };
  const Lines old_middle = middle(a);
  const Lines new_middle = middle(b);
  auto script = shortest_script(old_middle, new_middle);
  if (!script) {
    script.emplace(old_middle.size(), Kind::Removed);
    script->insert(script->end(), new_middle.size(), Kind::Added);
  }
  std::vector<DiffLine> lines;
  for (std::size_t i = 0; i < head; ++i) lines.push_back({Kind::Same, a[i]});
  std::size_t x = head;
  std::size_t y = head;
  for (const Kind kind : *script) {
    lines.push_back({kind, kind == Kind::Added ? b[y] : a[x]});
    if (kind != Kind::Added) ++x;
    if (kind != Kind::Removed) ++y;
  }
  for (; x < a.size(); ++x) lines.push_back({Kind::Same, a[x]});
  return lines;
}

void put_line(std::string& out, char mark, std::string_view text) {
  out += mark;
  out += text;
  if (text.empty() || text.back() != '\n') out += "\n\\ No newline at end of file\n";
}

std::string range(std::uint32_t begin, std::uint32_t count) {
  return count == 1 ? std::to_string(begin) : std::to_string(begin) + "," + std::to_string(count);
}

}  // namespace

std::vector<Hunk> diff_lines(std::string_view before, std::string_view after,
                             std::uint32_t context) {
  std::vector<Hunk> hunks;
  if (before == after) return hunks;
  const std::vector<DiffLine> lines = aligned(before, after);
  std::uint32_t old_line = 0;  // lines that stand before `i`
  std::uint32_t new_line = 0;
  std::size_t last_change = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind != Kind::Same) {
      if (hunks.empty() || i - last_change > 2 * std::size_t{context} + 1) {
        const auto lead = static_cast<std::uint32_t>(std::min<std::size_t>(i, context));
        hunks.push_back({old_line - lead, 0, new_line - lead, 0, {}});
        hunks.back().lines.assign(lines.begin() + static_cast<std::ptrdiff_t>(i - lead),
                                  lines.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        hunks.back().lines.insert(hunks.back().lines.end(),
                                  lines.begin() + static_cast<std::ptrdiff_t>(last_change + 1),
                                  lines.begin() + static_cast<std::ptrdiff_t>(i));
      }
      hunks.back().lines.push_back(lines[i]);
      last_change = i;
    }
    if (lines[i].kind != Kind::Added) ++old_line;
    if (lines[i].kind != Kind::Removed) ++new_line;
    // The context behind a hunk, where the next change is too far to be in the same one.
    const bool ends =
        !hunks.empty() && i == std::min(lines.size() - 1, last_change + 2 * context + 1);
    if (ends && lines[i].kind == Kind::Same) {
      const std::size_t end = std::min(lines.size(), last_change + 1 + context);
      hunks.back().lines.insert(hunks.back().lines.end(),
                                lines.begin() + static_cast<std::ptrdiff_t>(last_change + 1),
                                lines.begin() + static_cast<std::ptrdiff_t>(end));
    }
  }
  for (Hunk& hunk : hunks) {
    for (const DiffLine& line : hunk.lines) {
      if (line.kind != Kind::Added) ++hunk.old_count;
      if (line.kind != Kind::Removed) ++hunk.new_count;
    }
    if (hunk.old_count > 0) ++hunk.old_begin;
    if (hunk.new_count > 0) ++hunk.new_begin;
  }
  return hunks;
}

std::string unified_diff(std::string_view before, std::string_view after, std::string_view old_name,
                         std::string_view new_name, std::uint32_t context) {
  std::string out;
  for (const Hunk& hunk : diff_lines(before, after, context)) {
    if (out.empty()) {
      out.append("--- ").append(old_name).append("\n+++ ").append(new_name).append("\n");
    }
    out += "@@ -" + range(hunk.old_begin, hunk.old_count) + " +" +
           range(hunk.new_begin, hunk.new_count) + " @@\n";
    for (const DiffLine& line : hunk.lines) {
      const char mark = line.kind == Kind::Same ? ' ' : line.kind == Kind::Removed ? '-' : '+';
      put_line(out, mark, line.text);
    }
  }
  return out;
}

}  // namespace plimsoll
