// Problem: a key in an assignment has no prefix; it is told by being random. A constant bound on
// the entropy is wrong twice: twenty hexadecimal digits cannot show more than 4 bits each and
// seldom show 3.4, while sixty letters of an English identifier show 4.2.
//
// Choice: compare with what a generator would show. For n letters drawn evenly out of k the counts
// are nearly Poisson with mean n/k; from them follow the mean and the spread of the entropy. A text
// that falls short of the mean by more than a few deviations was not drawn. What comes near it all
// the same, because people use many letters too, has the pairs of letters of a language (`th`,
// `er`, `in`), changes between capitals, small letters and digits seldom, or counts upwards.
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

// The pairs of letters that make up more than half of English text and of names in programs.
bool is_usual_pair(char a, char b) {
  static constexpr std::string_view pairs =
      "th he in er an re nd on en at ou ed ha to or it is hi es ng st se te ti ar le al nt de me "
      "ve ne ra ro ri io ic co ec el li ea no ta ma ch ll om us et tr ns pa ss as ur so lo il be "
      "ce la ac ge ut em ke ey ca ec di pr ot ul un ad am id im ag ai fi do po su op ho rs ie ct "
      "ow wo rd wi ol ay sh ni na mi ry tt ab up ap pe ex if ts ir si sa ds ty ca fo ld by mp ck";
  static constexpr auto table = [] {
    std::array<std::array<bool, 26>, 26> usual{};
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 3) {
      usual[static_cast<std::size_t>(pairs[i] - 'a')]
           [static_cast<std::size_t>(pairs[i + 1] - 'a')] = true;
    }
    return usual;
  }();
  return table[static_cast<std::size_t>(a - 'a')][static_cast<std::size_t>(b - 'a')];
}

// Of the pairs of neighbouring letters, more are usual in a language than chance would give.
bool reads_like_words(std::string_view text) {
  std::size_t pairs = 0;
  std::size_t usual = 0;
  std::size_t run = 0;  // of usual pairs
  std::size_t longest_run = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char a = to_lower(text[i - 1]);
    const char b = to_lower(text[i]);
    if (a < 'a' || a > 'z' || b < 'a' || b > 'z') {
      run = 0;
      continue;
    }
    ++pairs;
    run = is_usual_pair(a, b) ? run + 1 : 0;
    usual += run > 0 ? 1 : 0;
    longest_run = std::max(longest_run, run);
  }
  // A random pair is usual in one case of five.
  constexpr std::size_t word = 6;
  const double share = pairs == 0 ? 0 : static_cast<double>(usual) / static_cast<double>(pairs);
  const double chance = 0.20;
  const double spread =
      pairs == 0 ? 1 : std::sqrt(chance * (1 - chance) / static_cast<double>(pairs));
  return longest_run >= word || (pairs >= 6 && share > chance + 3 * spread);
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

bool looks_drawn(std::string_view text) {
  constexpr std::size_t shortest = 8;
  constexpr std::size_t longest = 1024;  // tells as much as more would
  if (text.size() < shortest) return false;
  text = text.substr(0, longest);
  const Kinds kinds = count_kinds(text);
  const std::size_t alphabet = alphabet_of(text, kinds);
  if (alphabet == 10) return false;  // a number, a date
  const Expectation expected = expected_bits(alphabet, text.size());
  constexpr double tolerance = 3.5;
  if (bits_per_byte(text) < expected.mean - tolerance * expected.deviation - 0.05) return false;
  if (longest_sequence(text) >= 5 || repeats(text)) return false;
  if (alphabet == 16) return kinds.digits > 0 && kinds.digits < text.size();
  if (kinds.digits == 0 && kinds.changes * 3 < text.size()) return false;
  return !reads_like_words(text);
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
  std::string small(token.substr(0, 512));
  std::transform(small.begin(), small.end(), small.begin(), to_lower);
  static constexpr std::array<std::string_view, 14> marks = {
      "example", "xxxx",    "placeholder", "changeme", "your_",   "your-",      "insert",
      "dummy",   "sample_", "redacted",    "fake",     "testing", "0123456789", "abcdefgh"};
  return std::any_of(
             marks.begin(), marks.end(),
             [&](std::string_view mark) { return small.find(mark) != std::string::npos; }) ||
         longest_sequence(small) >= 7;
}

}  // namespace plimsoll::secrets
