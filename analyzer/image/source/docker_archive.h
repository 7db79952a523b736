#pragma once

// Archives of `docker save`: manifest.json beside configurations and layers (Docker's image spec
// v1.2, "Combined Image JSON + Filesystem Changeset Format"), since docker 25 in an OCI layout.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/image/source/choose.h"
#include "analyzer/image/source/layout.h"
#include "analyzer/image/source/members.h"

namespace plimsoll::image {

// An entry of manifest.json.
struct SavedImage {
  std::string config;  // names of members, as they stand there
  std::vector<std::string> layers;
  std::vector<std::string> names;
  std::map<std::string, Descriptor> sources;  // by diffID: where layers are known by another digest
  // Of docker before 1.10 (old_archive.h): its configuration knows no layers.
  bool old = false;
};

// Nothing where there is no manifest.json.
[[nodiscard]] Result<std::optional<std::vector<SavedImage>>> saved_images(
    const MemberSource& members);

// The one that is wanted.
[[nodiscard]] Result<const SavedImage*> choose_saved(const MemberSource& members,
                                                     const std::vector<SavedImage>& images,
                                                     const Wanted& wanted);
[[nodiscard]] Result<DescribedImage> describe_saved(const MemberSource& members,
                                                    const SavedImage& image, const Wanted& wanted);

// Of an archive that has both: the image by index.json, which alone knows its digest, unless
// manifest.json, which `docker load` reads, says otherwise.
[[nodiscard]] Result<DescribedImage> describe_both(const MemberSource& members,
                                                   const std::vector<Listed>& listed_images,
                                                   const std::vector<SavedImage>& saved,
                                                   const Wanted& wanted);

}  // namespace plimsoll::image
