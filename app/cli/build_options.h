#pragma once

// The command line of `plimsoll build`, read as buildx reads its own.

#include <optional>
#include <string>
#include <vector>

#include "app/cli/session.h"
#include "builder/build.h"
#include "builder/export/export.h"

namespace plimsoll::app {

enum class ProgressKind : std::uint8_t { Terminal, Plain, Json, Quiet };

struct BuildRequest {
  builder::BuildOptions options;
  std::string dockerfile;          // its path; "-" = standard input
  std::vector<std::string> names;  // -t
  std::vector<builder::Output> outputs;
  bool push = false;
  ProgressKind progress = ProgressKind::Plain;
  std::string digest_file;    // --iidfile
  std::string metadata_file;  // --metadata-file
};

// Reads all flags, and what they name of the environment and the secrets' files. Fails with what is
// wrong and what to write.
[[nodiscard]] Result<BuildRequest> build_request(const Session& session);

// `type=oci,dest=image.tar,compression=zstd`; PATH alone is a directory, `-` a tar on standard
// output.
struct AskedOutput {
  builder::Output output;
  bool written = true;  // false: cacheonly, image, registry
  bool push = false;
};
[[nodiscard]] Result<AskedOutput> read_output(std::string_view text);

}  // namespace plimsoll::app
