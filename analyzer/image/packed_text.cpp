#include "analyzer/image/packed_text.h"

#include <zstd.h>

#include <cstring>

#include "analyzer/base/check.h"
#include "analyzer/digest/content_hash.h"

namespace plimsoll::image {
namespace {
constexpr int level = 1;
constexpr std::size_t hash_bytes = sizeof(digest::ContentHash);
}  // namespace

std::string pack_text(std::string_view plain) {
  std::string packed(hash_bytes + ZSTD_compressBound(plain.size()), '\0');
  const std::size_t size = ZSTD_compress(packed.data() + hash_bytes, packed.size() - hash_bytes,
                                         plain.data(), plain.size(), level);
  CHECK(!ZSTD_isError(size));
  packed.resize(hash_bytes + size);
  const digest::ContentHash hash =
      digest::content_hash(std::string_view(packed).substr(hash_bytes));
  std::memcpy(packed.data(), hash.data(), hash_bytes);
  return packed;
}

std::optional<std::string> unpack_text(std::string_view packed, std::uint64_t limit_bytes) {
  if (packed.size() < hash_bytes) return {};
  const std::string_view written = packed.substr(0, hash_bytes);
  packed.remove_prefix(hash_bytes);
  const digest::ContentHash hash = digest::content_hash(packed);
  if (std::memcmp(hash.data(), written.data(), hash_bytes) != 0) return {};
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > limit_bytes) {
    return {};
  }
  std::string plain(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(plain.data(), plain.size(), packed.data(), packed.size());
  if (ZSTD_isError(got) || got != plain.size()) return {};
  return plain;
}

}  // namespace plimsoll::image
