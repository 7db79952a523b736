#pragma once

// Encodings and check sums inside of tokens.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::secrets {

// Base64 and base64url alike (RFC 4648), with or without padding. Nothing where another letter
// stands; white space and the two letters `\n` between lines are passed over.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

// CRC-32 of IEEE 802.3.
[[nodiscard]] std::uint32_t crc32(std::string_view bytes);

// The proofs that makers build into their tokens; each takes the whole token.
[[nodiscard]] bool has_github_sum(std::string_view token);   // the last six: CRC-32 in base 62
[[nodiscard]] bool has_grafana_sum(std::string_view token);  // the last eight: CRC-32 in hex
[[nodiscard]] bool has_bech32_sum(std::string_view token);   // BIP 173, upper or lower case
[[nodiscard]] bool has_base58_sum(std::string_view token);   // double SHA-256, as in Bitcoin
[[nodiscard]] bool is_pypi_macaroon(std::string_view token);
[[nodiscard]] bool is_grafana_key(
    std::string_view token);  // base64 of {"k":"...","n":"...","id":1}

}  // namespace plimsoll::secrets
