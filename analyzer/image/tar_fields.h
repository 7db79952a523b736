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

// What an extended header says of the next file. Absent and empty values say nothing.
struct PaxValues {
  std::optional<std::string> path, link;
  std::optional<std::int64_t> size, uid, gid, mtime_s;
  std::uint32_t mtime_ns = 0;
  std::map<std::string, std::string, std::less<>> xattrs;  // these may be empty
};
// An error says why, without a place.
[[nodiscard]] Result<PaxValues> read_pax(std::string_view records);

// A header block that is not all zeros: checksum, then the fields. `type` as it stands there; the
// size is what the header says, also for a type without content. Numbers may still be negative.
struct TarFields {
  TarEntry entry;
  std::int64_t size = 0, uid = 0, gid = 0;
};
[[nodiscard]] Result<TarFields> read_fields(std::string_view block);

}  // namespace plimsoll::image
