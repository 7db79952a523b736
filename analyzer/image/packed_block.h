#pragma once

// A block of a file, packed by itself: what compress_into puts together.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "analyzer/image/compression.h"

namespace plimsoll::image {

class PackedBlock {
 public:
  virtual ~PackedBlock() = default;
  // Reads and packs [begin, end) of `file`; may be called again for the next block.
  [[nodiscard]] virtual Result<void> make(const FileDescriptor& file, std::uint64_t begin,
                                          std::uint64_t end, bool last) = 0;
  [[nodiscard]] virtual std::string_view plain() const = 0;
  [[nodiscard]] virtual std::string_view packed() const = 0;
};

// What stands around the blocks, and how big they are.
struct Packing {
  std::uint64_t block_bytes = 0;
  std::string header;
  bool crc_at_end = false;  // gzip's: CRC-32 and length
};

[[nodiscard]] Packing packing_of(Compression compression);
// gzip, zstd or None.
[[nodiscard]] Result<std::unique_ptr<PackedBlock>> make_block(Compression compression);
[[nodiscard]] std::uint32_t crc32_of(std::uint32_t before, std::string_view bytes);

}  // namespace plimsoll::image
