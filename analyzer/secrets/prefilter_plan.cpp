// Problem: the shuffles let through, for each bucket, every window whose nibbles all stand in the
// bucket's sets: with forty literals in a bucket those sets are nearly everything. What passes in
// vain costs more than the shuffles themselves.
//
// Choice: the share of text that a bucket lets through is estimated as the product over its four
// places of how often the bytes that pass stand in source texts. Each literal takes the window and
// the bucket that raise the sum of shares least; twice, for the first ones were placed when little
// was known. On source texts this lets through 7 positions in a hundred, against 17 where each
// literal was searched for by its first four bytes, and 40 with literals dealt out by the alphabet.
//
// The estimate is asked some 20,000 times: so the sums over a row of sixteen bytes with the same
// high nibble are tables, for the lower and for the upper half of the set of low nibbles.

#include "analyzer/secrets/prefilter_plan.h"

#include <algorithm>
#include <cstddef>

namespace plimsoll::secrets {

namespace {

constexpr int rounds = 2;

// How often a byte stands in source texts; roughly, in no unit.
constexpr std::array<float, 256> frequencies() {
  std::array<float, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) table[c] = 2;
  for (std::size_t c = 0x21; c < 0x7f; ++c) table[c] = 30;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = 40;
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = 40;
  constexpr std::string_view small = "etsnioracdlpfuhmgkybxvwzjq";  // the commonest first
  float share = 600;
  for (const char c : small) {
    table[static_cast<std::size_t>(c)] = share;
    share = share * 0.87F;
  }
  table[' '] = 1700;
  table['\n'] = 250;
  table['_'] = 300;
  for (const char c : std::string_view("*)(,/.-'\"=:")) table[static_cast<std::size_t>(c)] = 100;
  for (const char c : std::string_view("~^?%$!@|")) table[static_cast<std::size_t>(c)] = 4;
  float sum = 0;
  for (const float one : table) sum += one;
  for (float& one : table) one /= sum;
  return table;
}

class Shares {
 public:
  Shares() {
    constexpr std::array<float, 256> frequency = frequencies();
    for (std::size_t high = 0; high < 16; ++high) {
      for (std::size_t half = 0; half < 2; ++half) {
        for (std::size_t set = 1; set < 256; ++set) {
          const auto lowest = static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(set)));
          rows_[high][half][set] =
              rows_[high][half][set & (set - 1)] + frequency[high * 16 + half * 8 + lowest];
        }
      }
    }
  }

  [[nodiscard]] float of(const Place& place) const {
    float sum = 1e-5F;  // never nothing
    for (unsigned set = place.high; set != 0; set &= set - 1) {
      const auto& row = rows_[static_cast<std::size_t>(__builtin_ctz(set))];
      sum += row[0][place.low & 255] + row[1][place.low >> 8];
    }
    return sum;
  }
  // Of both together.
  [[nodiscard]] float of(const Places& a, const Places& b) const {
    float product = 1;
    for (std::size_t i = 0; i < window_size; ++i) {
      Place both = a[i];
      both.add(b[i]);
      product *= of(both);
    }
    return product;
  }

 private:
  std::array<std::array<std::array<float, 256>, 2>, 16> rows_{};
};

void add_letter(Place& place, char c, bool any_case) {
  place.add(static_cast<unsigned char>(c));
  if (any_case && c >= 'a' && c <= 'z') place.add(static_cast<unsigned char>(c - 'a' + 'A'));
}

Places window_of(const PlannedLiteral& literal, std::size_t skip) {
  Places places;
  for (std::size_t i = 0; i < window_size; ++i) {
    if (skip + i < literal.text.size()) {
      add_letter(places[i], literal.text[skip + i], literal.any_case);
    } else {
      for (const char c : literal.next) add_letter(places[i], c, literal.any_case);
    }
  }
  return places;
}

// One letter over and over comes in lines, whatever its share.
bool is_line(std::string_view text, std::size_t skip) {
  return skip + 2 < text.size() && text[skip] == text[skip + 1] && text[skip] == text[skip + 2];
}

struct Choice {
  std::uint16_t skip;
  Places places;
};

// The windows of a literal, the rarest first, four at most.
std::vector<Choice> choices_of(const PlannedLiteral& literal, const Shares& shares) {
  std::vector<std::pair<float, Choice>> all;
  const std::size_t last =
      literal.text.size() > window_size ? literal.text.size() - window_size : 0;
  for (std::size_t skip = 0; skip <= last; ++skip) {
    const Places places = window_of(literal, skip);
    const float share = is_line(literal.text, skip) ? 1 : shares.of(places, places);
    all.push_back({share, {static_cast<std::uint16_t>(skip), places}});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  constexpr std::size_t most = 4;
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
    if (i == 0 || all[i].first < 1) choices.push_back(all[i].second);
  }
  return choices;
}

}  // namespace

Plan plan_prefilter(const std::vector<PlannedLiteral>& literals) {
  const Shares shares;
  std::vector<std::vector<Choice>> choices;
  std::vector<std::pair<float, std::size_t>> order;
  for (std::size_t i = 0; i < literals.size(); ++i) {
    choices.push_back(choices_of(literals[i], shares));
    order.emplace_back(-shares.of(choices[i][0].places, choices[i][0].places), i);
  }
  std::sort(order.begin(), order.end());  // the widest first: what is narrow fits anywhere

  constexpr std::uint8_t nowhere = 0xff;
  Plan plan;
  plan.skips.assign(literals.size(), 0);
  plan.buckets.assign(literals.size(), nowhere);
  std::vector<Places> chosen(literals.size());
  std::array<Places, bucket_count> buckets{};
  const auto refill = [&](std::size_t bucket) {
    buckets[bucket] = {};
    for (std::size_t i = 0; i < literals.size(); ++i) {
      if (plan.buckets[i] != bucket) continue;
      for (std::size_t k = 0; k < window_size; ++k) buckets[bucket][k].add(chosen[i][k]);
    }
  };
  for (int round = 0; round < rounds; ++round) {
    for (const auto& [unused, literal] : order) {
      if (const std::uint8_t old = plan.buckets[literal]; old != nowhere) {
        plan.buckets[literal] = nowhere;
        refill(old);
      }
      float least = 2;
      for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
        const float before = shares.of(buckets[bucket], buckets[bucket]);
        for (const Choice& choice : choices[literal]) {
          const float rise = shares.of(buckets[bucket], choice.places) - before;
          if (rise >= least) continue;
          least = rise;
          plan.buckets[literal] = static_cast<std::uint8_t>(bucket);
          plan.skips[literal] = choice.skip;
          chosen[literal] = choice.places;
        }
      }
      for (std::size_t k = 0; k < window_size; ++k) {
        buckets[plan.buckets[literal]][k].add(chosen[literal][k]);
      }
    }
  }
  return plan;
}

}  // namespace plimsoll::secrets
