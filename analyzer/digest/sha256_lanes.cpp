#include "analyzer/digest/sha256_lanes.h"

#include <algorithm>
#include <cstring>

#include "analyzer/base/check.h"

namespace plimsoll::digest {
namespace {

constexpr std::size_t block_bytes = 64;
constexpr std::array<std::uint32_t, 8> first_words{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

}  // namespace

Sha256Lane::Sha256Lane() : words_(first_words), tail_{} {
  if (!sha256_blocks::available()) slow_ = std::make_unique<Sha256Stream>();
}
Sha256Lane::~Sha256Lane() = default;
Sha256Lane::Sha256Lane(Sha256Lane&&) noexcept = default;
Sha256Lane& Sha256Lane::operator=(Sha256Lane&&) noexcept = default;

void Sha256Lane::take_blocks(const char* from, std::size_t blocks) {
  std::uint32_t* const state = words_.data();
  sha256_blocks::run(&state, &from, 1, blocks);
}

// Completes a begun block, or keeps what is less than one. What is left begins a block.
std::string_view Sha256Lane::take_tail(std::string_view bytes) {
  if (tail_bytes_ == 0 && bytes.size() >= block_bytes) return bytes;
  const std::size_t size = std::min(block_bytes - tail_bytes_, bytes.size());
  std::memcpy(tail_.data() + tail_bytes_, bytes.data(), size);
  tail_bytes_ += size;
  bytes_ += size;
  if (tail_bytes_ == block_bytes) {
    take_blocks(tail_.data(), 1);
    tail_bytes_ = 0;
  }
  return bytes.substr(size);
}

void Sha256Lane::update(std::string_view bytes) {
  LaneBytes work{this, bytes};
  while (!work.bytes.empty()) hash_together({&work, 1});
}

Sha256 Sha256Lane::finish() {
  if (slow_) return slow_->finish();
  const std::uint64_t bits = bytes_ * 8;
  std::array<char, 2 * block_bytes> end{};
  std::memcpy(end.data(), tail_.data(), tail_bytes_);
  end[tail_bytes_] = static_cast<char>(0x80);
  const std::size_t blocks = tail_bytes_ + 9 > block_bytes ? 2 : 1;
  for (std::size_t i = 0; i < 8; ++i) {
    end[blocks * block_bytes - 1 - i] = static_cast<char>(bits >> (8 * i));
  }
  take_blocks(end.data(), blocks);
  Sha256 digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(words_[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

void hash_together(std::span<LaneBytes> work) {
  CHECK(work.size() <= max_lanes);
  std::array<std::uint32_t*, max_lanes> states{};
  std::array<const char*, max_lanes> from{};
  std::size_t blocks = SIZE_MAX;
  for (std::size_t i = 0; i < work.size(); ++i) {
    auto& [lane, bytes] = work[i];
    if (lane->slow_) {
      lane->slow_->update(bytes);
      bytes = {};
    } else {
      bytes = lane->take_tail(bytes);
    }
    states[i] = lane->words_.data();
    from[i] = bytes.data();
    blocks = std::min(blocks, bytes.size() / block_bytes);
  }
  if (work.empty() || blocks == 0) {
    for (auto& [lane, bytes] : work) {
      if (!bytes.empty() && bytes.size() < block_bytes) bytes = lane->take_tail(bytes);
    }
    return;
  }
  sha256_blocks::run(states.data(), from.data(), work.size(), blocks);
  for (auto& [lane, bytes] : work) {
    bytes.remove_prefix(blocks * block_bytes);
    lane->bytes_ += blocks * block_bytes;
    if (bytes.size() < block_bytes) bytes = lane->take_tail(bytes);
  }
}

}  // namespace plimsoll::digest
