#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace plimsoll::app {

// Lengths in bits of a prefix code for symbols that occur so often, none longer than `most_bits`; 0
// for those that do not occur. A single symbol gets one bit. Equal counts give equal codes.
[[nodiscard]] std::vector<std::uint8_t> code_lengths(std::span<const std::uint32_t> counts,
                                                     unsigned most_bits);

// The canonical code of these lengths (RFC 1951, 3.2.2), each with its first bit lowest, as deflate
// sends it.
[[nodiscard]] std::vector<std::uint16_t> reversed_codes(std::span<const std::uint8_t> lengths);

}  // namespace plimsoll::app
