// Problem: some 300 literals (`ghp_`, `-----BEGIN `, `token`) have to be found in every byte of an
// image, at more than a gigabyte a second on one core, and hardly ever are there.
//
// Example: in `export T=ghp_x` the window `ghp_` is the one place of interest among eleven.
//
// Choice: four bytes of each literal, the rarest (`BEGI` of `-----BEGIN`, for dashes come in
// lines). Windows that are alike share one of eight buckets
// (`ghp_`, `gho_`, `glpa`); a shuffle of 16 or 32 bytes at once says which positions some bucket
// may want (prefilter_kernels.cpp). What is left, a few positions in a hundred, is asked of a
// bitmap of 65,536 bits under a hash of the four bytes, and what passes that, of the list of
// literals itself. The bitmap alone is right, too: it is the road of processors without such
// shuffles.
//
// Buckets: each literal goes where it raises the share of wanted positions least, as told by how
// often each byte stands in source texts.
//
// Rejected: one automaton over all literals (a dependent load for each byte: half the speed at
// best, and tables that do not stay in the first cache); lower-casing the text (a copy of
// everything, and `SG.` would be found in every `msg.`); longer windows (the commonest tokens have
// prefixes of four).

#include "analyzer/secrets/prefilter.h"

#include <algorithm>
#include <cstring>

#include "analyzer/base/check.h"
#include "analyzer/secrets/letters.h"
#include "analyzer/secrets/prefilter_kernels.h"

namespace plimsoll::secrets {

namespace {

constexpr std::size_t bucket_count = 8;
constexpr std::size_t slot_count = 8192;

std::uint32_t window_at(const char* at) {
  std::uint32_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// How often a byte stands in source texts, in thousandths; roughly.
constexpr std::array<std::uint16_t, 256> frequencies() {
  std::array<std::uint16_t, 256> table{};
  for (std::size_t c = 0x21; c < 0x7f; ++c) table[c] = 5;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = 4;
  for (char c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = 8;
  constexpr std::string_view small = "etaoinsrlcdupmhgfbyvkwxqzj";
  std::uint16_t share = 80;
  for (const char c : small) {
    table[static_cast<std::size_t>(c)] = share;
    share = static_cast<std::uint16_t>(share > 6 ? share * 9 / 10 : 5);
  }
  table[' '] = 150;
  table['\n'] = 30;
  table['_'] = 20;
  table['.'] = 15;
  table['-'] = 12;
  return table;
}
constexpr auto frequency = frequencies();

// The set of bytes that a bucket lets through at one place: a product of nibbles.
struct Place {
  std::uint16_t low = 0;  // one bit a nibble
  std::uint16_t high = 0;
  void add(unsigned char byte) {
    low = static_cast<std::uint16_t>(low | 1u << (byte & 15));
    high = static_cast<std::uint16_t>(high | 1u << (byte >> 4));
  }
  [[nodiscard]] double share() const {
    unsigned sum = 1;  // never nothing
    for (unsigned h = 0; h < 16; ++h) {
      if ((high >> h & 1) == 0) continue;
      for (unsigned l = 0; l < 16; ++l) {
        if ((low >> l & 1) != 0) sum += frequency[h * 16 + l];
      }
    }
    return static_cast<double>(sum) / 1500.0;
  }
};
using Places = std::array<Place, Prefilter::window>;

Places joined(const Places& a, const Places& b) {
  Places out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].low = static_cast<std::uint16_t>(a[i].low | b[i].low);
    out[i].high = static_cast<std::uint16_t>(a[i].high | b[i].high);
  }
  return out;
}

double share(const Places& places) {
  double product = 1;
  for (const Place& place : places) product *= place.share();
  return product;
}

std::uint16_t rarest_window(std::string_view text) {
  std::size_t best = 0;
  double rarest = 2;
  for (std::size_t at = 0; at + Prefilter::window <= text.size(); ++at) {
    Places places;
    for (std::size_t i = 0; i < places.size(); ++i) {
      places[i].add(static_cast<unsigned char>(text[at + i]));
    }
    // One letter over and over comes in lines.
    const bool line = text[at] == text[at + 1] && text[at] == text[at + 2];
    const double here = line ? 1 : share(places);
    if (here < rarest) {
      rarest = here;
      best = at;
    }
  }
  return static_cast<std::uint16_t>(best);
}

}  // namespace

Prefilter::Speed Prefilter::best() {
#ifdef PLIMSOLL_X86_KERNELS
  if (__builtin_cpu_supports("avx2")) return Speed::Avx2;
  if (__builtin_cpu_supports("ssse3")) return Speed::Ssse3;
#endif
  return Speed::Portable;
}

void Prefilter::add(Literal literal, std::string_view next) {
  CHECK(literal.text.size() >= window || (literal.text.size() == window - 1 && !next.empty()));
  CHECK(literals_.size() < none);
  literal.skip = rarest_window(literal.text);
  std::vector<std::string> windows{literal.text.substr(literal.skip, window)};
  if (windows[0].size() < window) {
    const std::string stem = std::move(windows[0]);
    windows.clear();
    for (const char c : next) windows.push_back(stem + c);
  }
  if (literal.any_case) {
    for (std::size_t i = 0; i < window; ++i) {
      for (std::size_t w = windows.size(); w-- > 0;) {
        std::string other = windows[w];
        if (other[i] < 'a' || other[i] > 'z') continue;
        other[i] = static_cast<char>(other[i] - 'a' + 'A');
        windows.push_back(std::move(other));
      }
    }
  }
  const auto index = static_cast<std::uint16_t>(literals_.size());
  literals_.push_back(std::move(literal));
  for (const std::string& bytes : windows) add_window(window_at(bytes.data()), index);
}

void Prefilter::add_window(std::uint32_t bytes, std::uint16_t literal) {
  if (slots_.empty()) slots_.assign(slot_count, none);
  CHECK(chained_.size() < slot_count / 2);
  std::size_t slot = hash(bytes) % slot_count;
  while (slots_[slot] != none && chained_[slots_[slot]].window != bytes) {
    slot = (slot + 1) % slot_count;
  }
  chained_.push_back({bytes, literal, slots_[slot]});
  slots_[slot] = static_cast<std::uint16_t>(chained_.size() - 1);
  bitmap_[hash(bytes) >> 6] |= std::uint64_t{1} << (hash(bytes) & 63);
}

void Prefilter::build() { fill_buckets(); }

void Prefilter::fill_buckets() {
  std::vector<Places> wanted(literals_.size());
  for (const Chained& one : chained_) {
    char bytes[window];
    std::memcpy(bytes, &one.window, window);
    for (std::size_t i = 0; i < window; ++i) {
      wanted[one.literal][i].add(static_cast<unsigned char>(bytes[i]));
    }
  }
  // The widest first: what is narrow fits beside them anywhere.
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < wanted.size(); ++i) order.emplace_back(-share(wanted[i]), i);
  std::sort(order.begin(), order.end());
  std::array<Places, bucket_count> buckets{};
  std::array<double, bucket_count> shares{};
  for (const auto& [unused, index] : order) {
    std::size_t best_bucket = 0;
    double best_rise = 2;
    for (std::size_t b = 0; b < bucket_count; ++b) {
      const double rise = share(joined(buckets[b], wanted[index])) - shares[b];
      if (rise < best_rise) {
        best_rise = rise;
        best_bucket = b;
      }
    }
    buckets[best_bucket] = joined(buckets[best_bucket], wanted[index]);
    shares[best_bucket] += best_rise;
  }
  for (std::size_t b = 0; b < bucket_count; ++b) {
    for (std::size_t i = 0; i < window; ++i) {
      for (unsigned n = 0; n < 16; ++n) {
        const auto bit = static_cast<std::uint8_t>(1u << b);
        if ((buckets[b][i].low >> n & 1) != 0) nibbles_.low[i][n] |= bit;
        if ((buckets[b][i].high >> n & 1) != 0) nibbles_.high[i][n] |= bit;
      }
    }
  }
}

