#pragma once

#include <array>
#include <cstdint>

namespace plimsoll::secrets {

// Is this the fingerprint of a secret that was published on purpose: a key of a test suite, of a
// standard, of a tool for throw-away machines?
[[nodiscard]] bool is_published(const std::array<std::uint8_t, 16>& fingerprint);

}  // namespace plimsoll::secrets
