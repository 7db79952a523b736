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
// Which four bytes, and which bucket, is prefilter_plan.cpp's business.
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

constexpr std::size_t slot_count = 8192;

std::uint32_t window_at(const char* at) {
  std::uint32_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

}  // namespace

Prefilter::Speed Prefilter::best() {
#ifdef PLIMSOLL_X86_KERNELS
  if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw")) {
    return Speed::Avx512;
  }
  if (__builtin_cpu_supports("avx2")) return Speed::Avx2;
  if (__builtin_cpu_supports("ssse3")) return Speed::Ssse3;
#endif
  return Speed::Portable;
}

void Prefilter::add(Literal literal, std::string_view next) {
  CHECK(literal.text.size() >= window || (literal.text.size() == window - 1 && !next.empty()));
  CHECK(literals_.size() < none);
  literals_.push_back(std::move(literal));
  nexts_.emplace_back(next);
}

void Prefilter::build() {
  std::vector<PlannedLiteral> planned;
  for (std::size_t i = 0; i < literals_.size(); ++i) {
    planned.push_back({literals_[i].text, literals_[i].any_case, nexts_[i]});
  }
  const Plan plan = plan_prefilter(planned);
  slots_.assign(slot_count, none);
  for (std::size_t i = 0; i < literals_.size(); ++i) {
    literals_[i].skip = plan.skips[i];
    add_windows(static_cast<std::uint16_t>(i), plan.buckets[i]);
  }
}

// Every four bytes that the literal's window may be.
void Prefilter::add_windows(std::uint16_t index, std::uint8_t bucket) {
  const Literal& literal = literals_[index];
  std::vector<std::string> windows{literal.text.substr(literal.skip, window)};
  if (windows[0].size() < window) {
    const std::string stem = std::move(windows[0]);
    windows.clear();
    for (const char c : nexts_[index]) windows.push_back(stem + c);
  }
  for (std::size_t i = 0; literal.any_case && i < window; ++i) {
    for (std::size_t w = windows.size(); w-- > 0;) {
      std::string other = windows[w];
      if (other[i] < 'a' || other[i] > 'z') continue;
      other[i] = static_cast<char>(other[i] - 'a' + 'A');
      windows.push_back(std::move(other));
    }
  }
  for (const std::string& bytes : windows) add_window(bytes, index, bucket);
}

void Prefilter::add_window(std::string_view text, std::uint16_t literal, std::uint8_t bucket) {
  CHECK(chained_.size() < slot_count / 2);
  const std::uint32_t bytes = window_at(text.data());
  std::size_t slot = hash(bytes) % slot_count;
  while (slots_[slot] != none && chained_[slots_[slot]].window != bytes) {
    slot = (slot + 1) % slot_count;
  }
  chained_.push_back({bytes, literal, slots_[slot]});
  slots_[slot] = static_cast<std::uint16_t>(chained_.size() - 1);
  bitmap_[hash(bytes) >> 6] |= std::uint64_t{1} << (hash(bytes) & 63);
  const auto bit = static_cast<std::uint8_t>(1u << bucket);
  for (std::size_t i = 0; i < window; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    nibbles_.low[i][byte & 15] |= bit;
    nibbles_.high[i][byte >> 4] |= bit;
    CHECK(byte < 128);
    bytes_.sets[i][byte] |= bit;
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
  Search search{nibbles_, bytes_, bitmap_,          text.data(), text.size(),
                from,     to,     positions.data(), room};
#ifdef PLIMSOLL_X86_KERNELS
  if (speed_ == Speed::Avx512) find_avx512(search);
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
  if (Prefilter::best() >= Prefilter::Speed::Avx2) return count_lines_avx2(bytes);
#endif
  return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace plimsoll::secrets
