#pragma once

// What a user hands over to be read: a path, standard input, a file below a directory that somebody
// else made. What it is is asked of the open descriptor, so that nothing changes in between.

#include <cstddef>
#include <string>

#include "analyzer/base/file.h"
#include "analyzer/base/host.h"
#include "analyzer/base/result.h"

namespace plimsoll {

struct Input {
  FileDescriptor file;
  FileKind kind = FileKind::Missing;
};

// Links are followed; of a FIFO it waits for who writes into it, "-" is standard input.
[[nodiscard]] Result<Input> open_input(const std::string& path);
// What kind of file is open here.
[[nodiscard]] Result<FileKind> kind_of(const FileDescriptor& file);
// Without opening it; links are followed.
[[nodiscard]] FileKind kind_at(const std::string& path);

// `path` below the directory `root`, through links that stay below it: openat2 with RESOLVE_BENEATH
// and RESOLVE_NO_MAGICLINKS. Fails for what is no regular file (EINVAL), without waiting for it.
[[nodiscard]] Result<FileDescriptor> open_regular_beneath(const FileDescriptor& root,
                                                          const std::string& path);

// The next bytes of a stream, at least one; 0 = its end.
[[nodiscard]] Result<std::size_t> read_next(const FileDescriptor& stream, char* into,
                                            std::size_t room);

}  // namespace plimsoll
