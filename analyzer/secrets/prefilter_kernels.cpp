// Three loops, one answer: the positions whose four bytes are in the bitmap. The portable one asks
// the bitmap at every byte. The others first throw out most positions, 16 or 32 at a time: a
// shuffle looks up, for the low and for the high half of each byte, in which of eight buckets such
// a half stands at that place of a window; only where one bucket agrees to all eight halves is the
// bitmap asked.

#include "analyzer/secrets/prefilter_kernels.h"

#include <cstring>

#ifdef PLIMSOLL_X86_KERNELS
#include <immintrin.h>
#endif

namespace plimsoll::secrets {

namespace {

inline bool is_in(const Prefilter::Bitmap& bitmap, const char* at) {
  std::uint32_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  const std::uint32_t bit = Prefilter::hash(bytes);
  return (bitmap[bit >> 6] >> (bit & 63) & 1) != 0;
}

}  // namespace

void find_portable(Search& search) {
  std::size_t at = search.from;
  std::size_t count = search.count;
  while (at < search.to && count < search.room) {
    search.out[count] = static_cast<std::uint32_t>(at);
    count += is_in(search.bitmap, search.data + at) ? 1 : 0;
    ++at;
  }
  search.from = at;
  search.count = count;
}

#ifdef PLIMSOLL_X86_KERNELS

namespace {

// The positions of a block that a bucket wants: asks the bitmap.
inline void ask(Search& search, std::size_t block, std::uint32_t wanted) {
  while (wanted != 0) {
    const std::size_t at = block + static_cast<std::size_t>(__builtin_ctz(wanted));
    wanted &= wanted - 1;
    search.out[search.count] = static_cast<std::uint32_t>(at);
    search.count += is_in(search.bitmap, search.data + at) ? 1 : 0;
  }
}

}  // namespace

__attribute__((target("ssse3"))) void find_ssse3(Search& search) {
  constexpr std::size_t width = 16;
  __m128i low[4];
  __m128i high[4];
  for (std::size_t i = 0; i < 4; ++i) {
    low[i] = _mm_load_si128(reinterpret_cast<const __m128i*>(search.nibbles.low[i].data()));
    high[i] = _mm_load_si128(reinterpret_cast<const __m128i*>(search.nibbles.high[i].data()));
  }
  const __m128i half = _mm_set1_epi8(0x0f);
  std::size_t at = search.from;
  while (at < search.to && at + width + 3 <= search.size && search.count + width <= search.room) {
    __m128i buckets = _mm_set1_epi8(-1);
    for (std::size_t i = 0; i < 4; ++i) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(search.data + at + i));
      const __m128i lows = _mm_shuffle_epi8(low[i], _mm_and_si128(bytes, half));
      const __m128i highs =
          _mm_shuffle_epi8(high[i], _mm_and_si128(_mm_srli_epi16(bytes, 4), half));
      buckets = _mm_and_si128(buckets, _mm_and_si128(lows, highs));
    }
    const auto none =
        static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(buckets, _mm_setzero_si128())));
    if (none != 0xffff) ask(search, at, ~none & 0xffff);
    at += width;
  }
  search.from = at;
}

namespace {

struct Tables {
  __m256i low[4];
  __m256i high[4];
};

// One bit for each of the 32 positions that some bucket wants.
__attribute__((target("avx2"))) inline std::uint32_t wanted_avx2(const Tables& tables,
                                                                 const char* data) {
  const __m256i half = _mm256_set1_epi8(0x0f);
  __m256i buckets = _mm256_set1_epi8(-1);
  for (std::size_t i = 0; i < 4; ++i) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + i));
    const __m256i lows = _mm256_shuffle_epi8(tables.low[i], _mm256_and_si256(bytes, half));
    const __m256i highs =
        _mm256_shuffle_epi8(tables.high[i], _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
    buckets = _mm256_and_si256(buckets, _mm256_and_si256(lows, highs));
  }
  return ~static_cast<std::uint32_t>(
      _mm256_movemask_epi8(_mm256_cmpeq_epi8(buckets, _mm256_setzero_si256())));
}

}  // namespace

__attribute__((target("avx2"))) void find_avx2(Search& search) {
  constexpr std::size_t width = 32;
  Tables tables;
  for (std::size_t i = 0; i < 4; ++i) {
    tables.low[i] = _mm256_broadcastsi128_si256(
        _mm_load_si128(reinterpret_cast<const __m128i*>(search.nibbles.low[i].data())));
    tables.high[i] = _mm256_broadcastsi128_si256(
        _mm_load_si128(reinterpret_cast<const __m128i*>(search.nibbles.high[i].data())));
  }
  std::size_t at = search.from;
  while (at < search.to && at + 2 * width + 3 <= search.size &&
         search.count + 2 * width <= search.room) {
    const std::uint32_t first = wanted_avx2(tables, search.data + at);
    const std::uint32_t second = wanted_avx2(tables, search.data + at + width);
    if ((first | second) != 0) {
      ask(search, at, first);
      ask(search, at + width, second);
    }
    at += 2 * width;
  }
  search.from = at;
}

// 128 entries in two registers are looked up by seven bits: no halves, and so fewer in vain.
__attribute__((target("avx512f,avx512bw,avx512vbmi"))) void find_avx512(Search& search) {
  constexpr std::size_t width = 64;
  __m512i lower[4];
  __m512i upper[4];
  for (std::size_t i = 0; i < 4; ++i) {
    lower[i] = _mm512_load_si512(search.bytes.sets[i].data());
    upper[i] = _mm512_load_si512(search.bytes.sets[i].data() + width);
  }
  std::size_t at = search.from;
  while (at < search.to && at + width + 3 <= search.size && search.count + width <= search.room) {
    __m512i buckets = _mm512_set1_epi8(-1);
    for (std::size_t i = 0; i < 4; ++i) {
      const __m512i bytes = _mm512_loadu_si512(search.data + at + i);
      buckets = _mm512_and_si512(buckets, _mm512_permutex2var_epi8(lower[i], bytes, upper[i]));
    }
    std::uint64_t wanted = _mm512_test_epi8_mask(buckets, buckets);
    while (wanted != 0) {
      const std::size_t place = at + static_cast<std::size_t>(__builtin_ctzll(wanted));
      wanted &= wanted - 1;
      search.out[search.count] = static_cast<std::uint32_t>(place);
      search.count += is_in(search.bitmap, search.data + place) ? 1 : 0;
    }
    at += width;
  }
  search.from = at;
}

__attribute__((target("avx2"))) std::uint64_t count_lines_avx2(std::string_view bytes) {
  constexpr std::size_t width = 32;
  const __m256i newline = _mm256_set1_epi8('\n');
  std::uint64_t count = 0;
  std::size_t at = 0;
  for (; at + width <= bytes.size(); at += width) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes.data() + at));
    const auto mask =
        static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, newline)));
    count += static_cast<std::uint64_t>(__builtin_popcount(mask));
  }
  for (; at < bytes.size(); ++at) count += bytes[at] == '\n' ? 1u : 0u;
  return count;
}

#endif

}  // namespace plimsoll::secrets
