#pragma once

// What an image's layers make together: as one tar, or as a directory.

#include <cstdint>
#include <string>
#include <vector>

#include "builder/export/export.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder {

// The image's file system, sorted; hardlinks as links to their first path.
[[nodiscard]] Result<std::vector<Entry>> root_file_system(Store& store, const StoredImage& image,
                                                          unsigned workers);

// Output::Kind Tar and Local.
[[nodiscard]] Result<void> export_root_file_systems(Store& store,
                                                    const std::vector<Descriptor>& manifests,
                                                    const Output& output, std::int64_t epoch_s,
                                                    unsigned workers);

// Puts sorted entries below the directory `path`, which is made when it is missing. Never through a
// link; a directory stays where it is, what else is in the way is replaced, owners are ours.
// Devices are left out: they take root, and nobody who asks for files wants them.
[[nodiscard]] Result<void> write_tree(const std::vector<Entry>& entries, const std::string& path);

}  // namespace plimsoll::builder
