// What `docker save` writes.
//
// manifest.json is a list of images, each with the names of its configuration and layers among the
// members. Before docker 25 these are "<config digest>.json" and "<id>/layer.tar", of which some
// may be links to others; since then all are "blobs/sha256/<digest>" of an OCI layout with an
// index.json that says the same another way. Which of the two is read depends on who loads it:
// docker's own store reads manifest.json, containerd's reads index.json. So an archive can be two
// images. We take index.json's, which knows the manifest and its digest, and compare: where
// configuration or layers differ, that is said, and manifest.json's image is the one that is looked
// at (an early docker 25 wrote manifests without layers: then it is the only right one, too).

#include "analyzer/image/source/docker_archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "analyzer/image/json.h"
#include "analyzer/image/source/go_json.h"
#include "analyzer/image/source/readable.h"
#include "analyzer/image/tar.h"

namespace plimsoll::image {
namespace {

// "blobs/sha256/<hex>", "<hex>.json" and, by go-containerregistry, "sha256:<hex>" are digests; ""
// for other names.
std::string digest_in(std::string_view path) {
  if (is_digest(path)) return std::string(path);
  if (path.ends_with(".json")) path.remove_suffix(5);
  constexpr std::string_view blobs = "blobs/sha256/";
  if (path.starts_with(blobs)) path.remove_prefix(blobs.size());
  std::string digest = "sha256:" + std::string(path);
  return is_digest(digest) ? digest : "";
}

// As it stands there is not always as it is listed: "./a.json".
Result<std::optional<FileRange>> find(const MemberSource& members, const std::string& path) {
  const std::optional<std::string> clean = layer_path(path);
  if (!clean || clean->empty()) return std::nullopt;
  return members.find(*clean);
}

Result<SavedImage> saved_image(const Json& entry) {
  if (!entry.is_object()) return failure("an image of it is no object");
  Members members(entry, "");
  SavedImage image;
  image.config = members.text("Config");
  image.layers = members.texts("Layers").value_or(std::vector<std::string>());
  image.names = members.texts("RepoTags").value_or(std::vector<std::string>());
  if (const Json* sources = members.object("LayerSources")) {
    for (const auto& [diff_id, json] : sources->items()) {
      if (!json.is_object()) continue;
      Members inner(json, "");
      Descriptor source;
      source.media_type = inner.text("mediaType");
      source.digest = inner.text("digest");
      source.size = inner.size("size");
      if (!inner.error() && is_registered_digest(source.digest)) image.sources[diff_id] = source;
    }
  }
  if (members.error()) return tl::unexpected(*members.error());
  if (image.config.empty()) return failure("an image of it names no configuration");
  if (image.layers.size() > max_layers) {
    return failure(
        fmt::format("an image of it has {} layers, more than {}", image.layers.size(), max_layers),
        EFBIG);
  }
  return image;
}

std::string shown(const SavedImage& image) {
  if (image.names.empty())
    return readable(digest_in(image.config).empty() ? image.config : digest_in(image.config));
  std::string text;
  for (const std::string& name : image.names) text += (text.empty() ? "" : " = ") + readable(name);
  return text;
}

// The configuration that the name promises, or what is wrong with it; false: not readable at all.
bool describe_saved_config(const MemberSource& members, const SavedImage& image,
                           ImageDescription& description) {
  const auto missing = [&](const std::string& why) {
    add_note(description.notes, "config-not-present", why, -1, true);
    return false;
  };
  const Result<std::optional<FileRange>> file = find(members, image.config);
  if (!file) return missing(readable(file.error().message));
  if (!*file)
    return missing(fmt::format("the configuration {} is not there", readable(image.config)));
  const Result<std::string> bytes = read_whole(**file, max_config_bytes);
  if (!bytes) return missing("the configuration " + readable(bytes.error().message));
  const std::string promised = digest_in(image.config);
  if (!promised.empty() && promised != digest_of(*bytes)) {
    add_note(description.notes, "digest-mismatch",
             fmt::format("the configuration should be {}, and its bytes are {}", promised,
                         digest_of(*bytes)),
             -1, true);
  }
  describe_config(*bytes, description);
  return true;
}

LayerBlob saved_layer(const SavedImage& image, const std::string& path,
                      const std::vector<std::string>& diff_ids, std::size_t place) {
  LayerBlob layer;
  layer.blob.digest = path.starts_with("blobs/") ? digest_in(path) : "";
  if (place < diff_ids.size()) {
    const auto source = image.sources.find(diff_ids[place]);
    const bool same = source != image.sources.end() && source->second.digest == layer.blob.digest;
    if (same) layer.blob = source->second;
  }
  return layer;
}

// Whether both documents speak of the same image.
bool agree(const SavedImage& saved, const ImageDescription& by_index) {
  const std::string config = digest_in(saved.config);
  if (!config.empty() && config != by_index.config_digest) return false;
  if (saved.layers.size() != by_index.layers.size()) return false;
  for (std::size_t i = 0; i < saved.layers.size(); ++i) {
    const std::string digest = digest_in(saved.layers[i]);
    if (!digest.empty() && digest != by_index.layers[i].blob.digest) return false;
  }
  return true;
}

}  // namespace

Result<std::optional<std::vector<SavedImage>>> saved_images(const MemberSource& members) {
  const auto failed = [](Error error) {
    return tl::unexpected(std::move(error).while_doing("reading manifest.json"));
  };
  const Result<std::optional<FileRange>> file = members.find("manifest.json");
  if (!file) return tl::unexpected(file.error());
  if (!*file) return std::nullopt;
  const Result<std::string> bytes = read_whole(**file, max_manifest_bytes);
  if (!bytes) return failed(Error(bytes.error()));
  const Result<GoJson> text =
      as_go_reads(*bytes, DocumentKind::DockerManifest, max_manifest_bytes, "list of images");
  if (!text) return failed(Error(text.error()));
  const Json list = Json::parse(text->text, nullptr, /*allow_exceptions=*/false);
  if (list.is_object() && list.contains("schemaVersion")) {
    return failed(
        {"it is the manifest of one image: what is read as dir:PATH, or copied with skopeo to oci: "
         "or oci-archive:"});
  }
  if (!text->ambiguities.empty()) {
    return failed({fmt::format("{}: two programs would read two different images from it",
                               text->ambiguities.front())});
  }
  if (!list.is_array()) return failed({"it is no list of images"});
  if (list.size() > max_images) return failed({"it lists too many images", EFBIG});
  std::vector<SavedImage> images;
  for (const Json& entry : list) {
    Result<SavedImage> image = saved_image(entry);
    if (!image) return failed(std::move(image.error()));
    images.push_back(std::move(*image));
  }
  return images;
}

Result<const SavedImage*> choose_saved(const MemberSource& members,
                                       const std::vector<SavedImage>& images,
                                       const Wanted& wanted) {
  std::vector<const SavedImage*> fitting;
  std::vector<std::string> all;
  for (const SavedImage& image : images) {
    const bool fits = (wanted.tag.empty() || is_called(image.names, wanted.tag)) &&
                      (wanted.digest.empty() || digest_in(image.config) == wanted.digest);
    if (fits) fitting.push_back(&image);
    all.push_back(shown(image));
  }
  if (images.empty()) return failure("it holds no image: its list of them is empty", ENOENT);
  if (fitting.empty()) {
    return failure(fmt::format("it has no image called {}; there {}: {}",
                               readable(wanted.tag.empty() ? wanted.digest : wanted.tag),
                               all.size() == 1 ? "is" : "are", listed(all)),
                   ENOENT);
  }
  if (fitting.size() == 1) return fitting.front();
  // One name for several platforms is what newer daemons save.
  if (wanted.platform) {
    for (const SavedImage* image : fitting) {
      ImageDescription description;
      if (!describe_saved_config(members, *image, description)) continue;
      if (platform_match(description.platform, *wanted.platform) > 0) return image;
    }
  }
  return failure(fmt::format("it has {} images: {}\n  choose one by its name or tag",
                             fitting.size(), listed(all)),
                 EINVAL);
}

Result<DescribedImage> describe_saved(const MemberSource& members, const SavedImage& image,
                                      const Wanted& wanted) {
  DescribedImage described;
  ImageDescription& description = described.description;
  description.names = image.names;
  (void)describe_saved_config(members, image, description);
  if (auto fits = check_platform(description, wanted); !fits) {
    return tl::unexpected(std::move(fits.error()));
  }
  for (std::size_t i = 0; i < image.layers.size(); ++i) {
    const auto place = static_cast<std::int32_t>(i);
    const std::string path = layer_path(image.layers[i]).value_or("");
    LayerBlob layer = saved_layer(image, path, description.config.diff_ids, i);
    described.bytes.push_back(locate_layer(members, path.empty() ? image.layers[i] : path, layer,
                                           place, description.notes));
    // Without a descriptor nobody claims a size.
    if (const auto* range = std::get_if<FileRange>(&described.bytes.back())) {
      if (layer.blob.media_type.empty()) layer.blob.size = range->size;
    }
    if (members.is_repeated(path)) {
      add_note(description.notes, "ambiguous-archive",
               fmt::format("{} is in the archive twice: other programs may read the first",
                           readable(path)),
               place);
    }
    description.layers.push_back(std::move(layer));
  }
  if (image.old) description.config.diff_ids.clear();
  relate_layers(description, /*has_diff_ids=*/!image.old);
  return described;
}

Result<DescribedImage> describe_both(const MemberSource& members,
                                     const std::vector<Listed>& listed_images,
                                     const std::vector<SavedImage>& saved, const Wanted& wanted) {
  Result<DescribedImage> by_index = describe_in_layout(members, listed_images, wanted);
  Wanted by_config = wanted;
  // A manifest's digest is unknown to manifest.json; the configuration's is what both have.
  if (by_index && !wanted.digest.empty()) by_config.digest = by_index->description.config_digest;
  const Result<const SavedImage*> chosen = choose_saved(members, saved, by_config);
  if (!chosen) return by_index;  // one platform of several, of which manifest.json has one
  if (by_index && agree(**chosen, by_index->description)) {
    by_index->description.names = (*chosen)->names;
    return by_index;
  }
  // An image of another platform, or by another name, is not what manifest.json speaks of.
  const bool other = by_index && wanted.platform &&
                     digest_in((*chosen)->config) != by_index->description.config_digest;
  if (other) return by_index;
  Result<DescribedImage> by_manifest = describe_saved(members, **chosen, wanted);
  if (!by_manifest) return by_index ? std::move(by_index) : std::move(by_manifest);
  add_note(by_manifest->description.notes, "ambiguous-document",
           by_index ? "index.json and manifest.json describe different images; this is the one "
                      "that docker loads into its own store, by manifest.json"
                    : fmt::format("index.json is of no use ({}); this is what manifest.json says",
                                  readable(by_index.error().message)));
  return by_manifest;
}

}  // namespace plimsoll::image
