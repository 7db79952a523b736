#include "analyzer/digest/sha256.h"

#include <openssl/evp.h>

#include "analyzer/base/check.h"

namespace plimsoll::digest {

// EVP calls fail only when memory or the library itself is gone: a CHECK, not a Result.
struct Sha256Stream::Context {
  EVP_MD_CTX* handle = EVP_MD_CTX_new();

  Context() { begin(); }
  ~Context() { EVP_MD_CTX_free(handle); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void begin() {
    CHECK(handle != nullptr);
    CHECK(EVP_DigestInit_ex(handle, EVP_sha256(), nullptr) == 1);
  }
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(std::string_view bytes) {
  CHECK(EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()) == 1);
}

Sha256 Sha256Stream::finish() {
  Sha256 digest{};
  unsigned int size = 0;
  CHECK(EVP_DigestFinal_ex(context_->handle, digest.data(), &size) == 1);
  CHECK(size == digest.size());
  context_->begin();
  return digest;
}

Sha256 sha256(std::string_view bytes) {
  Sha256Stream stream;
  stream.update(bytes);
  return stream.finish();
}

std::string to_hex(const Sha256& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(digest.size() * 2);
  for (const std::uint8_t byte : digest) {
    hex += digits[byte >> 4];
    hex += digits[byte & 0xF];
  }
  return hex;
}

}  // namespace plimsoll::digest
