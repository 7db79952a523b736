#include "analyzer/digest/sha512.h"

#include <openssl/evp.h>

#include <array>

#include "analyzer/base/check.h"

namespace plimsoll::digest {

std::string sha512_hex(std::string_view bytes) {
  std::array<unsigned char, 64> digest{};
  unsigned int size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha512(), nullptr) == 1);
  CHECK(size == digest.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

}  // namespace plimsoll::digest
