// Images into the store.
//
// A layout says by index.json what is in it; docker's archives say it by manifest.json, and since
// docker 25 by both. index.json is believed first, since it alone has the image's own digest (an
// archive of docker 25 once had manifests without layers: then manifest.json is right). Blobs are
// copied and digested on the way, children before parents, so that what is in the store is whole;
// nothing of an archive's names ever becomes a path.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <mutex>
#include <set>

#include "analyzer/base/tasks.h"
#include "analyzer/image/source/describe.h"
#include "analyzer/image/source/docker_archive.h"
#include "analyzer/image/source/layout.h"
#include "analyzer/image/source/members.h"
#include "builder/export/export.h"
#include "builder/export/spool.h"
#include "builder/store/file_digest.h"
#include "builder/store/names.h"

namespace plimsoll::builder {
namespace {

using image::digest_of;
using image::FileRange;
using image::max_images;
using image::max_index_depth;
using image::MemberSource;
using image::path_in_layout;

constexpr const char* ref_name = "org.opencontainers.image.ref.name";
constexpr unsigned max_copiers = 4;

bool may_be_absent(const Descriptor& layer) {
  return !layer.urls.empty() || layer.media_type.find("nondistributable") != std::string::npos ||
         layer.media_type.find("foreign") != std::string::npos;
}

class Import {
 public:
  Import(Store& store, const MemberSource& source) : store_(store), source_(source) {}

  // Nothing when the source has no such file.
  Result<std::optional<std::vector<BroughtImage>>> by_index();
  Result<std::optional<std::vector<BroughtImage>>> by_docker_manifest();

 private:
  // Whether anything of it was there to be brought in.
  Result<bool> bring(const Descriptor& descriptor, int depth);
  Result<bool> bring_index(std::string_view text, int depth);
  Result<void> bring_blobs(std::vector<Descriptor> blobs);
  Result<void> bring_blob(const Descriptor& blob);
  Result<BroughtImage> docker_image(const image::SavedImage& saved);
  Result<std::vector<Descriptor>> docker_layers(const std::vector<std::string>& paths,
                                                const ImageConfig& config);
  Result<Descriptor> docker_layer(const std::string& path, const std::string& diff_id);
  Result<std::string> text(std::string_view name, std::size_t limit) const;

