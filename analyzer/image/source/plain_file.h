#pragma once

// Archives as seekable plain files. What stands on disk is read where it stands; what comes through
// a pipe or is compressed is copied once, to a file of ours.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "analyzer/base/file.h"
#include "analyzer/base/input.h"
#include "analyzer/base/result.h"

namespace plimsoll::image {

// Where copies go, and how big they may be. A copy has no name: it goes with its last descriptor.
struct Spool {
  std::function<Result<FileDescriptor>()> make;
  std::uint64_t limit_bytes = std::uint64_t{1} << 40;
};

[[nodiscard]] Spool spool_in(std::string directory, std::uint64_t limit_bytes);

struct PlainFile {
  std::shared_ptr<const FileDescriptor> file;
  bool was_compressed = false;
};

// `path`: any compression, "-" for standard input, pipes. Fails for a directory (EISDIR).
[[nodiscard]] Result<PlainFile> open_plain(const Spool& spool, const std::string& path);
[[nodiscard]] Result<PlainFile> open_plain(const Spool& spool, Input input);

}  // namespace plimsoll::image
