#pragma once

// RUN --mount=type=cache: a directory of the store that outlives builds, and the lock on it.

#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/file.h"
#include "builder/actions.h"
#include "builder/bind_sources.h"

namespace plimsoll::builder {

// Held while the command runs; let go by destruction.
struct HeldCache {
  FileDescriptor lock;
  std::string directory;
};

// The directory of a cache, locked as its sharing says: `shared` with others, `locked` alone, and
// `private` another copy where the first is in use. Waits as long as it must, and says so once;
// fails when the build is stopped. A new cache is filled with `seed`, what `from` names; null where
// it names nothing.
[[nodiscard]] Result<HeldCache> hold_cache(const Place& place, const lowered::MountStep& mount,
                                           BindSource* seed);

// What tells one cache from another: id, what it begins with, and its owner and mode, as BuildKit
// has it.
[[nodiscard]] std::string identity_of(const lowered::MountStep& mount, std::string_view seed_key);

}  // namespace plimsoll::builder
