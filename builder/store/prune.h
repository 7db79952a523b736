#pragma once

// What may go from a store. Everything that a name reaches stays: index, manifests, configurations,
// layers as the manifest has them, and what was made of those layers (plain blob, index, tree).
// All else is a cache: it can be made or fetched again.

#include <cstdint>
#include <optional>
#include <string>

#include "analyzer/base/result.h"

namespace plimsoll::builder {

struct PruneOptions {
  // What was made of named images' layers goes, too, and the contents of RUN's cache mounts.
  bool all = false;
  // Only what was not used for so many seconds, by the clock of the file system.
  std::optional<std::int64_t> unused_for_s;
  // What was used longest ago goes until the rest of the cache is no bigger.
  std::optional<std::uint64_t> keep_bytes;
  bool dry_run = false;
};

struct PruneReport {
  std::uint64_t freed_bytes = 0;  // on disk
  std::uint64_t kept_bytes = 0;   // of all that the store holds
  std::size_t removed = 0;        // blobs, trees, records
};

// Fails (EBUSY) while another process uses the store: a build's layers are nobody's yet.
[[nodiscard]] Result<PruneReport> prune(const std::string& directory, const PruneOptions& options);

}  // namespace plimsoll::builder
