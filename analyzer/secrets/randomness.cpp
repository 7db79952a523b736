// Problem: a key in an assignment has no prefix; it is told by being random. A constant bound on
// the entropy is wrong twice: twenty hexadecimal digits cannot show more than 4 bits each and
// seldom show 3.4, while sixty letters of an English identifier show 4.2.
//
// Choice: compare with what a generator would show. For n letters drawn evenly out of k the counts
// are nearly Poisson with mean n/k; from them follow the mean and the spread of the entropy. A text
// that falls short of the mean by more than a few deviations was not drawn.
//
// What people write comes near that bound all the same when it has many letters. Two more measures
// tell it: the pairs of neighbouring letters (`th`, `er`, `in` are common in words and names, `qx`
// is not) and how often capitals, small letters and digits take turns (in every second place of a
// draw, once a word in `getUserToken`). Both have a known mean and spread for draws; their sum is
// near 0 for a draw, above 3.3 for one draw in 500, and above it for 19 of 20 names in programs.
//
// Example: `4f9a0c7be1d25836` (n = 16, k = 16): expected 3.27 +- 0.21, shown 4.0: drawn.
//          `getUserSecretToken` (n = 18, k = 52): expected 3.97 +- 0.11, shown 3.28: not drawn.

#include "analyzer/secrets/randomness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "analyzer/secrets/letters.h"

namespace plimsoll::secrets {

namespace {

struct Kinds {
  std::size_t digits = 0, upper = 0, lower = 0, hex = 0, base32 = 0, other = 0;
  std::size_t changes = 0;  // from one kind of letter to another
};

enum class Kind : unsigned char { Digit, Upper, Lower, Other };

Kind kind_of(char c) {
  if (c >= '0' && c <= '9') return Kind::Digit;
  if (c >= 'A' && c <= 'Z') return Kind::Upper;
  if (c >= 'a' && c <= 'z') return Kind::Lower;
  return Kind::Other;
}

Kinds count_kinds(std::string_view text) {
  Kinds kinds;
  Kind before = Kind::Other;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Kind kind = kind_of(text[i]);
    if (kind == Kind::Digit) ++kinds.digits;
    if (kind == Kind::Upper) ++kinds.upper;
    if (kind == Kind::Lower) ++kinds.lower;
    if (kind == Kind::Other) ++kinds.other;
    if (belongs(Letters::Hex, text[i])) ++kinds.hex;
    if (belongs(Letters::Base32, text[i])) ++kinds.base32;
    if (i > 0 && kind != before) ++kinds.changes;
    before = kind;
  }
  return kinds;
}

// The size of the smallest usual alphabet that holds the text; 0 where it is none of a generator's.
std::size_t alphabet_of(std::string_view text, const Kinds& kinds) {
  if (kinds.digits == text.size()) return 10;
  const bool one_case = kinds.upper == 0 || kinds.lower == 0;
  if (kinds.hex == text.size() && one_case) return 16;
  if (kinds.base32 == text.size()) return 32;
  if (kinds.other == 0) return one_case ? 36 : 62;
  return one_case ? 40 : 64;
}

// How much commoner a pair of neighbouring letters is in words and names than in draws: 5 + log2 of
// the ratio, between 0 and 9. Rows are the first letter.
constexpr std::array<std::string_view, 26> pair_weights = {
    "26773461615877060878543440", "62325110651621410443600040", "74537217507661831667620250",
    "63358233710432520553522120", "74876661312668465988365750", "51335500700524730545600040",
    "41208124500625430553400001", "60017000500131600424300020", "55776660102669861577250405",
    "20004000100000200010200000", "30416121500102100031301000", "73358343702611730155631052",
    "75247210601441670053400010", "73777672604424630278640020", "45763540514668570876645210",
    "71338435505622751746512050", "00000000000000000003500000", "73559450804655750667552160",
    "62628336707736662488623253", "71538417803532740865512570", "45446440500667250666020200",
    "60207110504030340111000000", "40024003500103400420000000", "20304200300042040036000310",
    "21102200300333271143000000", "20005000200020100000000000"};
constexpr double pair_mean = -2.145;  // of weights less 5 over all 676 pairs
constexpr double pair_deviation = 2.640;

// Of the kinds' shares in an alphabet: how often two neighbours of a draw are of different kinds.
double expected_change(std::size_t alphabet) {
  const double size = static_cast<double>(alphabet);
  const double letters = 26 / size;
  const double digits = (alphabet == 32 ? 6 : 10) / size;
  const double cases = alphabet >= 62 ? 2 : 1;
  const double others = 1 - cases * letters - digits;
  return 1 - cases * letters * letters - digits * digits - others * others;
}

// Pairs and changes together, in deviations from what a draw shows; high for words.
double wordiness(std::string_view text, std::size_t alphabet, std::size_t changes) {
  double weight = 0;
  double pairs = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char a = to_lower(text[i - 1]);
    const char b = to_lower(text[i]);
    if (a < 'a' || a > 'z' || b < 'a' || b > 'z') continue;
    weight += pair_weights[static_cast<std::size_t>(a - 'a')][static_cast<std::size_t>(b - 'a')] -
              '0' - 5 - pair_mean;
    ++pairs;
  }
  const double neighbours = static_cast<double>(text.size() - 1);
  const double change = expected_change(alphabet);
  const double missing = neighbours * change - static_cast<double>(changes);
  const double by_pairs = pairs == 0 ? 0 : weight / (pair_deviation * std::sqrt(pairs));
  const double by_changes = missing / std::sqrt(neighbours * change * (1 - change));
  return (by_pairs + by_changes) / std::sqrt(2.0);
}

