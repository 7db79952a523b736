#pragma once

// Was a text drawn by a generator, or written by a person?

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace plimsoll::secrets {

// Shannon's entropy of the bytes, in bits for each.
[[nodiscard]] double bits_per_byte(std::string_view text);

// What bits_per_byte gives on average for `length` letters drawn evenly from `alphabet` letters,
// and how far it strays (standard deviation).
struct Expectation {
  double mean = 0;
  double deviation = 0;
};
[[nodiscard]] Expectation expected_bits(std::size_t alphabet, std::size_t length);

// As random as letters of the smallest alphabet that holds all of the text: not short of the
// expectation for it by much, no words of English in it, no sequence, no half that repeats.
// Never for fewer than eight letters, which tell nothing.
//
// Little doubt: something else says already that it is a secret, and only words are to be told.
enum class Doubt : std::uint8_t { Little, Much };
[[nodiscard]] bool looks_drawn(std::string_view text, Doubt doubt = Doubt::Much);

// The looser question behind a maker's prefix, where the shape has said nearly all: not one letter
// over and over, not a sequence, not `EXAMPLE`.
[[nodiscard]] bool looks_made_up(std::string_view token);

}  // namespace plimsoll::secrets
