#pragma once

// A change anywhere in a header of a tar makes its sum wrong, and nothing behind it would be looked
// at: here every block has the sum that it should have.

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace plimsoll::fuzzing {

inline std::string with_right_sums(std::string bytes) {
  for (std::size_t at = 0; at + 512 <= bytes.size(); at += 512) {
    const std::string_view block = std::string_view(bytes).substr(at, 512);
    if (block.find_first_not_of('\0') == std::string_view::npos) continue;
    unsigned sum = 8 * ' ';
    for (std::size_t i = 0; i < 512; ++i) {
      if (i < 148 || i >= 156) sum += static_cast<unsigned char>(block[i]);
    }
    char digits[9];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    bytes.replace(at + 148, 6, digits, 6);
    bytes.replace(at + 154, 2, std::string("\0 ", 2));
  }
  return bytes;
}

}  // namespace plimsoll::fuzzing
