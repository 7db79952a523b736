#pragma once

// The fields of a tar header and the records of an extended one, by the rules of Go's archive/tar:
// where tar programs differ, what Go reads is what runs.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/image/tar.h"

namespace plimsoll::image {

inline constexpr std::size_t tar_block_bytes = 512;

// Octal digits between blanks and zero bytes, or base-256. Nothing for what is neither, and for
// what does not fit.
[[nodiscard]] std::optional<std::int64_t> tar_number(std::string_view field);

// GNU's records about files with holes, as they stand there.
struct PaxSparse {
  std::string major, minor, name, size, real_size, block_count;
  std::string map;  // numbers between commas, also where they came one a record (version 0.0)
  std::size_t map_records = 0;
};

// What an extended header says of the next file. Absent and empty values say nothing.
struct PaxValues {
  std::optional<std::string> path, link;
  std::optional<std::int64_t> size, uid, gid, mtime_s;
  std::uint32_t mtime_ns = 0;
  std::map<std::string, std::string, std::less<>> xattrs;  // these may be empty
  std::optional<PaxSparse> sparse;
  bool zero_byte = false;  // in a name: Go's reader gives up
  bool two_sizes = false;
  bool libarchive_xattrs = false;  // LIBARCHIVE.xattr.*, which no runtime sets
};
// An error says why, without a place.
[[nodiscard]] Result<PaxValues> read_pax(std::string_view records);

// A header block that is not all zeros: checksum, then the fields. `type` as it stands there; the
// size is what the header says, also for a type without content. Numbers may still be negative.
struct TarFields {
  TarEntry entry;
  std::int64_t size = 0, uid = 0, gid = 0;
  std::int64_t device_major = 0, device_minor = 0;  // in `entry` cut to 32 bits
  bool gnu = false;
  bool odd_magic = false;         // nearly a format's: Go takes it for the oldest, others guess
  bool misplaced_prefix = false;  // a directory where GNU has none, and only Go reads one
};
[[nodiscard]] Result<TarFields> read_fields(std::string_view block);

}  // namespace plimsoll::image
