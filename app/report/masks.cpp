#include "app/report/masks.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::app {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;  // find_in_text looks no further
// Shorter values stand everywhere by chance; one or two letters are no secret.
constexpr std::size_t shortest_value = 3;
// Shorter ones may be part of other words: they are masked only behind what they stood behind.
constexpr std::size_t long_value = 8;
constexpr std::size_t most_shown = 4;  // letters of a value, as in redacted texts
// Each is looked for in every text.
constexpr std::size_t most_values = 500;
constexpr std::string_view cut_mark = "...";
constexpr std::string_view blanks = " \t";

// Behind the last line end within the first `most` bytes; there, where no line ends.
std::size_t cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  const std::size_t line_end = text.substr(0, most).rfind('\n');
  return line_end == std::string_view::npos ? most : line_end + 1;
}

// `ENV NAME value` as `NAME=value`; empty for all else.
std::string as_assignment(std::string_view line) {
  constexpr std::string_view keyword = "ENV";
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  const bool is_env = line.size() > keyword.size() &&
                      std::equal(keyword.begin(), keyword.end(), line.begin(),
                                 [](char a, char b) { return a == b || (a | 0x20) == b; });
  if (!is_env || blanks.find(line[keyword.size()]) == std::string_view::npos) return {};
  line.remove_prefix(std::min(line.find_first_not_of(blanks, keyword.size()), line.size()));
  const std::size_t end = line.find_first_of(" \t=");
  if (end == std::string_view::npos || line[end] == '=') return {};
  const std::size_t value = line.find_first_not_of(blanks, end);
  if (value == std::string_view::npos) return {};
  return std::string(line.substr(0, end)).append("=").append(line.substr(value));
}

}  // namespace

void Masks::learn(std::string_view text) {
  if (scanner_ == nullptr) return;
  while (!text.empty()) {
    const std::size_t size = cut(text, piece_bytes);
    learn_piece(text.substr(0, size), '\0');
    text.remove_prefix(size);
  }
  settle();
}

void Masks::learn_file(std::string_view text) {
  if (scanner_ == nullptr) return;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, std::min(end, piece_bytes));
    if (line.find_first_of("=:") != std::string_view::npos) learn_piece(line, '\0');
    if (const std::string pair = as_assignment(line); !pair.empty()) learn_piece(pair, ' ');
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  learn(text);
}

void Masks::settle() {
  const auto order = [](const Value& a, const Value& b) {
    return a.text.size() != b.text.size() ? a.text.size() > b.text.size()
                                          : std::tie(a.text, a.before) < std::tie(b.text, b.before);
  };
  std::sort(values_.begin(), values_.end(), order);
  const auto same = [](const Value& a, const Value& b) {
    return a.text == b.text && (a.before == b.before || a.text.size() >= long_value);
  };
  values_.erase(std::unique(values_.begin(), values_.end(), same), values_.end());
  too_many_ = values_.size() > most_values;
}

// With more secrets than are told at once, its halves are looked at as well.
void Masks::learn_piece(std::string_view piece, char before) {
  const std::vector<SecretHit> hits = find_in_text(*scanner_, piece);
  for (const SecretHit& hit : hits) {
    if (hit.offset >= piece.size()) continue;
    const auto at = static_cast<std::size_t>(hit.offset);
    const std::string_view value = piece.substr(at, hit.length);
    if (value.size() < shortest_value) continue;
    const char front = before != '\0' || at == 0 ? before : piece[at - 1];
    values_.push_back({std::string(value), front, hit.redacted});
  }
  const std::size_t half = cut(piece, piece.size() / 2);
  if (hits.size() < SecretReader::most_hits || half == 0 || half == piece.size()) return;
  learn_piece(piece.substr(0, half), before);
  learn_piece(piece.substr(half), before);
}

// The longest beginning of a value right before the mark of a cut.
void Masks::find_cut(std::string_view text, const Value& value, std::vector<Found>& found) {
  for (std::size_t end = text.find(cut_mark); end != std::string_view::npos;
       end = text.find(cut_mark, end + 1)) {
    std::size_t size = std::min(end, value.text.size() - 1);
    while (size > most_shown && !value.text.starts_with(text.substr(end - size, size))) --size;
    if (size > most_shown) found.push_back({end - size, end, &value});
  }
}

std::vector<Masks::Found> Masks::find_all(std::string_view text) const {
  std::vector<Found> found;
  for (const Value& value : values_) {
    const bool anywhere = value.text.size() >= long_value;
    for (std::size_t at = text.find(value.text); at != std::string_view::npos;
         at = text.find(value.text, at + value.text.size())) {
      const bool here = anywhere || (at > 0 && text[at - 1] == value.before);
      if (here) found.push_back({at, at + value.text.size(), &value});
    }
    if (anywhere) find_cut(text, value, found);
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tie(a.begin, b.end) < std::tie(b.begin, a.end);
  });
  return found;
}

std::string Masks::of(std::string_view text) const {
  if (too_many_) return "(too many secrets to quote it)";
  std::string out;
  std::size_t done = 0;
  for (const Found& each : find_all(text)) {
    if (each.begin >= done) {
      out += text.substr(done, each.begin - done);
      out += each.value->shown;
      done = each.begin;
    }
    for (; done < each.end; ++done) {
      if (text[done] == '\n') out += '\n';
    }
  }
  return out += text.substr(done);
}

std::string Masks::in_place(std::string_view text) const {
  std::string out(text);
  const auto hide = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (out[i] != '\n' && out[i] != '\r') out[i] = '*';
    }
  };
  if (too_many_) hide(0, out.size());
  if (too_many_) return out;
  std::size_t done = 0;
  for (const Found& each : find_all(text)) {
    const std::size_t shown = std::min(most_shown, each.value->text.size() / 4);
    // What overlaps another one shows nothing more.
    hide(each.begin >= done ? std::min(each.begin + shown, each.end) : each.begin, each.end);
    done = std::max(done, each.end);
  }
  return out;
}

}  // namespace plimsoll::app
