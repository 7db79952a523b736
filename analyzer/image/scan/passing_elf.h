#pragma once

// Ranges of a file that passes by once, in pieces: those that were asked for before they came.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/scan/elf_head.h"

namespace plimsoll::image {

// Reads ELF heads in passing: where the names of libraries are is known only when the dynamic
// section comes, behind them; so the first segment is kept, within bounds, in the hope that they
// are there, as linkers put them.
class PassingElf {
 public:
  // At the begin of a file. Its memory is kept for the next one.
  void begin();
  void take(std::string_view piece);
  // Of the whole file, when it has passed.
  [[nodiscard]] std::optional<ElfHead> finish() const;
  // The same of a file that is at hand as a whole.
  [[nodiscard]] static std::optional<ElfHead> read_whole(std::string_view file);

 private:
  struct Window {
    ByteRange range;
    std::string bytes;
  };
  void ask(ByteRange range, std::uint64_t most);
  void take_head();
  void take_segments();
  void take_dynamic();
  [[nodiscard]] std::string_view seen(std::uint64_t offset, std::uint64_t size) const;

  enum class Known : std::uint8_t { Nothing, Head, Segments };
  Known known_ = Known::Nothing;
  std::uint64_t position_ = 0;
  std::string front_;  // the first bytes of the file
  std::uint64_t front_wanted_ = 0;
  std::vector<Window> windows_;
  ElfParts parts_;
  ByteRange dynamic_;
  std::uint64_t dynamic_end_ = 0;  // while that is to come
};

}  // namespace plimsoll::image
