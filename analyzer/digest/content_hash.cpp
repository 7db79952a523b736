#include "analyzer/digest/content_hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace plimsoll::digest {

struct ContentHashStream::State {
  XXH3_state_t xxh;
};

ContentHash content_hash(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.low64, hash.high64};
}

ContentHashStream::ContentHashStream() : state_(std::make_unique<State>()) {
  XXH3_128bits_reset(&state_->xxh);
}
ContentHashStream::~ContentHashStream() = default;

void ContentHashStream::update(std::string_view bytes) {
  XXH3_128bits_update(&state_->xxh, bytes.data(), bytes.size());
}

ContentHash ContentHashStream::finish() {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->xxh);
  XXH3_128bits_reset(&state_->xxh);
  return {hash.low64, hash.high64};
}

}  // namespace plimsoll::digest
