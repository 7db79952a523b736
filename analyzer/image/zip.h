#pragma once

// Reading zip (jar, war, whl) in one pass, from local header to local header, as it streams by: the
// central directory comes last and says nothing that is needed to look into files (APPNOTE.TXT
// 6.3.10, 4.3). What only the local headers have, files taken out of the directory, is seen too.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace plimsoll {

// What an archive may ask for; beyond it the reading ends.
struct ZipLimits {
  std::uint64_t plain_bytes = std::uint64_t{1} << 30;  // of all its files
  std::uint64_t entries = 500'000;
  std::uint64_t ratio = 200;  // of one file, once it is more than ratio_from_bytes
  std::uint64_t ratio_from_bytes = std::uint64_t{64} << 20;
};

// "PK\3\4": a local header.
inline constexpr std::string_view zip_magic = "PK\3\4";

enum class ZipEnd : std::uint8_t {
  None,        // more may come
  Directory,   // where the files end: all of them were seen
  Limit,       // a limit was reached
  Unreadable,  // what follows cannot be told apart: damage, or encryption without a size
};

// From the first byte that was fed.
struct ZipRange {
  std::uint64_t begin = 0, end = 0;
};

// A push parser: bytes come in pieces of any size. Holds at most one header, and 64 KiB of what is
// unpacked.
class ZipReader {
 public:
  struct Visitor {
    virtual ~Visitor() = default;
    // A file (no directory, nothing encrypted or packed in a way that is not known). The name is as
    // it stands there. False: its content is not wanted.
    [[nodiscard]] virtual bool entry(std::string_view name) = 0;
    virtual void content(std::string_view bytes) = 0;
    // Of a file that was wanted; also where the archive or a limit cuts it off. Not sound: damaged,
    // or unpacking to far more than it takes; how much of it came depends on the pieces.
    virtual void end(bool sound) = 0;
  };
  ZipReader(Visitor& visitor, const ZipLimits& limits);
  ~ZipReader();
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;

  // The first bytes are those of a local header.
  void feed(std::string_view bytes);
  // No more will come.
  void finish();
  [[nodiscard]] ZipEnd ended() const;
  [[nodiscard]] std::uint64_t plain_bytes() const;
  // Where the packed content stood that was read to its end and sound, or was not wanted:
  // ascending. All else is headers, what cannot be read, and what lies between.
  [[nodiscard]] const std::vector<ZipRange>& contents() const;

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace plimsoll
