#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace plimsoll::secrets {

// Is this the fingerprint of a secret that was published on purpose: a key of a test suite, of a
// standard, of a tool for throw-away machines?
[[nodiscard]] bool is_published(const std::array<std::uint8_t, 16>& fingerprint);
// The bytes of the whole list, to tell one version of it from another.
[[nodiscard]] std::string_view published_list();

}  // namespace plimsoll::secrets
