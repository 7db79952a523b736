#pragma once

// OCI image layouts (image-spec image-layout.md), as directories and in archives.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/image/source/choose.h"
#include "analyzer/image/source/describe.h"
#include "analyzer/image/source/file_image.h"
#include "analyzer/image/source/members.h"

namespace plimsoll::image {

// "blobs/sha256/...": the digest is checked, so that no path can be made with it.
[[nodiscard]] std::string path_in_layout(std::string_view digest);

// What index.json lists, each digest once; nothing where there is no index.json.
[[nodiscard]] Result<std::optional<std::vector<Listed>>> layout_images(const MemberSource& members);

struct DescribedImage {
  ImageDescription description;
  std::vector<LayerBytes> bytes;
};
// The name under which a blob lies among the members.
using PlaceOf = std::function<std::string(const Descriptor&)>;
// The one that is wanted of those that index.json lists, or whatever stands for it: its layers are
// looked for, what is missing is noted.
[[nodiscard]] Result<DescribedImage> describe_in_layout(const MemberSource& members,
                                                        const std::vector<Listed>& images,
                                                        const Wanted& wanted,
                                                        const PlaceOf& place_of = {});
// Finds the bytes of the layer, or says why not.
[[nodiscard]] LayerBytes locate_layer(const MemberSource& members, const std::string& path,
                                      LayerBlob& layer, std::int32_t place,
                                      std::vector<SourceNote>& notes);

}  // namespace plimsoll::image
