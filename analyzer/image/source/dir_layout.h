#pragma once

// Directories of skopeo's dir: transport (containers-transports(5)): manifest.json is the manifest,
// or the index, itself; blobs lie beside it, called by the digits of their digests, the members of
// an index with ".manifest.json" behind them.

#include <optional>
#include <string>

#include "analyzer/image/source/layout.h"

namespace plimsoll::image {

// manifest.json where it is a document on its own and no list of images (docker_archive.h).
[[nodiscard]] Result<std::optional<std::string>> lone_manifest(const MemberSource& members);

[[nodiscard]] Result<DescribedImage> describe_dir(const MemberSource& members,
                                                  const std::string& manifest,
                                                  const Wanted& wanted);

}  // namespace plimsoll::image
