#pragma once

// Archives of `docker save` before docker 1.10 (Docker's image spec v1.0): `repositories` names the
// topmost layer of each image, and each layer's directory has its tar and a json that names its
// parent.

#include <optional>
#include <vector>

#include "analyzer/image/source/docker_archive.h"

namespace plimsoll::image {

// By their names; nothing where there is no `repositories`. Which layers they have is not yet
// known.
[[nodiscard]] Result<std::optional<std::vector<SavedImage>>> old_images(
    const MemberSource& members);

// One of those. That its layers' digests are recorded nowhere is noted.
[[nodiscard]] Result<DescribedImage> describe_old(const MemberSource& members, SavedImage image,
                                                  const Wanted& wanted);

}  // namespace plimsoll::image
