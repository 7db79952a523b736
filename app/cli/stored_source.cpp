#include "app/cli/stored_source.h"

#include <fmt/format.h>

#include <utility>

#include "analyzer/image/source/file_image.h"
#include "app/cli/open_store.h"
#include "app/cli/stored.h"
#include "app/cli/visible.h"

namespace plimsoll::app {

namespace {

using image::FileRange;
using image::LayerBytes;

// The blob as the image came, else the plain layer that was made of it.
LayerBytes bytes_of(const builder::Store& store, image::LayerBlob& layer) {
  const bool as_it_came = store.has_blob(layer.blob.digest);
  const std::string& digest = as_it_came ? layer.blob.digest : layer.diff_id;
  if (!store.has_blob(digest)) {
    layer.unreadable = fmt::format("the store has no blob {}", layer.blob.digest);
    return {};
  }
  Result<FileDescriptor> file = open_file(store.blob_path(digest));
  const Result<std::uint64_t> size =
      file ? size_of(*file) : Result<std::uint64_t>(tl::unexpected(file.error()));
  if (!size) {
    layer.unreadable = fmt::format("the blob {}: {}", digest, size.error().message);
    return {};
  }
  if (!as_it_came) {
    layer.blob.digest = layer.diff_id;
    layer.blob.size = *size;
    layer.blob.media_type = media_type::oci_layer;
  }
  return FileRange{std::make_shared<const FileDescriptor>(std::move(*file)), 0, *size};
}

}  // namespace

Result<std::unique_ptr<image::ImageSource>> stored_source(const Session& session,
                                                          const std::string& name) {
  const Result<std::string> directory = store_directory(session);
  if (!directory) return nullptr;
  const Result<FileStatus> there = session.host.status(*directory + "/index.json");
  if (!there || there->kind == FileKind::Missing) return nullptr;
  const Result<builder::Store> store = builder::Store::open(*directory, true);
  if (!store) return tl::unexpected(store.error());
  if (!stored(*store, name)) return nullptr;
  const Result<builder::StoredImage> image = stored_image(session, *store, name);
  if (!image) return tl::unexpected(image.error());

  image::ImageDescription description;
  description.source_kind = "store";
  description.shown = name;
  description.names = {name};
  description.platform = image->config.platform;
  description.manifest_digest = image->descriptor.digest;
  description.config_digest = image->manifest.config.digest;
  description.annotations = image->manifest.annotations;
  description.configured = true;
  description.config = image->config;
  std::vector<LayerBytes> bytes;
  for (std::size_t i = 0; i < image->manifest.layers.size(); ++i) {
    image::LayerBlob& layer = description.layers.emplace_back();
    layer.blob = image->manifest.layers[i];
    if (i < image->config.diff_ids.size()) layer.diff_id = image->config.diff_ids[i];
    bytes.push_back(bytes_of(*store, layer));
  }
  return std::make_unique<image::FileImage>(std::move(description), std::move(bytes));
}

}  // namespace plimsoll::app
