#pragma once

// Tar archives for tests, made block by block, so that they may be wrong wherever a test wants it.

#include <cstdio>
#include <cstring>
#include <string>

namespace plimsoll::testing {

struct Block {
  std::string name = "f";
  char type = '0';
  std::string size = "0";
  std::string link;
  std::string magic = std::string("ustar\00000", 8);
  std::string prefix;
  std::string uid = "0";
  int checksum_off = 0;
  std::string mode = "0000644";

  std::string text() const {
    std::string block(512, '\0');
    const auto put = [&](std::size_t at, const std::string& value) {
      std::memcpy(block.data() + at, value.data(), value.size());
    };
    put(0, name);
    put(100, mode);
    put(108, uid);
    put(116, "7");
    put(124, size);
    put(136, "1234");
    block[156] = type;
    put(157, link);
    put(257, magic);
    put(345, prefix);
    int sum = 8 * ' ';
    for (const char c : block) sum += static_cast<unsigned char>(c);
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", static_cast<unsigned>(sum + checksum_off));
    put(148, std::string(digits, 6) + std::string("\0 ", 2));
    return block;
  }
};

inline std::string content(const std::string& bytes) {
  return bytes + std::string((512 - bytes.size() % 512) % 512, '\0');
}

inline std::string octal(std::size_t number) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%o", static_cast<unsigned>(number));
  return digits;
}

inline std::string pax(const std::string& records, char type = 'x') {
  return Block{.name = "pax", .type = type, .size = octal(records.size())}.text() +
         content(records);
}

inline std::string record(const std::string& key, const std::string& value) {
  std::size_t size = key.size() + value.size() + 3;
  size += std::to_string(size + std::to_string(size).size()).size();
  return std::to_string(size) + " " + key + "=" + value + "\n";
}

inline std::string base256(char first, char rest) { return first + std::string(11, rest); }

inline const std::string end_blocks(1024, '\0');

}  // namespace plimsoll::testing
