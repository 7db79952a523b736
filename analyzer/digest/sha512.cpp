#include "analyzer/digest/sha512.h"

#include <openssl/evp.h>

#include <array>

#include "analyzer/base/check.h"

namespace plimsoll::digest {

struct Sha512Stream::Context {
  EVP_MD_CTX* handle = EVP_MD_CTX_new();
  Context() {
    CHECK(handle != nullptr);
    CHECK(EVP_DigestInit_ex(handle, EVP_sha512(), nullptr) == 1);
  }
  ~Context() { EVP_MD_CTX_free(handle); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Sha512Stream::Sha512Stream() : context_(std::make_unique<Context>()) {}
Sha512Stream::~Sha512Stream() = default;

void Sha512Stream::update(std::string_view bytes) {
  CHECK(EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()) == 1);
}

std::string Sha512Stream::finish() {
  std::array<unsigned char, 64> digest{};
  unsigned int size = 0;
  CHECK(EVP_DigestFinal_ex(context_->handle, digest.data(), &size) == 1);
  CHECK(size == digest.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

std::string sha512_hex(std::string_view bytes) {
  Sha512Stream stream;
  stream.update(bytes);
  return stream.finish();
}

}  // namespace plimsoll::digest
