#pragma once

// Small but sound ELF files of 64 bits, for images made in tests.

#include <cstdint>
#include <string>
#include <vector>

namespace plimsoll::harness {

struct MadeElf {
  std::uint16_t machine = 62;
  std::string interpreter;
  std::vector<std::string> needed;
  std::string run_path;
  std::size_t debug_bytes = 0;  // of a .debug_info
  bool symbols = false;         // has a .symtab

  [[nodiscard]] std::string bytes() const;
};

}  // namespace plimsoll::harness
