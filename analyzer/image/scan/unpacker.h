#pragma once

// A blob's bytes, packed and plain, block by block, in the order in which they lie there.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/image/compression.h"
#include "analyzer/image/decoder.h"
#include "analyzer/image/scan/hash_station.h"
#include "analyzer/image/source/image_source.h"

namespace plimsoll::image {

class Unpacker {
 public:
  // A failure of theirs ends the unpacking.
  struct Visitor {
    virtual ~Visitor() = default;
    // As they are read, before they are unpacked.
    [[nodiscard]] virtual Result<void> packed(const HashStation::BlockRef& block,
                                              std::string_view bytes) = 0;
    // The same block and bytes where nothing is packed.
    [[nodiscard]] virtual Result<void> plain(const HashStation::BlockRef& block,
                                             std::string_view bytes) = 0;
    // So many plain bytes come from so many packed ones. Told before the bytes themselves.
    virtual void reached(std::uint64_t plain, std::uint64_t packed) = 0;
    // Bytes behind the end of the packed stream, which is where it stands.
    virtual void trailing(std::uint64_t at) = 0;
  };
  // The three outlive this.
  Unpacker(BlobReader& reader, HashStation& station, bool in_haste, Visitor& visitor);

  // All that can be unpacked. What follows is not read.
  [[nodiscard]] Result<void> run();
  // The rest of the blob, which visitors see packed alone.
  [[nodiscard]] Result<void> drain();

  [[nodiscard]] Compression compression() const { return compression_; }
  [[nodiscard]] std::uint64_t packed_bytes() const { return packed_bytes_; }
  // The blob could not be read, for whatever reason; then run() has failed, too.
  [[nodiscard]] bool unreadable() const { return unreadable_; }

 private:
  [[nodiscard]] Result<void> fill();
  [[nodiscard]] Result<void> pass_plain();
  [[nodiscard]] Result<void> unpack();
  [[nodiscard]] Result<bool> next_frame();
  [[nodiscard]] Result<void> step();
  [[nodiscard]] Result<void> flush();

  BlobReader& reader_;
  HashStation& station_;
  const bool in_haste_;
  Visitor& visitor_;
  Compression compression_ = Compression::None;
  std::unique_ptr<Decoder> decoder_;
  HashStation::BlockRef block_, plain_;
  std::string_view input_;  // what of block_ has not been decoded
  std::size_t filled_ = 0;  // of plain_
  std::uint64_t packed_bytes_ = 0, plain_bytes_ = 0;
  std::uint64_t frames_ = 1;
  bool at_end_ = false, unreadable_ = false, between_frames_ = false;
};

}  // namespace plimsoll::image
