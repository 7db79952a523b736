// Secrets that are none, by the first eight bytes of their fingerprints (`secrets_main --plain`
// prints them): the keys in the test suites and pages of Go's, Python's and Google's own packages
// and of much that is built on them, in GnuTLS and in Docker's manual, Vagrant's key, the
// development accounts of Azure's emulators, the keys that Google's pages show, the samples of
// OAuth's standards.

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

std::string_view published_list() {
  return {reinterpret_cast<const char*>(known.data()), known.size() * sizeof known[0]};
}

}  // namespace plimsoll::secrets
