#pragma once

// One entry of a layer, as the pass over the layer leaves it: 48 bytes, since there are millions.

#include <algorithm>
#include <cstdint>

#include "analyzer/image/path_table.h"

namespace plimsoll::image {

enum class EntryKind : std::uint8_t {
  File,
  Directory,
  Symlink,
  Hardlink,
  CharDevice,
  BlockDevice,
  Fifo,
  Whiteout,  // `path` is what it removes from the layers below
  Opaque,    // `path` is the directory whose children below are gone
  Metadata,  // .wh..wh.* of aufs, eStargz's landmarks and index: no file of the image
  Refused    // an entry for which runtimes refuse the layer (a note says why)
};
enum EntryFlag : std::uint8_t {
  entry_is_text = 1,  // no zero bytes in its first 4 KiB; not set for empty files
  entry_is_sparse = 2,
  entry_is_elf = 4,              // may have an ElfHead
  entry_is_script = 8,           // begins with "#!"; may have a ScriptHead
  entry_is_timed_bytecode = 16,  // Python's (PEP 552), with the time of its source in the header
  entry_has_extra = 32           // see ScannedLayer::extra
};

// Of a file: the low half of XXH3-128. Equal contents of one size, but for an attacker.
using ContentId = std::uint64_t;

inline constexpr std::uint32_t nothing = 0xFFFF'FFFF;

class ScannedEntry {
 public:
  // In the plain stream, where headers are in blocks.
  [[nodiscard]] std::uint64_t begin() const { return std::uint64_t{begin_block_} * block_bytes; }
  void set_begin(std::uint64_t at) {
    begin_block_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(at / block_bytes, nothing));
  }
  // 0 for what is no file.
  [[nodiscard]] ContentId content() const { return is_link() ? 0 : content_or_link_; }
  void set_content(ContentId content) { content_or_link_ = content; }
  // Symlink: in ScannedLayer::strings. Hardlink: the PathId of its target. `nothing` for others.
  [[nodiscard]] std::uint32_t link() const {
    return is_link() ? static_cast<std::uint32_t>(content_or_link_ - 1) : nothing;
  }
  void set_link(std::uint32_t link) {
    content_or_link_ = link == nothing ? 0 : std::uint64_t{link} + 1;
  }
  // Content as stored, holes not counted; also of Whiteout and Metadata. At most a TiB: who says
  // more lies.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  static constexpr std::uint64_t max_size = (std::uint64_t{1} << 40) - 1;
  void set_size(std::uint64_t bytes) { size_ = std::min(bytes, max_size) & max_size; }

 private:
  static constexpr std::uint64_t block_bytes = 512;
  [[nodiscard]] bool is_link() const {
    return kind == EntryKind::Symlink || kind == EntryKind::Hardlink;
  }
  std::uint64_t content_or_link_ = 0;  // of a link: one more, and 0 for `nothing`

 public:
  std::uint64_t wire = 0;  // in the blob: where begin() comes from, to the step of the decoder
  std::int64_t mtime_s = 0;
  PathId path = no_path;  // in ScannedLayer::paths; no_path: a name that has no place there
  std::uint32_t uid = 0, gid = 0;  // above 2^32: the greatest, and a note

 private:
  std::uint32_t begin_block_ = 0;
  std::uint64_t size_ : 40 = 0;

 public:
  std::uint8_t flags = 0;       // EntryFlag
  std::uint16_t mode : 12 = 0;  // the permission bits
  EntryKind kind : 4 = EntryKind::File;
};
static_assert(sizeof(ScannedEntry) == 48);

}  // namespace plimsoll::image
