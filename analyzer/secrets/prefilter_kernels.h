#pragma once

// The loops behind Prefilter::find, one for each kind of processor.

#include "analyzer/secrets/prefilter.h"

namespace plimsoll::secrets {

struct Search {
  const Prefilter::Nibbles& nibbles;
  const Prefilter::Bytes& bytes;
  const Prefilter::Bitmap& bitmap;
  const char* data;
  std::size_t size;      // bytes that may be read
  std::size_t from, to;  // positions that are wanted; to + 4 <= size + 1
  std::uint32_t* out;    // room for `room` positions
  std::size_t room;
  std::size_t count = 0;  // of positions written
};

// Each leaves `from` where it stopped: at `to`, where the room ends, or (all but the portable one)
// where fewer than a block of bytes is left.
void find_portable(Search& search);
#if defined(__x86_64__)
#define PLIMSOLL_X86_KERNELS 1
void find_ssse3(Search& search);
void find_avx2(Search& search);
void find_avx512(Search& search);  // with VBMI
std::uint64_t count_lines_avx2(std::string_view bytes);
#endif

}  // namespace plimsoll::secrets
