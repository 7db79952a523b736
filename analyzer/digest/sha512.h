#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace plimsoll::digest {

// SHA-512 (FIPS 180-4): 128 lower-case hexadecimal digits.
[[nodiscard]] std::string sha512_hex(std::string_view bytes);

// The same of bytes that come in pieces.
class Sha512Stream {
 public:
  Sha512Stream();
  ~Sha512Stream();
  Sha512Stream(const Sha512Stream&) = delete;
  Sha512Stream& operator=(const Sha512Stream&) = delete;

  void update(std::string_view bytes);
  // Of all bytes since construction; nothing more may be hashed here.
  [[nodiscard]] std::string finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace plimsoll::digest
