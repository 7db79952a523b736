#pragma once

// The one door to OpenSSL.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace plimsoll::digest {

using Sha256 = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4) of bytes that come in pieces.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void update(std::string_view bytes);
  // The digest of all bytes since construction or the last finish; begins anew.
  [[nodiscard]] Sha256 finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

[[nodiscard]] Sha256 sha256(std::string_view bytes);
// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string to_hex(const Sha256& digest);

}  // namespace plimsoll::digest
