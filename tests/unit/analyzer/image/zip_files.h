#pragma once

// Archives as zip programs write them, and as they should not.

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/image/compression.h"

namespace plimsoll::testing {

// A deflate stream without anything around it.
inline std::string deflated(std::string_view plain) {
  auto from = NewFile::create("/tmp");
  auto to = NewFile::create("/tmp");
  CHECK(write_all(from->file(), plain).has_value());
  const auto done = compress_into(from->file(), Compression::Gzip, 1, to->file());
  std::string bytes(static_cast<std::size_t>(done->size), '\0');
  CHECK(read_exactly(to->file(), 0, bytes.data(), bytes.size()).has_value());
  return bytes.substr(10, bytes.size() - 18);
}

inline std::string little(std::uint64_t value, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

struct ZipFile {
  std::string name;
  std::string plain;
  bool packs = true;                       // deflate, else stored
  bool size_behind = false;                // in a descriptor
  bool marked = true;                      // which begins with PK\7\8
  bool wide = false;                       // sizes of 64 bits
  bool encrypted = false;                  // the flag; the bytes are what they are
  unsigned method = 0xFFFF;                // another one
  std::string content;                     // instead of what `plain` gives
  std::uint64_t told_packed = UINT64_MAX;  // another size than it has

  [[nodiscard]] std::string text() const {
    const std::string bytes = !content.empty() ? content : packs ? deflated(plain) : plain;
    const std::uint64_t packed = told_packed == UINT64_MAX ? bytes.size() : told_packed;
    const unsigned how = method != 0xFFFF ? method : packs ? 8 : 0;
    const unsigned flags = (encrypted ? 1U : 0U) | (size_behind ? 8U : 0U);
    std::string head = "PK\3\4" + little(wide ? 45 : 20, 2) + little(flags, 2) + little(how, 2) +
                       little(0, 4) + little(0, 4);
    std::string extra;
    if (wide) {
      head += little(0xFFFF'FFFF, 4) + little(0xFFFF'FFFF, 4);
      const bool here = !size_behind;
      extra = little(0x5455, 2) + little(5, 2) + "extra" + little(1, 2) + little(16, 2) +
              little(here ? plain.size() : 0, 8) + little(here ? packed : 0, 8);
    } else {
      head += little(size_behind ? 0 : packed, 4) + little(size_behind ? 0 : plain.size(), 4);
    }
    head += little(name.size(), 2) + little(extra.size(), 2) + name + extra + bytes;
    if (!size_behind) return head;
    const std::size_t size = wide ? 8 : 4;
    return head + (marked ? "PK\7\10" : "") + little(0x1234'5678, 4) + little(packed, size) +
           little(plain.size(), size);
  }
};

// What stands behind the files, as far as a reader looks.
inline const std::string zip_directory =
    "PK\1\2" + std::string(42, '\0') + "PK\5\6" + std::string(18, '\0');

}  // namespace plimsoll::testing
