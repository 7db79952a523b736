#pragma once

// The bytes of a tar header as we write it: ustar (POSIX.1-2017, pax), with an extended header in
// front only where ustar cannot say it.

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder {

inline constexpr std::size_t tar_block_bytes = 512;

struct TarHeader {
  const Entry* attributes = nullptr;  // mode, owner, time, device, xattrs
  std::string name;                   // in the tar; ends with a slash for a directory
  char type = '0';
  std::string_view link;
  std::uint64_t size = 0;
  std::int64_t mtime_s = 0;
};

// A multiple of 512; equals what append_header adds.
[[nodiscard]] std::size_t header_bytes(const TarHeader& header);
void append_header(const TarHeader& header, std::string& to);

// What no reader would understand: a zero byte or a ".wh." in a name, '=' in an attribute's name, a
// device number that has no place.
[[nodiscard]] Result<void> can_be_written(const Entry& entry);

}  // namespace plimsoll::builder