  Store& store_;
  const MemberSource& source_;
};

Result<std::string> Import::text(std::string_view name, std::size_t limit) const {
  const Result<std::optional<FileRange>> member = source_.find(name);
  if (!member) return tl::unexpected(member.error());
  if (!*member) return failure(fmt::format("there is no {}", name), ENOENT);
  Result<std::string> bytes = image::read_whole(**member, limit);
  if (!bytes) return failure(fmt::format("{}: {}", name, bytes.error().message));
  return bytes;
}

Result<void> Import::bring_blob(const Descriptor& blob) {
  const Result<std::optional<FileRange>> member = source_.find(path_in_layout(blob.digest));
  if (!member) return tl::unexpected(member.error());
  if (!*member) {
    if (may_be_absent(blob)) return {};
    return failure(fmt::format("the blob {} is missing: it is not whole", blob.digest), ENOENT);
  }
  if (blob.size != (*member)->size) {
    return failure(fmt::format("the blob {} has {} bytes, not {}: it was cut off or changed",
                               blob.digest, (*member)->size, blob.size));
  }
  Result<NewFile> file = store_.new_file();
  if (!file) return tl::unexpected(file.error());
  const Result<Digested> copied =
      copy_digested(*(*member)->file, (*member)->offset, (*member)->size, file->file());
  if (!copied) return tl::unexpected(copied.error());
  if (copied->digest != blob.digest) {
    return failure(
        fmt::format("the blob {} is damaged: its bytes are {}", blob.digest, copied->digest));
  }
  return store_.add_blob(std::move(*file), blob.digest);
}

Result<void> Import::bring_blobs(std::vector<Descriptor> blobs) {
  std::set<std::string> seen;
  std::vector<Descriptor> missing;
  for (Descriptor& blob : blobs) {
    if (seen.insert(blob.digest).second && !store_.has_blob(blob.digest)) {
      missing.push_back(std::move(blob));
    }
  }
  const std::vector<Result<void>> done =
      parallel_map<Result<void>>(missing.size(), std::min(available_workers(), max_copiers),
                                 [&](std::size_t i, unsigned) { return bring_blob(missing[i]); });
  for (const Result<void>& each : done) {
    if (!each) return each;
  }
  return {};
}

Result<bool> Import::bring(const Descriptor& descriptor, int depth) {
  if (depth == max_index_depth) return failure("indexes in indexes, too deep");
  const std::string name = path_in_layout(descriptor.digest);
  const Result<std::optional<FileRange>> member = source_.find(name);
  if (!member) return tl::unexpected(member.error());
  if (!*member) return false;
  const Result<std::string> bytes = image::read_whole(**member, max_manifest_bytes);
  if (!bytes) return failure(fmt::format("{}: {}", name, bytes.error().message));
  if (digest_of(*bytes) != descriptor.digest) {
    return failure(fmt::format("the blob {} is damaged: its bytes are {}", descriptor.digest,
                               digest_of(*bytes)));
  }
  const std::string type = media_type_of(*bytes);
  if (is_index(type)) {
    const Result<bool> any = bring_index(*bytes, depth);
    if (!any || !*any) return any;
  } else {
    const Result<Manifest> manifest = parse_manifest(*bytes);
    if (!manifest) {
      return tl::unexpected(Error(manifest.error()).while_doing("reading " + descriptor.digest));
    }
    std::vector<Descriptor> blobs = manifest->layers;
    blobs.push_back(manifest->config);
    if (Result<void> done = bring_blobs(std::move(blobs)); !done) {
      return tl::unexpected(done.error());
    }
  }
  const Result<std::string> added = store_.add_blob(*bytes);
  if (!added) return tl::unexpected(added.error());
  return true;
}

// Members that are not there are other platforms that nobody saved.
Result<bool> Import::bring_index(std::string_view text, int depth) {
  const Result<Index> index = parse_index(text);
  if (!index) return tl::unexpected(index.error());
  bool any = index->manifests.empty();
  for (const Descriptor& member : index->manifests) {
    const Result<bool> came = bring(member, depth + 1);
    if (!came) return came;
    any = any || *came;
  }
  return any;
}

// ref.name is a whole reference with some tools and a tag alone with others; what is certainly a
// tag alone ("1.0", "latest") names nothing.
std::string name_of(const Descriptor& descriptor) {
  const auto annotation = [&](const char* key) {
    const auto at = descriptor.annotations.find(key);
    return at == descriptor.annotations.end() ? std::string() : at->second;
  };
  std::string name = annotation("io.containerd.image.name");
  if (!name.empty()) return name;
  name = annotation(ref_name);
  const bool tag_alone = name == "latest" || (!name.empty() && name[0] >= '0' && name[0] <= '9' &&
                                              name.find_first_of("/:") == std::string::npos);
  return tag_alone ? "" : name;
}

Result<std::optional<std::vector<BroughtImage>>> Import::by_index() {
  const Result<std::optional<FileRange>> member = source_.find("index.json");
  if (!member) return tl::unexpected(member.error());
  if (!*member) return std::nullopt;
  const Result<std::string> bytes = text("index.json", max_manifest_bytes);
  if (!bytes) return tl::unexpected(bytes.error());
  const Result<Index> index = parse_index(*bytes);
  if (!index) return tl::unexpected(Error(index.error()).while_doing("reading index.json"));
  if (index->manifests.size() > max_images) return failure("index.json: too many images", EFBIG);
  std::map<std::string, std::size_t> known;
  std::vector<BroughtImage> images;
  for (const Descriptor& each : index->manifests) {
    const auto [at, is_new] = known.try_emplace(each.digest, images.size());
    if (is_new) {
      const Result<bool> came = bring(each, 0);
      if (!came) return tl::unexpected(came.error());
      if (!*came) {
        return failure(fmt::format("the blob {} is missing: it is not whole", each.digest), ENOENT);
      }
      Descriptor image = each;
      image.annotations.clear();
      const auto tag = each.annotations.find(ref_name);
      images.push_back({std::move(image), {}, tag == each.annotations.end() ? "" : tag->second});
    }
    if (std::string name = name_of(each); !name.empty()) {
      images[at->second].names.push_back(std::move(name));
    }
  }
  return images;
}

Result<std::optional<std::vector<BroughtImage>>> Import::by_docker_manifest() {
  const Result<std::optional<std::vector<image::SavedImage>>> list = image::saved_images(source_);
  if (!list) return tl::unexpected(list.error());
  if (!*list) return std::nullopt;
  std::vector<BroughtImage> images;
  for (const image::SavedImage& saved : **list) {
    Result<BroughtImage> image = docker_image(saved);
    if (!image)
      return tl::unexpected(std::move(image.error()).while_doing("reading manifest.json"));
    images.push_back(std::move(*image));
  }
  return images;
}

Result<BroughtImage> Import::docker_image(const image::SavedImage& saved) {
  const Result<std::string> config_text = text(saved.config, max_config_bytes);
  if (!config_text) return tl::unexpected(config_text.error());
  const Result<ImageConfig> config = parse_image_config(*config_text);
  if (!config) return tl::unexpected(config.error());
  if (saved.layers.size() != config->diff_ids.size()) {
    return failure(fmt::format("an image has {} layers, but its configuration names {}",
                               saved.layers.size(), config->diff_ids.size()));
  }
  Result<std::vector<Descriptor>> layers = docker_layers(saved.layers, *config);
  if (!layers) return tl::unexpected(layers.error());

  Manifest manifest;
  manifest.layers = std::move(*layers);
  Result<std::string> digest = store_.add_blob(*config_text);
  if (!digest) return tl::unexpected(digest.error());
  manifest.config.media_type = media_type::oci_config;
  manifest.config.digest = std::move(*digest);
  manifest.config.size = config_text->size();
  const std::string manifest_text = to_json(manifest);
  digest = store_.add_blob(manifest_text);
  if (!digest) return tl::unexpected(digest.error());

  BroughtImage image;
  image.image.media_type = manifest.media_type;
  image.image.digest = std::move(*digest);
  image.image.size = manifest_text.size();
  image.names = saved.names;
  return image;
}

Result<std::vector<Descriptor>> Import::docker_layers(const std::vector<std::string>& paths,
                                                      const ImageConfig& config) {
  const std::vector<Result<Descriptor>> done = parallel_map<Result<Descriptor>>(
      paths.size(), std::min(available_workers(), max_copiers),
      [&](std::size_t i, unsigned) { return docker_layer(paths[i], config.diff_ids[i]); });
  std::vector<Descriptor> layers;
  for (const Result<Descriptor>& each : done) {
    if (!each) return tl::unexpected(each.error());
    layers.push_back(*each);
  }
  return layers;
}

Result<Descriptor> Import::docker_layer(const std::string& path, const std::string& diff_id) {
  if (!is_digest(diff_id)) return failure(fmt::format("`{}` is no digest of a layer", diff_id));
  Descriptor layer;
  layer.media_type = media_type::oci_layer;
  const Result<std::optional<FileRange>> member = source_.find(path);
  if (!member) return tl::unexpected(member.error());
  if (!*member)
    return failure(fmt::format("the layer {} is missing: it is not whole", path), ENOENT);
  if (store_.has_blob(diff_id)) return store_.layer_blob(diff_id, Compression::None, 1);
  FileRange start = **member;
  start.size = std::min<std::uint64_t>(start.size, 16);
  const Result<std::string> first = image::read_whole(start, 16);
  if (!first) return tl::unexpected(first.error());
  const Compression compression = compression_of(*first);
  Result<NewFile> file = store_.new_file();
  if (!file) return tl::unexpected(file.error());
  const Result<Digested> copied =
      copy_digested(*(*member)->file, (*member)->offset, (*member)->size, file->file());
  if (!copied) return tl::unexpected(copied.error());
  if (compression == Compression::None && copied->digest != diff_id) {
    return failure(fmt::format("the layer {} is damaged: its bytes are {}, and should be {}", path,
                               copied->digest, diff_id));
  }
  if (compression == Compression::Gzip) layer.media_type = media_type::oci_layer_gzip;
  if (compression == Compression::Zstd) layer.media_type = media_type::oci_layer_zstd;
  layer.digest = copied->digest;
  layer.size = copied->size;
  if (Result<void> added = store_.add_blob(std::move(*file), layer.digest); !added) {
    return tl::unexpected(added.error());
  }
  return layer;
}

// An archive of docker's whose manifests lack their layers is only right in manifest.json.
bool is_whole(const Store& store, const BroughtImage& image) {
  if (is_index(image.image.media_type)) return true;
  const Result<StoredImage> stored = store.image(image.image);
  return stored.has_value() || stored.error().code != EBADMSG;
}

Result<std::vector<BroughtImage>> import_all(Store& store, const MemberSource& source) {
  if (const std::string damage = source.damage(); !damage.empty()) return failure(damage);
  Import import(store, source);
  Result<std::optional<std::vector<BroughtImage>>> found = import.by_index();
  if (!found) return tl::unexpected(found.error());
  const bool whole =
      *found && std::all_of((*found)->begin(), (*found)->end(),
                            [&](const BroughtImage& i) { return is_whole(store, i); });
  if (whole) return std::move(**found);
  found = import.by_docker_manifest();
  if (!found) return tl::unexpected(found.error());
  if (*found) return std::move(**found);
  const Result<std::optional<FileRange>> old = source.find("repositories");
  if (old && *old) {
    return failure(
        "is an archive of docker before 1.10; load it into a newer docker and save it "
        "again");
  }
  return failure(
      "holds no image: there is neither index.json nor manifest.json in it (a root file "
      "system is brought in by `plimsoll store import`)");
}

}  // namespace

Result<std::vector<BroughtImage>> bring_images(Store& store, const std::string& path) {
  const Result<std::unique_ptr<MemberSource>> source = image::open_members(spool_of(store), path);
  if (!source) return tl::unexpected(source.error());
  return import_all(store, **source);
}

Result<std::vector<BroughtImage>> bring_images(Store& store, FileDescriptor archive) {
  const Result<std::unique_ptr<MemberSource>> source =
      image::open_members(spool_of(store), Input{std::move(archive), FileKind::Regular});
  if (!source) return tl::unexpected(source.error());
  return import_all(store, **source);
}

Result<std::vector<std::string>> import_images(Store& store, const std::string& path,
                                               const std::string& name) {
  const std::string called = path == "-" ? "standard input" : path;
  Result<std::vector<BroughtImage>> images = bring_images(store, path);
  if (!images) return tl::unexpected(Error(images.error()).while_doing("loading " + called));
  if (!name.empty()) {
    if (images->size() != 1) {
      return failure(
          fmt::format("{} has {} images: one name does not fit all", called, images->size()),
          EINVAL);
    }
    images->front().names = {name};
  }
  std::vector<std::string> names;
  for (BroughtImage& image : *images) {
    // Without a name of its own it is called by its digest, so that prune finds it in use.
    if (image.names.empty()) image.names.push_back(image.image.digest);
    for (const std::string& each : image.names) {
      const std::optional<std::string> normal = normal_name(each);
      const std::string& tag = normal ? *normal : image.image.digest;
      if (Result<void> tagged = store.tag(tag, image.image); !tagged) {
        return tl::unexpected(tagged.error());
      }
      names.push_back(familiar_name(tag));
    }
  }
  return names;
}

}  // namespace plimsoll::builder
