#include "app/image_report/masks.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::app {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;  // find_in_text looks no further
// Shorter values stand everywhere by chance; one or two letters are no secret.
constexpr std::size_t shortest_value = 3;
// Each is looked for in every text.
constexpr std::size_t most_values = 500;

// Behind the last line end within the first `most` bytes; there, where no line ends.
std::size_t cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  const std::size_t line_end = text.substr(0, most).rfind('\n');
  return line_end == std::string_view::npos ? most : line_end + 1;
}

}  // namespace

void Masks::learn(std::string_view text) {
  if (scanner_ == nullptr) return;
  while (!text.empty()) {
    const std::size_t size = cut(text, piece_bytes);
    learn_piece(text.substr(0, size));
    text.remove_prefix(size);
  }
  const auto order = [](const Value& a, const Value& b) {
    return a.text.size() != b.text.size() ? a.text.size() > b.text.size() : a.text < b.text;
  };
  std::sort(values_.begin(), values_.end(), order);
  const auto same = [](const Value& a, const Value& b) { return a.text == b.text; };
  values_.erase(std::unique(values_.begin(), values_.end(), same), values_.end());
  too_many_ = values_.size() > most_values;
}

// With more secrets than are told at once, its halves are looked at as well.
void Masks::learn_piece(std::string_view piece) {
  const std::vector<SecretHit> hits = find_in_text(*scanner_, piece);
  for (const SecretHit& hit : hits) {
    if (hit.offset >= piece.size()) continue;
    const std::string_view value = piece.substr(static_cast<std::size_t>(hit.offset), hit.length);
    if (value.size() >= shortest_value) values_.push_back({std::string(value), hit.redacted});
  }
  const std::size_t half = cut(piece, piece.size() / 2);
  if (hits.size() < SecretReader::most_hits || half == 0 || half == piece.size()) return;
  learn_piece(piece.substr(0, half));
  learn_piece(piece.substr(half));
}

std::vector<Masks::Found> Masks::find_all(std::string_view text) const {
  std::vector<Found> found;
  for (const Value& value : values_) {
    for (std::size_t at = text.find(value.text); at != std::string_view::npos;
         at = text.find(value.text, at + value.text.size())) {
      found.push_back({at, at + value.text.size(), &value});
    }
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

}  // namespace plimsoll::app
