// Images as archives and layouts. The members of an archive are the blobs that its images reach, by
// digest, and three small files that name them: their order and bytes depend on the images alone,
// and the archive is written as a layer is, sorted and without times.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "analyzer/base/paths.h"
#include "analyzer/base/tasks.h"
#include "analyzer/reference/image_reference.h"
#include "builder/export/destination.h"
#include "builder/export/export.h"
#include "builder/export/root_file_system.h"
#include "builder/store/file_digest.h"
#include "builder/store/names.h"

namespace plimsoll::builder {
namespace {

using Json = nlohmann::ordered_json;

constexpr int max_index_depth = 4;

// What an archive is to hold.
struct Contents {
  Json index = Json::array();         // the members of index.json
  Json docker = Json::array();        // manifest.json
  std::map<std::string, bool> blobs;  // by digest; whether it is big, and so not read whole
};

class Saving {
 public:
  Saving(Store& store, bool for_docker) : store_(store), for_docker_(for_docker) {}

  Result<void> add(const Saved& saved);
  Result<void> write(const Output& output, unsigned workers);

 private:
  Result<void> reach(const Descriptor& image, int depth);
  Result<void> add_docker(const Saved& saved);
  [[nodiscard]] std::string index_text() const;
  Result<std::vector<Entry>> entries(unsigned workers);
  Result<void> write_directory(const std::string& path, unsigned workers);

