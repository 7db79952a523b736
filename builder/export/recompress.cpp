// Manifests written anew: layers of another compression, images joined into an index.

#include <fmt/format.h>

#include <cerrno>
#include <set>

#include "builder/export/export.h"

namespace plimsoll::builder {
namespace {

constexpr int max_index_depth = 4;

bool has_compression(const Descriptor& layer, Compression compression) {
  const std::string_view type = layer.media_type;
  switch (compression) {
    case Compression::None:
      return type == media_type::oci_layer || type == media_type::docker_layer;
    case Compression::Gzip:
      return type == media_type::oci_layer_gzip || type == media_type::docker_layer_gzip;
    default:
      return type == media_type::oci_layer_zstd;
  }
}

Result<Descriptor> added(Store& store, std::string_view type, const std::string& text) {
  Result<std::string> digest = store.add_blob(text);
  if (!digest) return tl::unexpected(digest.error());
  Descriptor descriptor;
  descriptor.media_type = type;
  descriptor.digest = std::move(*digest);
  descriptor.size = text.size();
  return descriptor;
}

class Recompressing {
 public:
  Recompressing(Store& store, Compression compression, unsigned workers, bool plain_only)
      : store_(store), compression_(compression), workers_(workers), plain_only_(plain_only) {}

  Result<Descriptor> any(const Descriptor& image, int depth) {
    if (!is_index(image.media_type)) return manifest(image);
    if (depth == max_index_depth) return failure("indexes in indexes, too deep");
    const Result<std::string> text = store_.read_blob(image.digest, max_manifest_bytes);
    if (!text) return tl::unexpected(text.error());
    Result<Index> index = parse_index(*text);
    if (!index) return tl::unexpected(index.error());
    bool changed = false;
    for (Descriptor& member : index->manifests) {
      if (is_attestation(member) || !store_.has_blob(member.digest)) continue;
      Result<Descriptor> made = any(member, depth + 1);
      if (!made) return made;
      if (made->digest == member.digest) continue;
      member.media_type = made->media_type;
      member.digest = made->digest;
      member.size = made->size;
      changed = true;
    }
    if (!changed) return image;
    return added(store_, index->media_type, to_json(*index));
  }

 private:
  Result<Descriptor> manifest(const Descriptor& image) {
    Result<StoredImage> stored = store_.image(image);
    if (!stored) return tl::unexpected(stored.error());
    Manifest& manifest = stored->manifest;
    bool changed = false;
    for (std::size_t i = 0; i < manifest.layers.size(); ++i) {
      Descriptor& layer = manifest.layers[i];
      if (has_compression(layer, compression_)) continue;
      if (plain_only_ && !has_compression(layer, Compression::None)) continue;
      const std::string& diff_id = stored->config.diff_ids[i];
      const Result<StoredLayer> plain = store_.layer(layer, diff_id);
      if (!plain) return tl::unexpected(plain.error());
      Result<Descriptor> made = store_.layer_blob(diff_id, compression_, workers_);
      if (!made) return made;
      layer = std::move(*made);
      changed = true;
    }
    if (!changed) return image;
    // One manifest speaks one dialect.
    manifest.media_type = media_type::oci_manifest;
    manifest.config.media_type = media_type::oci_config;
    for (Descriptor& layer : manifest.layers) {
      if (layer.media_type == media_type::docker_layer) layer.media_type = media_type::oci_layer;
      if (layer.media_type == media_type::docker_layer_gzip) {
        layer.media_type = media_type::oci_layer_gzip;
      }
    }
    Result<Descriptor> made = added(store_, manifest.media_type, to_json(manifest));
    if (made) made->platform = stored->config.platform;
    return made;
  }

  Store& store_;
  Compression compression_;
  unsigned workers_;
  bool plain_only_;
};

Result<std::vector<Descriptor>> manifests_in(const Store& store, const Descriptor& nested) {
  const Result<std::string> text = store.read_blob(nested.digest, max_manifest_bytes);
  if (!text) return tl::unexpected(text.error());
  const Result<Index> index = parse_index(*text);
  if (!index) return tl::unexpected(index.error());
  std::vector<Descriptor> found;
  for (const Descriptor& member : index->manifests) {
    const bool image = !is_attestation(member) && !is_index(member.media_type);
    if (image && store.has_blob(member.digest)) found.push_back(member);
  }
  return found;
}

}  // namespace

Result<Descriptor> recompressed(Store& store, const Descriptor& image, Compression compression,
                                unsigned workers, bool plain_only) {
  return Recompressing(store, compression, workers, plain_only).any(image, 0);
}

Result<std::vector<Descriptor>> members_of(const Store& store,
                                           const std::vector<Descriptor>& images) {
  std::vector<Descriptor> members;
  for (const Descriptor& image : images) {
    if (!is_index(image.media_type)) {
      members.push_back(image);
      continue;
    }
    const Result<std::string> text = store.read_blob(image.digest, max_manifest_bytes);
    if (!text) return tl::unexpected(text.error());
    const Result<Index> index = parse_index(*text);
    if (!index) return tl::unexpected(index.error());
    for (const Descriptor& member : index->manifests) {
      // Attestations speak of a member by digest: they belong to the index that they came with.
      // What the store does not have was never asked for.
      if (is_attestation(member) || !store.has_blob(member.digest)) continue;
      if (!is_index(member.media_type)) {
        members.push_back(member);
        continue;
      }
      // docker's archives nest one index; a second level is nobody's habit.
      const Result<std::vector<Descriptor>> nested = manifests_in(store, member);
      if (!nested) return nested;
      members.insert(members.end(), nested->begin(), nested->end());
    }
  }
  return members;
}

Result<Descriptor> join_index(Store& store, const std::vector<Descriptor>& images) {
  Result<std::vector<Descriptor>> members = members_of(store, images);
  if (!members) return tl::unexpected(members.error());
  Index joined;
  std::set<Platform> platforms;
  for (Descriptor& member : *members) {
    member.annotations.clear();
    if (!member.platform) {
      const Result<StoredImage> stored = store.image(member);
      if (!stored) return tl::unexpected(stored.error());
      member.platform = stored->config.platform;
    }
    if (!platforms.insert(*member.platform).second) {
      return failure(fmt::format("two images are for {}: an index has one of each platform",
                                 member.platform->to_string()),
                     EINVAL);
    }
    joined.manifests.push_back(std::move(member));
  }
  if (joined.manifests.empty()) return failure("there is no image to make an index of", EINVAL);
  return added(store, joined.media_type, to_json(joined));
}

}  // namespace plimsoll::builder
