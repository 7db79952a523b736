#pragma once

// Some bytes of an open file: how members of archives are spoken of, which are never copied out.

#include <cstdint>
#include <memory>
#include <string>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"

namespace plimsoll::image {

struct FileRange {
  std::shared_ptr<const FileDescriptor> file;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// All of them; fails beyond `limit` bytes, before anything is read.
[[nodiscard]] Result<std::string> read_whole(const FileRange& range, std::size_t limit);

}  // namespace plimsoll::image
