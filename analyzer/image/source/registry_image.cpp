#include "analyzer/image/source/registry_image.h"

#include <fmt/format.h>

#include <cerrno>
#include <utility>

#include "analyzer/base/pump.h"
#include "analyzer/image/source/describe.h"
#include "analyzer/image/source/readable.h"

namespace plimsoll::image {
namespace {

// On their way from the connection to the scanner: enough to bridge the pauses of both.
constexpr std::size_t pump_bytes = std::size_t{4} << 20;

registry::Descriptor remote(const Descriptor& blob) {
  return {blob.media_type, blob.digest, blob.size};
}

class RegistryDocuments final : public Documents {
 public:
  RegistryDocuments(registry::Client& client, const ImageReference& reference)
      : client_(client), reference_(reference) {}

  // The root has come by its name already.
  void keep(const registry::Manifest& manifest) { root_ = manifest; }

  [[nodiscard]] Result<std::optional<std::string>> read(const Descriptor& blob,
                                                        std::size_t limit) const override {
    if (blob.digest == root_.digest) return root_.bytes;
    if (blob.data && blob.data->size() <= limit && digest_of(*blob.data) == blob.digest) {
      return *blob.data;
    }
    if (!is_digest(blob.digest)) {
      return failure(fmt::format("{}: digests other than sha256 are not fetched", blob.digest),
                     ENOTSUP);
    }
    if (is_index(blob.media_type) || is_manifest(blob.media_type)) {
      ImageReference by_digest = reference_;
      by_digest.digest = blob.digest;
      Result<registry::Manifest> manifest = client_.fetch_manifest(by_digest);
      if (!manifest) return tl::unexpected(std::move(manifest.error()));
      return std::move(manifest->bytes);
    }
    Result<std::string> bytes = client_.fetch_blob(reference_, remote(blob), limit);
    if (!bytes) return tl::unexpected(std::move(bytes.error()));
    return std::move(*bytes);
  }
  [[nodiscard]] bool has(const Descriptor& /*blob*/) const override { return true; }

 private:
  registry::Client& client_;
  const ImageReference& reference_;
  registry::Manifest root_;
};

class DownloadReader final : public BlobReader {
 public:
  DownloadReader(registry::Client& client, const ImageReference& reference, const Descriptor& blob)
      : pump_(pump_bytes, [&client, reference, blob = remote(blob)](const Pump::Write& write) {
          registry::Sink sink;
          sink.write = write;
          return client.fetch_blob(reference, blob, sink);
        }) {}

  [[nodiscard]] Result<std::size_t> read(char* into, std::size_t room) override {
    return pump_.read(into, room);
  }

 private:
  Pump pump_;
};

class RegistryImage final : public ImageSource {
 public:
  RegistryImage(registry::Client& client, ImageReference reference, ImageDescription description)
      : client_(client), reference_(std::move(reference)), description_(std::move(description)) {}

  [[nodiscard]] const ImageDescription& description() const override { return description_; }

  [[nodiscard]] Result<std::unique_ptr<BlobReader>> open_layer(std::size_t layer) const override {
    if (layer >= description_.layers.size()) return failure("there is no such layer", EINVAL);
    const LayerBlob& blob = description_.layers[layer];
    if (!blob.unreadable.empty()) return failure(blob.unreadable, ENOENT);
    return std::make_unique<DownloadReader>(client_, reference_, blob.blob);
  }

 private:
  registry::Client& client_;
  ImageReference reference_;
  ImageDescription description_;
};

}  // namespace

Result<std::unique_ptr<ImageSource>> open_in_registry(registry::Client& client,
                                                      const ImageReference& reference,
                                                      const std::string& shown,
                                                      const Wanted& wanted) {
  Result<registry::Manifest> root = client.fetch_manifest(reference);
  if (!root) return tl::unexpected(std::move(root.error()));
  RegistryDocuments documents(client, reference);
  documents.keep(*root);
  Listed listed_root;
  listed_root.descriptor.media_type = root->media_type;
  listed_root.descriptor.digest = root->digest;
  listed_root.descriptor.size = root->bytes.size();
  std::string name = reference.familiar();
  if (reference.digest.empty() || !reference.tag.empty()) {
    name += ":" + std::string(reference.tag_or_latest());
  }
  listed_root.names = {std::move(name)};

  ImageDescription description;
  description.source_kind = "registry";
  description.shown = shown;
  const Wanted any_name{{}, {}, wanted.platform};
  if (auto done = describe_wanted(documents, {listed_root}, any_name, description); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  for (std::size_t i = 0; i < description.layers.size(); ++i) {
    LayerBlob& layer = description.layers[i];
    if (!layer.unreadable.empty()) continue;
    const auto place = static_cast<std::int32_t>(i);
    if (layer.foreign) {
      layer.unreadable = "it is a foreign layer, to be had from its own servers alone";
      add_note(description.notes, "foreign-layer", layer.unreadable, place, true);
    } else if (!is_digest(layer.blob.digest)) {
      layer.unreadable = "digests other than SHA-256 cannot be verified, so it is not fetched";
      add_note(description.notes, "layer-not-present", layer.unreadable, place, true);
    }
  }
  return std::make_unique<RegistryImage>(client, reference, std::move(description));
}

}  // namespace plimsoll::image
