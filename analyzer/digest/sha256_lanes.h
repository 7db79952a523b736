#pragma once

// Several SHA-256 at once on one core. Where the processor has no instructions for it, OpenSSL does
// one after the other.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "analyzer/digest/sha256.h"

namespace plimsoll::digest {

// One stream of bytes that is being hashed.
class Sha256Lane {
 public:
  Sha256Lane();
  ~Sha256Lane();
  Sha256Lane(Sha256Lane&&) noexcept;
  Sha256Lane& operator=(Sha256Lane&&) noexcept;

  void update(std::string_view bytes);
  // The digest of all bytes since construction; nothing more may be hashed here.
  [[nodiscard]] Sha256 finish();

 private:
  friend void hash_together(std::span<struct LaneBytes> work);
  void take_blocks(const char* from, std::size_t blocks);
  [[nodiscard]] std::string_view take_tail(std::string_view bytes);

  alignas(16) std::array<std::uint32_t, 8> words_;
  std::array<char, 64> tail_;  // of a block that is not whole yet
  std::size_t tail_bytes_ = 0;
  std::uint64_t bytes_ = 0;
  std::unique_ptr<Sha256Stream> slow_;  // instead of all above
};

struct LaneBytes {
  Sha256Lane* lane = nullptr;
  std::string_view bytes;  // what is hashed goes off its front
};
inline constexpr std::size_t max_lanes = 4;

// Hashes as many bytes of each as of the others, until one has none left. At most max_lanes, each
// another lane.
void hash_together(std::span<LaneBytes> work);

namespace sha256_blocks {
// Whether this processor has what run() needs.
[[nodiscard]] bool available();
// `blocks` blocks of 64 bytes of each of `count` streams; the states are words in FIPS 180-4's
// order.
void run(std::uint32_t* const* states, const char* const* from, std::size_t count,
         std::size_t blocks);
}  // namespace sha256_blocks

}  // namespace plimsoll::digest
