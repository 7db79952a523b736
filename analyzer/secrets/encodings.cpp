#include "analyzer/secrets/encodings.h"

#include <algorithm>
#include <array>
#include <vector>

#include "analyzer/digest/sha256.h"
#include "analyzer/secrets/letters.h"

namespace plimsoll::secrets {

namespace {

constexpr std::string_view base62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

int value_of_base64(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

constexpr std::array<std::uint32_t, 256> crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int k = 0; k < 8; ++k) c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  return table;
}();

std::string in_base(std::uint64_t number, std::string_view alphabet, std::size_t width) {
  std::string out(width, alphabet[0]);
  for (std::size_t i = width; i-- > 0; number /= alphabet.size()) {
    out[i] = alphabet[number % alphabet.size()];
  }
  return out;
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_blank(c) || is_line_end(c) || c == '=') continue;
    if (c == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r')) {
      ++i;
      continue;
    }
    const int value = value_of_base64(c);
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xff);
  }
  return out;
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t sum = 0xFFFFFFFFu;
  for (const char c : bytes) {
    sum = crc_table[(sum ^ static_cast<unsigned char>(c)) & 0xff] ^ (sum >> 8);
  }
  return sum ^ 0xFFFFFFFFu;
}

bool has_github_sum(std::string_view token) {
  constexpr std::size_t sum_length = 6;
  const std::size_t mark = token.find('_');
  if (mark == std::string_view::npos || token.size() - mark - 1 <= sum_length) return false;
  const std::string_view random = token.substr(mark + 1, token.size() - mark - 1 - sum_length);
  return token.substr(token.size() - sum_length) == in_base(crc32(random), base62, sum_length);
}

bool has_grafana_sum(std::string_view token) {
  constexpr std::size_t sum_length = 9;  // with the underscore
  if (token.size() <= sum_length) return false;
  const std::string_view random = token.substr(0, token.size() - sum_length);
  const std::string sum = in_base(crc32(random), "0123456789abcdef", sum_length - 1);
  return token[token.size() - sum_length] == '_' &&
         token.substr(token.size() - sum_length + 1) == sum;
}

bool has_bech32_sum(std::string_view token) {
  std::string text(token);
  std::transform(text.begin(), text.end(), text.begin(), to_lower);
  const std::size_t mark = text.rfind('1');
  if (mark == std::string::npos) return false;
  std::uint32_t sum = 1;
  const auto take = [&](std::uint32_t value) {
    constexpr std::array<std::uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                        0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = sum >> 25;
    sum = (sum & 0x1ffffff) << 5 ^ value;
    for (std::size_t i = 0; i < generator.size(); ++i) {
      if ((top >> i & 1) != 0) sum ^= generator[i];
    }
  };
  for (std::size_t i = 0; i < mark; ++i) take(static_cast<unsigned char>(text[i]) >> 5);
  take(0);
  for (std::size_t i = 0; i < mark; ++i) take(static_cast<unsigned char>(text[i]) & 31);
  for (std::size_t i = mark + 1; i < text.size(); ++i) {
    const std::size_t value = bech32.find(text[i]);
    if (value == std::string_view::npos) return false;
    take(static_cast<std::uint32_t>(value));
  }
  return sum == 1;
}

bool has_base58_sum(std::string_view token) {
  constexpr std::size_t sum_length = 4;
  constexpr std::size_t longest = 128;
  if (token.size() > longest) return false;
  std::vector<std::uint8_t> bytes;  // lowest first
  for (const char c : token) {
    const std::size_t digit = base58.find(c);
    if (digit == std::string_view::npos) return false;
    std::size_t carry = digit;
    for (std::uint8_t& byte : bytes) {
      carry += byte * base58.size();
      byte = static_cast<std::uint8_t>(carry & 0xff);
      carry >>= 8;
    }
    if (carry != 0) bytes.push_back(static_cast<std::uint8_t>(carry));
  }
  for (const char c : token) {
    if (c != base58[0]) break;
    bytes.push_back(0);
  }
  if (bytes.size() <= sum_length) return false;
  const std::string all(bytes.rbegin(), bytes.rend());
  const auto once = digest::sha256(std::string_view(all).substr(0, all.size() - sum_length));
  const auto twice = digest::sha256({reinterpret_cast<const char*>(once.data()), once.size()});
  return std::equal(all.end() - sum_length, all.end(), twice.begin(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

bool is_pypi_macaroon(std::string_view token) {
  const auto bytes = decode_base64(token.substr(token.find('-') + 1));
  // Version 2, then the place: field 1, its length, `pypi.org` or `test.pypi.org`.
  if (!bytes || bytes->size() < 16 || (*bytes)[0] != 2 || (*bytes)[1] != 1) return false;
  const std::string_view place =
      std::string_view(*bytes).substr(3, static_cast<unsigned char>((*bytes)[2]));
  return place == "pypi.org" || place == "test.pypi.org";
}

bool is_grafana_key(std::string_view token) {
  const auto object = decode_base64(token);
  return object && object->ends_with('}') && object->find("\"n\":") != std::string::npos &&
         object->find("\"id\":") != std::string::npos;
}

}  // namespace plimsoll::secrets
