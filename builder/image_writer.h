#pragma once

// The end of a build: configuration, manifest, index; equal builds give equal bytes.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "builder/build.h"
#include "builder/layers.h"

namespace plimsoll::builder {

// RFC 3339 in UTC, in whole seconds: 0 is "1970-01-01T00:00:00Z".
[[nodiscard]] std::string timestamp(std::int64_t seconds);

// Makes the history fit the layers, as BuildKit does: entries that lack a layer become empty ones,
// from the oldest on; layers that lack an entry get one at the end.
void fit_history(std::vector<HistoryEntry>& history, std::size_t layers, std::int64_t epoch_s);

// Puts configuration and manifest into the store. `config`: all but created, history and diff_ids.
[[nodiscard]] Result<BuiltImage> write_image(Store& store, ImageConfig config, const RootFs& root,
                                             std::vector<HistoryEntry> history,
                                             const std::map<std::string, std::string>& labels,
                                             std::int64_t epoch_s);

// The manifest of one image, an index of several, in the store.
[[nodiscard]] Result<Descriptor> write_index(Store& store, const std::vector<BuiltImage>& images);

}  // namespace plimsoll::builder