  Store& store_;
  bool for_docker_;
  Contents contents_;
};

Json descriptor_json(const Descriptor& image) {
  return {{"mediaType", image.media_type}, {"digest", image.digest}, {"size", image.size}};
}

Result<void> Saving::add(const Saved& saved) {
  if (Result<void> done = reach(saved.image, 0); !done) return done;
  std::vector<std::string> names;
  for (const std::string& name : saved.names) {
    std::optional<std::string> normal = normal_name(name);
    if (!normal) return failure(fmt::format("`{}` is no image reference", name), EINVAL);
    if (digest_in(*normal).empty()) names.push_back(std::move(*normal));
  }
  for (const std::string& name : names) {
    // As docker and BuildKit write it: the whole name for containerd, the tag for the layout.
    Json member = descriptor_json(saved.image);
    member["annotations"]["io.containerd.image.name"] = name;
    member["annotations"]["org.opencontainers.image.ref.name"] =
        parse_image_reference(name)->tag_or_latest();
    contents_.index.push_back(std::move(member));
  }
  if (names.empty()) contents_.index.push_back(descriptor_json(saved.image));
  return for_docker_ ? add_docker({saved.image, std::move(names)}) : Result<void>();
}

// Every blob of an image; members of an index that nobody fetched are left out.
Result<void> Saving::reach(const Descriptor& image, int depth) {
  if (depth == max_index_depth) return failure("indexes in indexes, too deep");
  const Result<std::string> text = store_.read_blob(image.digest, max_manifest_bytes);
  if (!text) return tl::unexpected(text.error());
  contents_.blobs[image.digest] = false;
  if (is_index(image.media_type)) {
    const Result<Index> index = parse_index(*text);
    if (!index) return tl::unexpected(index.error());
    bool any = false;
    for (const Descriptor& member : index->manifests) {
      if (!store_.has_blob(member.digest)) continue;
      if (Result<void> done = reach(member, depth + 1); !done) return done;
      any = true;
    }
    if (any || index->manifests.empty()) return {};
    return failure(fmt::format("the store has no image of the index {}", image.digest), ENOENT);
  }
  const Result<Manifest> manifest = parse_manifest(*text);
  if (!manifest) return tl::unexpected(manifest.error());
  contents_.blobs[manifest->config.digest] = false;
  for (const Descriptor& layer : manifest->layers) {
    if (store_.has_blob(layer.digest)) {
      contents_.blobs[layer.digest] = true;
    } else if (layer.urls.empty()) {
      return failure(
          fmt::format("the layer {} is not in the store {}", layer.digest, store_.directory()),
          ENOENT);
    }
  }
  return {};
}

Result<void> Saving::add_docker(const Saved& saved) {
  if (is_index(saved.image.media_type)) {
    return failure(
        "an archive for `docker load` holds images of one platform: name it with "
        "--platform, or write type=oci",
        EINVAL);
  }
  const Result<StoredImage> stored = store_.image(saved.image);
  if (!stored) return tl::unexpected(stored.error());
  const auto path = [](const std::string& digest) {
    return "blobs/sha256/" + digest.substr(digest.find(':') + 1);
  };
  Json image = {{"Config", path(stored->manifest.config.digest)},
                {"RepoTags", Json::array()},
                {"Layers", Json::array()}};
  for (const std::string& name : saved.names) image["RepoTags"].push_back(familiar_name(name));
  for (const Descriptor& layer : stored->manifest.layers) {
    image["Layers"].push_back(path(layer.digest));
  }
  contents_.docker.push_back(std::move(image));
  return {};
}

std::string Saving::index_text() const {
  return Json{
      {"schemaVersion", 2}, {"mediaType", media_type::oci_index}, {"manifests", contents_.index}}
      .dump();
}

Entry directory(std::string path) {
  Entry entry;
  entry.path = std::move(path);
  entry.kind = EntryKind::Directory;
  entry.mode = 0755;
  return entry;
}

Entry small_file(std::string path, std::string bytes) {
  Entry entry;
  entry.path = std::move(path);
  entry.mode = 0644;
  entry.size = bytes.size();
  entry.content = InMemory{std::make_shared<const std::string>(std::move(bytes))};
  return entry;
}

Result<std::vector<Entry>> Saving::entries(unsigned workers) {
  std::vector<Entry> list = {directory("blobs"), directory("blobs/sha256"),
                             small_file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"),
                             small_file("index.json", index_text())};
  if (for_docker_) list.push_back(small_file("manifest.json", contents_.docker.dump()));
  std::vector<std::string> digests;
  for (const auto& [digest, big] : contents_.blobs) digests.push_back(digest);
  // What leaves the store is what its digest says: the last look before somebody relies on it.
  std::vector<Result<Entry>> blobs = parallel_map<Result<Entry>>(
      digests.size(), workers,
      [&](std::size_t i, unsigned) -> Result<Entry> { return verified_blob(store_, digests[i]); });
  for (Result<Entry>& blob : blobs) {
    if (!blob) return tl::unexpected(blob.error());
    list.push_back(std::move(*blob));
  }
  sort_entries(list);
  return list;
}

Result<void> Saving::write_directory(const std::string& path, unsigned workers) {
  Result<std::vector<Entry>> list = entries(workers);
  if (!list) return tl::unexpected(list.error());
  if (Result<void> made = make_directories(path + "/blobs/sha256"); !made) return made;
  // index.json last: before it is there, nothing is.
  std::stable_partition(list->begin(), list->end(),
                        [](const Entry& entry) { return entry.path != "index.json"; });
  for (const Entry& entry : *list) {
    if (entry.kind == EntryKind::Directory) continue;
    Result<NewFile> file = NewFile::create(path);
    if (!file) return tl::unexpected(file.error());
    Result<void> done = write_content(entry, file->file());
    if (done) done = file->commit(path + "/" + entry.path);
    if (!done) return tl::unexpected(std::move(done.error()).while_doing("writing " + path));
  }
  return {};
}

Result<void> Saving::write(const Output& output, unsigned workers) {
  if (output.as_directory) return write_directory(output.destination, workers);
  const Result<std::vector<Entry>> list = entries(workers);
  if (!list) return tl::unexpected(list.error());
  Result<Destination> destination = Destination::open(output.destination);
  if (!destination) return tl::unexpected(destination.error());
  LayerOptions options;
  options.workers = workers;
  const Result<WrittenLayer> written = write_layer(*list, options, destination->file());
  if (!written) {
    return tl::unexpected(Error(written.error()).while_doing("writing " + output.destination));
  }
  return destination->commit();
}

Result<Descriptor> in_compression(Store& store, const Descriptor& image, const Output& output,
                                  unsigned workers) {
  if (!output.compression) return image;
  return recompressed(store, image, *output.compression, workers);
}

}  // namespace

Result<void> save_images(Store& store, const std::vector<Saved>& images, const Output& output,
                         unsigned workers) {
  if (output.kind != Output::Kind::Oci && output.kind != Output::Kind::Docker) {
    return failure("images are saved as type=oci or type=docker", EINVAL);
  }
  if (output.as_directory && output.destination == "-") {
    return failure("a directory cannot go to standard output; name one with dest=", EINVAL);
  }
  Saving saving(store, output.kind == Output::Kind::Docker);
  for (const Saved& image : images) {
    Result<Descriptor> written = in_compression(store, image.image, output, workers);
    if (!written) return tl::unexpected(written.error());
    if (Result<void> done = saving.add({std::move(*written), image.names}); !done) return done;
  }
  return saving.write(output, workers);
}

Result<void> export_images(Store& store, const std::vector<Descriptor>& manifests,
                           const Output& output, std::int64_t epoch_s, unsigned workers) {
  if (output.kind == Output::Kind::Tar || output.kind == Output::Kind::Local) {
    return export_root_file_systems(store, manifests, output, epoch_s, workers);
  }
  if (manifests.size() == 1) {
    return save_images(store, {Saved{manifests.front(), output.names}}, output, workers);
  }
  Result<Descriptor> index = join_index(store, manifests);
  if (!index) return tl::unexpected(index.error());
  return save_images(store, {Saved{std::move(*index), output.names}}, output, workers);
}

}  // namespace plimsoll::builder
