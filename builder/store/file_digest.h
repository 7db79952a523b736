#pragma once

// Digests of files, and copies that are digested on the way.

#include <cstdint>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "analyzer/image/compression.h"

namespace plimsoll::builder {

// Of the whole file.
[[nodiscard]] Result<Digested> digest_of_file(const FileDescriptor& file);
// Of `size` bytes from `offset` on, which are also appended to `into`.
[[nodiscard]] Result<Digested> copy_digested(const FileDescriptor& file, std::uint64_t offset,
                                             std::uint64_t size, const FileDescriptor& into);

}  // namespace plimsoll::builder
