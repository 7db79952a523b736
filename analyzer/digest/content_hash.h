#pragma once

// The one door to xxHash: 128 bits that tell contents apart at the speed of memory, where nobody
// gains by making two alike. What must be proven is hashed by SHA-256.

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace plimsoll::digest {

using ContentHash = std::array<std::uint64_t, 2>;  // XXH3-128, low word first

[[nodiscard]] ContentHash content_hash(std::string_view bytes);

// The same of bytes that come in pieces.
class ContentHashStream {
 public:
  ContentHashStream();
  ~ContentHashStream();
  ContentHashStream(const ContentHashStream&) = delete;
  ContentHashStream& operator=(const ContentHashStream&) = delete;

  void update(std::string_view bytes);
  // Of all bytes since construction or the last finish; begins anew.
  [[nodiscard]] ContentHash finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::digest
