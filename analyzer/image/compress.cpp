// Packing layers, fast and always to the same bytes.
//
// The input is cut into blocks that are packed each by itself: for gzip 1 MiB, with the 32 KiB
// before it as dictionary and a sync flush at its end, so that the parts put together are one
// member that every reader takes; for zstd 4 MiB, each a frame of its own, as the format allows
// (0.35 % more than one frame). The cuts do not depend on the number of workers, so neither do the
// bytes. It goes in rounds: while the workers pack one, the former is summed up, hashed and
// written.
//
// Rejected: libzstd's own workers, which Debian's static library does not have, and whose output
// differs from that of none; a gzip member for each block, which some readers stop after.

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/base/tasks.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/image/compression.h"
#include "analyzer/image/packed_block.h"

namespace plimsoll {
namespace {

using image::PackedBlock;
using image::Packing;
using Blocks = std::vector<std::unique_ptr<PackedBlock>>;

constexpr std::size_t round_bytes_a_worker = std::size_t{8} << 20;

std::string little_endian(std::uint32_t value) {
  std::string text;
  for (int shift = 0; shift < 32; shift += 8) text += static_cast<char>(value >> shift & 0xFFU);
  return text;
}

Result<Blocks> make_blocks(Compression compression, std::size_t count) {
  Blocks blocks;
  while (blocks.size() < count) {
    Result<std::unique_ptr<PackedBlock>> block = image::make_block(compression);
    if (!block) return tl::unexpected(std::move(block).error());
    blocks.push_back(std::move(*block));
  }
  return blocks;
}

class Packer {
 public:
  Packer(Compression compression, const FileDescriptor& file, std::uint64_t size,
         const FileDescriptor& into)
      : compression_(compression),
        packing_(image::packing_of(compression)),
        file_(file),
        size_(size),
        into_(into) {}

  Result<Digested> run(unsigned workers) {
    // The empty input is one empty block.
    const std::uint64_t count =
        std::max<std::uint64_t>(1, (size_ + packing_.block_bytes - 1) / packing_.block_bytes);
    const std::uint64_t in_a_round =
        workers <= 1 ? 1 : round_bytes_a_worker * workers / packing_.block_bytes;
    const auto places = static_cast<std::size_t>(std::min(count, in_a_round));
    Result<Blocks> making = make_blocks(compression_, places);
    Result<Blocks> made = make_blocks(compression_, places);
    if (!making) return tl::unexpected(std::move(making).error());
    if (!made) return tl::unexpected(std::move(made).error());
    if (auto written = write(packing_.header); !written) return tl::unexpected(written.error());
    std::size_t ready = 0;
    for (std::uint64_t first = 0; first < count || ready > 0; first += places) {
      const std::size_t now =
          first < count ? static_cast<std::size_t>(std::min<std::uint64_t>(places, count - first))
                        : 0;
      std::vector<Result<void>> results(now + 1);
      parallel_for(now + 1, workers, [&](std::size_t i, unsigned) {
        results[i] = i == 0 ? flush(*made, ready) : make(*(*making)[i - 1], first + i - 1, count);
      });
      for (const Result<void>& result : results) {
        if (!result) return tl::unexpected(result.error());
      }
      std::swap(*making, *made);
      ready = now;
    }
    return finish();
  }

 private:
  Result<void> make(PackedBlock& block, std::uint64_t number, std::uint64_t count) const {
    const std::uint64_t begin = number * packing_.block_bytes;
    return block.make(file_, begin, std::min(begin + packing_.block_bytes, size_),
                      number + 1 == count);
  }

  Result<void> flush(const Blocks& blocks, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (packing_.crc_at_end) crc_ = image::crc32_of(crc_, blocks[i]->plain());
      if (auto written = write(blocks[i]->packed()); !written) return written;
    }
    return {};
  }

  Result<void> write(std::string_view bytes) {
    hash_.update(bytes);
    packed_bytes_ += bytes.size();
    return write_all(into_, bytes);
  }

  Result<Digested> finish() {
    if (packing_.crc_at_end) {
      const std::string end =
          little_endian(crc_) + little_endian(static_cast<std::uint32_t>(size_));
      if (auto written = write(end); !written) return tl::unexpected(written.error());
    }
    return Digested{"sha256:" + digest::to_hex(hash_.finish()), packed_bytes_};
  }

  Compression compression_;
  Packing packing_;
  const FileDescriptor& file_;
  std::uint64_t size_;
  const FileDescriptor& into_;
  digest::Sha256Stream hash_;
  std::uint64_t packed_bytes_ = 0;
  std::uint32_t crc_ = 0;
};

}  // namespace

Result<Digested> compress_into(const FileDescriptor& file, Compression compression,
                               unsigned workers, const FileDescriptor& into) {
  const Result<std::uint64_t> size = size_of(file);
  if (!size) return tl::unexpected(size.error());
  Result<Digested> done = Packer(compression, file, *size, into).run(workers);
  if (!done) return tl::unexpected(std::move(done).error().while_doing("packing a layer"));
  return done;
}

}  // namespace plimsoll
