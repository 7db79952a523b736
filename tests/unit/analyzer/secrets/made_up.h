#pragma once

// Fake secrets for the tests, drawn when they run: no scanner of repositories shall find one here.

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/secrets/encodings.h"

namespace plimsoll::made_up {

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint32_t below(std::uint32_t bound) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state_ >> 33) % bound;
  }
  std::string of(std::string_view letters, std::size_t count) {
    std::string out;
    while (out.size() < count) out += letters[below(static_cast<std::uint32_t>(letters.size()))];
    return out;
  }
  std::string hex(std::size_t count) { return of("0123456789abcdef", count); }
  std::string base32(std::size_t count) { return of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", count); }
  std::string mixed(std::size_t count) { return of(base62, count); }

  static constexpr std::string_view base62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  std::string github_token() {
    const std::string body = mixed(30);
    std::string sum(6, '0');
    std::uint32_t number = secrets::crc32(body);
    for (std::size_t i = sum.size(); i-- > 0; number /= 62) sum[i] = base62[number % 62];
    return "ghp_" + body + sum;
  }
  std::string aws_key() { return "AKIA" + base32(16); }

 private:
  std::uint64_t state_;
};

}  // namespace plimsoll::made_up
