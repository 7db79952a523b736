#pragma once

// Numbers in files of other programs, with their bounds.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace plimsoll::image {

// A window on bytes: what lies outside reads as zero and makes `good` false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes, bool little_endian = false)
      : bytes_(bytes), little_(little_endian) {}

  [[nodiscard]] std::uint32_t u8(std::size_t at) { return number(at, 1); }
  [[nodiscard]] std::uint32_t u16(std::size_t at) { return number(at, 2); }
  [[nodiscard]] std::uint32_t u32(std::size_t at) { return number(at, 4); }
  [[nodiscard]] std::string_view part(std::size_t at, std::size_t size) {
    if (at > bytes_.size() || size > bytes_.size() - at) {
      good_ = false;
      return {};
    }
    return bytes_.substr(at, size);
  }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::uint32_t number(std::size_t at, std::size_t size) {
    const std::string_view bytes = part(at, size);
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const std::size_t from = little_ ? bytes.size() - 1 - i : i;
      value = (value << 8) | static_cast<unsigned char>(bytes[from]);
    }
    return value;
  }

  std::string_view bytes_;
  bool little_ = false;
  bool good_ = true;
};

}  // namespace plimsoll::image
