#include "analyzer/base/base64.h"

#include <cstdint>

namespace plimsoll {

namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr unsigned digit_bits = 6;
constexpr unsigned byte_bits = 8;

}  // namespace

std::string base64_encoded(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = (bits << byte_bits) | static_cast<unsigned char>(c);
    for (count += byte_bits; count >= digit_bits; count -= digit_bits) {
      text += digits[(bits >> (count - digit_bits)) & 63U];
    }
  }
  if (count > 0) text += digits[(bits << (digit_bits - count)) & 63U];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

std::optional<std::string> base64_decoded(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << digit_bits) | static_cast<std::uint32_t>(digit);
    count += digit_bits;
    if (count < byte_bits) continue;
    count -= byte_bits;
    bytes += static_cast<char>((bits >> count) & 255U);
  }
  return bytes;
}

}  // namespace plimsoll
