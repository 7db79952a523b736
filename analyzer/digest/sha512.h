#pragma once

#include <string>
#include <string_view>

namespace plimsoll::digest {

// SHA-512 (FIPS 180-4): 128 lower-case hexadecimal digits.
[[nodiscard]] std::string sha512_hex(std::string_view bytes);

}  // namespace plimsoll::digest
