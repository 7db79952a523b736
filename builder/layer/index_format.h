#pragma once

// The file of a LayerIndex: a header, fixed-size records sorted by path, then the strings that they
// point to. Little-endian, as it lies in memory. Version 1.

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder {

static_assert(std::endian::native == std::endian::little, "indexes are mapped as they are");

struct IndexHeader {
  std::array<char, 8> magic{};
  std::uint32_t version = 0;
  std::uint32_t record_bytes = 0;
  std::uint64_t count = 0;
  std::uint64_t strings_bytes = 0;
  std::uint64_t blob_bytes = 0;
  std::uint64_t implied = 0;
  std::uint64_t check = 0;  // of the fields above
};
static_assert(sizeof(IndexHeader) == 56);

struct IndexRecord {
  // Places in the strings.
  std::uint32_t path = 0, path_bytes = 0;
  std::uint32_t link = 0, link_bytes = 0;
  std::uint32_t xattrs = 0, xattrs_bytes = 0;  // (name length, value length: u32; name; value)*
  std::uint32_t next_link = 0;                 // a position, see LayerIndex::next_link_at
  std::uint16_t mode = 0;
  std::uint8_t kind = 0;
  std::uint8_t implied = 0;
  std::uint32_t uid = 0, gid = 0;
  std::uint32_t device_major = 0, device_minor = 0;
  std::int64_t mtime_s = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;               // of the content, in the blob
  std::array<std::uint8_t, 32> digest{};  // of the content; zeros: not known
};
static_assert(sizeof(IndexRecord) == 104);

inline constexpr std::array<char, 8> index_magic{'P', 'L', 'I', 'M', 'I', 'D', 'X', '\n'};
inline constexpr std::uint32_t index_version = 1;
[[nodiscard]] std::uint64_t check_of(const IndexHeader& header);

// The permission bits that a layer has of an entry. Those of a symbolic link mean nothing and are
// 0777 once unpacked, whatever a tar says.
[[nodiscard]] inline std::uint32_t mode_in_layer(const Entry& entry) {
  return entry.kind == EntryKind::Symlink ? 0777U : entry.mode & 07777U;
}

// What becomes a record.
struct Indexed {
  const Entry* entry = nullptr;
  std::uint64_t offset = 0;  // of a File's content
};
// `entries` sorted as sort_entries does; directories that are missing between them become implied
// ones. The targets of Hardlinks are among the entries. Fails when something is below what is no
// directory, and when there is more than the format can hold.
[[nodiscard]] Result<std::string> make_index(const std::vector<Indexed>& entries,
                                             std::uint64_t blob_bytes);

}  // namespace plimsoll::builder
