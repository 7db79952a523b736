#include "analyzer/image/source/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/base/check.h"
#include "analyzer/image/source/readable.h"

namespace plimsoll::image {
namespace {

constexpr const char* ref_name = "org.opencontainers.image.ref.name";
constexpr const char* full_name = "io.containerd.image.name";

// containerd and docker write the whole name beside the tag.
std::string name_of(const Descriptor& descriptor) {
  for (const char* key : {full_name, ref_name}) {
    const auto at = descriptor.annotations.find(key);
    if (at != descriptor.annotations.end() && !at->second.empty()) return at->second;
  }
  return {};
}

class LayoutDocuments final : public Documents {
 public:
  LayoutDocuments(const MemberSource& members, const PlaceOf& place_of)
      : members_(members), place_of_(place_of) {}

  [[nodiscard]] Result<std::optional<std::string>> read(const Descriptor& blob,
                                                        std::size_t limit) const override {
    const Result<std::optional<FileRange>> found = members_.find(place_of_(blob));
    if (!found) return tl::unexpected(found.error());
    if (!*found) return std::nullopt;
    Result<std::string> bytes = read_whole(**found, limit);
    if (!bytes) return tl::unexpected(std::move(bytes.error()));
    return std::move(*bytes);
  }
  [[nodiscard]] bool has(const Descriptor& blob) const override {
    const Result<std::optional<FileRange>> found = members_.find(place_of_(blob));
    return !found || found->has_value();
  }

 private:
  const MemberSource& members_;
  const PlaceOf& place_of_;
};

}  // namespace

std::string path_in_layout(std::string_view digest) {
  CHECK(is_registered_digest(digest));
  const std::size_t colon = digest.find(':');
  return fmt::format("blobs/{}/{}", digest.substr(0, colon), digest.substr(colon + 1));
}

Result<std::optional<std::vector<Listed>>> layout_images(const MemberSource& members) {
  const Result<std::optional<FileRange>> file = members.find("index.json");
  if (!file) return tl::unexpected(file.error());
  if (!*file) return std::nullopt;
  const Result<std::string> bytes = read_whole(**file, max_manifest_bytes);
  if (!bytes) return tl::unexpected(Error(bytes.error()).while_doing("reading index.json"));
  const Result<Index> index = read_index(*bytes);
  if (!index) return tl::unexpected(Error(index.error()).while_doing("reading index.json"));
  std::vector<Listed> images;
  std::map<std::string, std::size_t> known;
  for (const Descriptor& each : index->manifests) {
    const auto [at, is_new] = known.try_emplace(each.digest, images.size());
    if (is_new) images.push_back({each, {}});
    std::vector<std::string>& names = images[at->second].names;
    std::string name = name_of(each);
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return images;
}

LayerBytes locate_layer(const MemberSource& members, const std::string& path, LayerBlob& layer,
                        std::int32_t place, std::vector<SourceNote>& notes) {
  if (!layer.unreadable.empty()) return {};
  const Result<std::optional<FileRange>> found = members.find(path);
  if (found && *found) return **found;
  if (layer.blob.data && found) {
    if (layer.blob.data->size() == layer.blob.size &&
        digest_of(*layer.blob.data) == layer.blob.digest) {
      return *layer.blob.data;
    }
    add_note(notes, "embedded-data-disagrees",
             fmt::format("the copy in its descriptor is not {}", layer.blob.digest), place);
  }
  if (!found) {
    layer.unreadable = readable(found.error().message);
    add_note(notes, "layer-not-present", layer.unreadable, place, true);
  } else if (layer.foreign) {
    layer.unreadable = "it is a foreign layer, to be had from its own servers alone";
    add_note(notes, "foreign-layer", layer.unreadable, place, true);
  } else {
    layer.unreadable = fmt::format("{} is not there", readable(path));
    add_note(notes, "layer-not-present", layer.unreadable, place, true);
  }
  return {};
}

Result<DescribedImage> describe_in_layout(const MemberSource& members,
                                          const std::vector<Listed>& images, const Wanted& wanted,
                                          const PlaceOf& place_of) {
  if (!place_of) {
    return describe_in_layout(members, images, wanted,
                              [](const Descriptor& blob) { return path_in_layout(blob.digest); });
  }
  const LayoutDocuments documents(members, place_of);
  DescribedImage image;
  ImageDescription& description = image.description;
  if (auto done = describe_wanted(documents, images, wanted, description); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  for (std::size_t i = 0; i < description.layers.size(); ++i) {
    LayerBlob& layer = description.layers[i];
    const std::string path = place_of(layer.blob);
    image.bytes.push_back(
        locate_layer(members, path, layer, static_cast<std::int32_t>(i), description.notes));
    if (members.is_repeated(path)) {
      add_note(description.notes, "ambiguous-archive",
               fmt::format("{} is in the archive twice: other programs may read the first", path),
               static_cast<std::int32_t>(i));
    }
  }
  return image;
}

}  // namespace plimsoll::image