// Steps of one between neighbours: `abcdef`, `123456`, `987654`.
std::size_t longest_sequence(std::string_view text) {
  std::size_t longest = 0;
  for (const int step : {1, -1, 0}) {
    std::size_t run = 1;
    for (std::size_t i = 1; i < text.size(); ++i) {
      run = to_lower(text[i]) - to_lower(text[i - 1]) == step ? run + 1 : 1;
      longest = std::max(longest, run);
    }
  }
  return longest;
}

// As many in a row are no draw; in a long token they may be zeros under base64.
std::size_t most_in_sequence(std::size_t length, std::size_t in_short) {
  constexpr std::size_t share = 8;
  return std::max(in_short, length / share);
}

bool repeats(std::string_view text) {
  for (std::size_t period = 1; period <= text.size() / 2; ++period) {
    if (text.substr(period) == text.substr(0, text.size() - period)) return true;
  }
  return false;
}

}  // namespace

double bits_per_byte(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

Expectation expected_bits(std::size_t alphabet, std::size_t length) {
  // For one letter that comes X times, X nearly Poisson: f = -(X/n) log2(X/n). The sum over all
  // letters has the mean k E[f]; that the counts add up to n takes from the variance what f and X
  // have in common.
  const double n = static_cast<double>(length);
  const double k = static_cast<double>(alphabet);
  const double rate = n / k;
  double chance = std::exp(-rate);
  double mean = 0;
  double square = 0;
  double with_count = 0;
  for (std::size_t x = 1; x <= length; ++x) {
    const double count = static_cast<double>(x);
    chance *= rate / count;
    if (count > rate && chance < 1e-12) break;
    const double f = -count / n * std::log2(count / n);
    mean += chance * f;
    square += chance * f * f;
    with_count += chance * f * count;
  }
  const double common = k * (with_count - mean * rate);
  const double variance = k * (square - mean * mean) - common * common / n;
  return {k * mean, std::sqrt(std::max(variance, 0.0))};
}

bool looks_drawn(std::string_view text, Doubt doubt) {
  constexpr std::size_t shortest = 8;
  constexpr std::size_t longest = 1024;  // tells as much as more would
  if (text.size() < shortest) return false;
  text = text.substr(0, longest);
  const Kinds kinds = count_kinds(text);
  const std::size_t alphabet = alphabet_of(text, kinds);
  if (alphabet == 10) return false;  // a number, a date
  const Expectation expected = expected_bits(alphabet, text.size());
  const double tolerance = doubt == Doubt::Much ? 3.5 : 6;
  if (bits_per_byte(text) < expected.mean - tolerance * expected.deviation - 0.05) return false;
  const std::size_t most = most_in_sequence(text.size(), doubt == Doubt::Much ? 5 : 6);
  if (longest_sequence(text) >= most || repeats(text)) return false;
  if (alphabet == 16) return kinds.digits > 0 && kinds.digits < text.size();
  const double most_wordy = doubt == Doubt::Much ? 3.3 : 5;
  return wordiness(text, alphabet, kinds.changes) < most_wordy;
}

bool looks_made_up(std::string_view token) {
  constexpr std::size_t fewest_letters = 6;
  std::size_t different = 0;
  std::array<bool, 256> seen{};
  for (const char c : token) {
    bool& one = seen[static_cast<unsigned char>(c)];
    different += one ? 0u : 1u;
    one = true;
  }
  if (different < fewest_letters) return true;
  for (const std::string_view blanks : {"xxxx", "XXXX"}) {
    if (token.find(blanks) != std::string_view::npos) return true;
  }
  std::string small(token.substr(0, 512));
  std::transform(small.begin(), small.end(), small.begin(), to_lower);
  static constexpr std::array<std::string_view, 13> marks = {
      "example", "placeholder", "changeme", "your_",   "your-",      "insert",  "dummy",
      "sample_", "redacted",    "fake",     "testing", "0123456789", "abcdefgh"};
  return std::any_of(
             marks.begin(), marks.end(),
             [&](std::string_view mark) { return small.find(mark) != std::string::npos; }) ||
         longest_sequence(small) >= most_in_sequence(small.size(), 7);
}

}  // namespace plimsoll::secrets
