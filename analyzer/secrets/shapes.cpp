#include "analyzer/secrets/shapes.h"

#include <algorithm>

#include "analyzer/base/check.h"
#include "analyzer/secrets/randomness.h"

namespace plimsoll::secrets {

namespace {

// Where a token begins that has letters in front of its literal: not before the run of such
// letters, nor before `from`. The first letters of the run may belong to an escape: then it begins
// behind.
std::optional<std::size_t> token_begin(const ClassRow& row, const Spot& spot, std::size_t from) {
  constexpr std::size_t escape = 2;  // of `%3D`; one of `\n`
  std::size_t run = spot.at;
  while (run > from && spot.at - run < row.before_most + escape + 1 &&
         belongs(row.before, spot.text[run - 1])) {
    --run;
  }
  for (std::size_t begin = run; begin <= std::min(run + escape, spot.at); ++begin) {
    const std::size_t length = spot.at - begin;
    if (length > row.before_most) continue;
    if (length < row.before_least) break;
    if ((begin == run && run > from) || is_word_start(spot.text, begin)) return begin;
  }
  return std::nullopt;
}

std::optional<Stretch> match(const Expression& expression, const Spot& spot, std::size_t begin) {
  constexpr std::size_t longest = 4096;
  const std::size_t stop = std::min(spot.text.size(), spot.at + longest);
  const auto found = expression.match_at(spot.text, begin, stop);
  if (!found) return std::nullopt;
  const Stretch value = found->group.value_or(found->whole);
  const bool goes_on =
      value.end < spot.text.size() && belongs(Letters::Alnum, spot.text[value.end]);
  return goes_on ? std::nullopt : std::optional(value);
}

std::optional<Stretch> by_pattern(const ClassRow& row, const Spot& spot, std::size_t begin,
                                  const Expression& expression) {
  if (auto value = match(expression, spot, begin)) return value;
  if (row.before == Letters::None) return std::nullopt;
  // Another begin behind the first one, where an escape may end.
  const auto next = token_begin(row, spot, begin + 1);
  return next ? match(expression, spot, *next) : std::nullopt;
}

std::optional<Stretch> by_letters(const ClassRow& row, const Spot& spot, std::size_t begin) {
  const std::size_t from = spot.at + spot.length;
  const std::size_t end = run_end(spot.text, from, row.letters, row.most + std::size_t{1});
  if (end - from < row.least || end - from > row.most) return std::nullopt;
  return Stretch{begin, end};
}

std::optional<Stretch> shape(const ClassRow& row, const Spot& spot, const Expression* expression) {
  std::optional<std::size_t> begin = spot.at;
  if (row.before != Letters::None) {
    begin = token_begin(row, spot, 0);
  } else if (belongs(Letters::Alnum, spot.text[spot.at]) && !is_word_start(spot.text, spot.at)) {
    return std::nullopt;
  }
  if (!begin) return std::nullopt;
  if (row.pattern.empty()) return by_letters(row, spot, *begin);
  if (expression != nullptr) return by_pattern(row, spot, *begin, *expression);
  return by_pattern(row, spot, *begin, Expression(row.pattern));
}

}  // namespace

ShapeAnswer find_shape(const ClassRow& row, const Spot& spot, const Expression* expression) {
  ShapeAnswer answer;
  const auto place = shape(row, spot, expression);
  if (!place) return answer;
  answer.shaped = true;
  const std::string_view value = spot.text.substr(place->begin, place->end - place->begin);
  if (row.proof != nullptr && !row.proof(value)) return answer;
  if (looks_made_up(value)) return answer;
  if (row.drawn) {
    // What follows the literal, which everybody's tokens share.
    const std::size_t from = std::clamp(spot.at + spot.length, place->begin, place->end);
    if (!looks_drawn(spot.text.substr(from, place->end - from), Doubt::Little)) return answer;
  }
  answer.value = place;
  return answer;
}

bool fits_shape(const ClassRow& row, std::string_view value, const Expression* expression) {
  std::string_view random = value;
  if (row.pattern.empty()) {
    if (value.size() < row.least || value.size() > row.most || !all(value, row.letters)) {
      return false;
    }
  } else {
    CHECK(expression != nullptr);
    const auto found = expression->match_all(value);
    if (!found) return false;
    const Stretch part = found->group.value_or(found->whole);
    random = value.substr(part.begin, part.end - part.begin);
  }
  if (row.proof != nullptr && !row.proof(value)) return false;
  return !looks_made_up(random) && (!row.drawn || looks_drawn(random, Doubt::Little));
}

}  // namespace plimsoll::secrets
