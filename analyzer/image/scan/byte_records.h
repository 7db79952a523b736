#pragma once

// Numbers and texts one behind the other, small numbers in few bytes; read with suspicion. Both
// sides may work on packed texts, of which only a piece is in memory at a time.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "analyzer/image/packed_text.h"

namespace plimsoll::image {

inline constexpr std::size_t record_piece_bytes = std::size_t{64} << 10;

class RecordWriter {
 public:
  RecordWriter() = default;
  // All goes there, at the latest with flush(). It must outlive this.
  explicit RecordWriter(TextPacker& packer) : packer_(&packer) {}

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
    if (packer_ != nullptr && bytes_.size() >= record_piece_bytes) flush();
  }
  // Small ones on either side of zero stay small.
  void signed_number(std::int64_t value) {
    number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void raw(std::string_view bytes) {
    if (packer_ != nullptr && bytes_.size() + bytes.size() >= record_piece_bytes) {
      flush();
      packer_->add(bytes);
    } else {
      bytes_ += bytes;
    }
  }
  void text(std::string_view text) {
    number(text.size());
    raw(text);
  }
  void flush() {
    packer_->add(bytes_);
    bytes_.clear();
  }
  // Without a packer.
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  TextPacker* packer_ = nullptr;
  std::string bytes_;
};

// After a first mistake all is zero and empty, and good() is false for ever.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : bytes_(bytes) {}
  // `packed` must outlive this.
  explicit RecordReader(TextUnpacker& packed) : packed_(&packed) {}

  std::uint64_t number() {
    constexpr std::size_t longest = 10;
    if (bytes_.size() - at_ < longest) refill(longest);
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) return fail();
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    return fail();
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  // A number up to `most`.
  std::uint64_t number(std::uint64_t most) {
    const std::uint64_t value = number();
    return value <= most ? value : fail();
  }
  // How many things follow that take `least` bytes each.
  std::size_t count(std::size_t least = 1) {
    const std::uint64_t value = number();
    return static_cast<std::size_t>(value <= left() / least ? value : fail());
  }
  // Stays as it is until something else is read.
  std::string_view raw(std::size_t size) {
    if (size > left()) {
      (void)fail();
      return {};
    }
    if (size > bytes_.size() - at_) refill(size);
    if (size > bytes_.size() - at_) {
      (void)fail();
      return {};
    }
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  std::string_view text() { return raw(count()); }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return left() == 0; }

 private:
  [[nodiscard]] std::uint64_t left() const {
    return bytes_.size() - at_ + (packed_ != nullptr && good_ ? packed_->left() : 0);
  }
  // Tries to have `wanted` bytes at hand.
  void refill(std::size_t wanted) {
    if (packed_ == nullptr || !good_) return;
    piece_.erase(0, at_);
    at_ = 0;
    const std::size_t kept = piece_.size();
    const std::uint64_t most = kept + packed_->left();
    piece_.resize(static_cast<std::size_t>(
        std::min<std::uint64_t>(std::max(wanted, record_piece_bytes), most)));
    piece_.resize(kept + packed_->read(piece_.data() + kept, piece_.size() - kept));
    bytes_ = piece_;
  }
  std::uint64_t fail() {
    good_ = false;
    at_ = bytes_.size();
    return 0;
  }

  TextUnpacker* packed_ = nullptr;
  std::string piece_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool good_ = true;
};

}  // namespace plimsoll::image