std::uint16_t Prefilter::first_of(const char* at) const {
  const std::uint32_t bytes = window_at(at);
  std::size_t slot = hash(bytes) % slot_count;
  while (slots_[slot] != none && chained_[slots_[slot]].window != bytes) {
    slot = (slot + 1) % slot_count;
  }
  return slots_[slot];
}

bool Prefilter::stands_at(const Literal& literal, std::string_view text, std::size_t at) {
  if (text.size() - at < literal.text.size()) return false;
  const std::string_view there = text.substr(at, literal.text.size());
  if (!literal.any_case) return there == literal.text;
  return std::equal(there.begin(), there.end(), literal.text.begin(),
                    [](char a, char b) { return to_lower(a) == b; });
}

std::size_t Prefilter::find(std::string_view text, std::size_t from, std::size_t to,
                            std::vector<std::uint32_t>& positions, std::size_t room) const {
  positions.resize(room);
  const std::size_t wanted_to = to;
  to = text.size() < window ? 0 : std::min(to, text.size() - window + 1);
  if (from >= to) {
    positions.clear();
    return wanted_to;
  }
  Search search{nibbles_, bitmap_, text.data(), text.size(), from, to, positions.data(), room};
#ifdef PLIMSOLL_X86_KERNELS
  if (speed_ == Speed::Avx2) find_avx2(search);
  if (speed_ == Speed::Ssse3) find_ssse3(search);
#endif
  // What is left is less than a block, or the room is used up.
  constexpr std::size_t widest_block = 64;
  if (speed_ == Speed::Portable || search.count + widest_block <= room) find_portable(search);
  // A block may reach behind `to`.
  while (search.count > 0 && positions[search.count - 1] >= to) --search.count;
  positions.resize(search.count);
  return search.from >= to ? wanted_to : search.from;
}

std::uint64_t count_lines(std::string_view bytes) {
#ifdef PLIMSOLL_X86_KERNELS
  if (Prefilter::best() == Prefilter::Speed::Avx2) return count_lines_avx2(bytes);
#endif
  return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace plimsoll::secrets
