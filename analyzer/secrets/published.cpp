// Secrets that are none: `secrets_main PATH...` over the source packages named below, the first
// eight bytes of each fingerprint. Known by what they are, wherever they lie.

#include "analyzer/secrets/published.h"

#include <algorithm>

namespace plimsoll::secrets {

namespace {

constexpr auto known = std::to_array<std::uint64_t>({
#include "analyzer/secrets/published.inc"
});

}  // namespace

bool is_published(const std::array<std::uint8_t, 16>& fingerprint) {
  std::uint64_t start = 0;
  for (std::size_t i = 0; i < 8; ++i) start = start << 8 | fingerprint[i];
  return std::binary_search(known.begin(), known.end(), start);
}

}  // namespace plimsoll::secrets
