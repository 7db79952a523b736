#pragma once

// Bytes of our own files, packed with zstd behind a hash that tells of damage.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::image {

[[nodiscard]] std::string pack_text(std::string_view plain);
// Nothing where pack_text did not make it, or it would be bigger than `limit_bytes`.
[[nodiscard]] std::optional<std::string> unpack_text(std::string_view packed,
                                                     std::uint64_t limit_bytes);

}  // namespace plimsoll::image
