#pragma once

// Where well-known servers write while they run: pid files, logs, sockets, data.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image_facts.h"

namespace plimsoll {

struct ServerWrite {
  std::string directory;  // absolute, in no file system that each container has anew (/dev)
  std::string_view what;  // "its log"
  std::size_t word = 0;   // of the command line, where that says it
};

// What the words of a command line say, program first: `redis-server --dir /data`. A word that is
// not known is empty.
[[nodiscard]] std::vector<ServerWrite> writes_by_command(const std::vector<std::string>& words);

// The server that CMD or ENTRYPOINT names first; empty: none that is known here.
[[nodiscard]] std::string_view server_of(const ImageConfig& config);
// Of that server in this image: by its command line, by its configuration as far as it was kept
// (nginx, redis), and by the directories that are there for it. Each once.
[[nodiscard]] std::vector<ServerWrite> server_writes(const ImageFacts& facts);

}  // namespace plimsoll
