#pragma once

// The local images: an OCI image layout (image-spec image-layout.md) that other tools read, and
// beside it what makes the next build quick.
//
//   oci-layout  index.json  blobs/sha256/HEX     the layout: manifests, configs, layers as they
//   came
//                                                or plain; a plain layer is a blob by its diffID
//   layers/HEX.index                             LayerIndex of the layer with that diffID
//   layers/HEX.gzip, layers/HEX.zstd             its blob of that compression: digest and size
//   trees/HEX/                                   the layer unpacked, an overlay's lower directory
//   steps/HEX                                    what a step with that key gave
//   contexts/HEX                                 digests of the files of a context, by stat
//   caches/HEX/                                  RUN --mount=type=cache
//   tmp/                                         unfinished work, removed when its owner has gone
//   lock  index.lock                             held (shared) by who uses the store; by who writes
//                                                index.json
//
// All writes are renames: a build that is killed leaves nothing half-made. Many processes may use
// one store at a time: blobs are only added, index.json is replaced under a lock, prune takes the
// lock alone. Blobs that turn out to be damaged are removed, so that they can be had again.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/compression.h"
#include "analyzer/image/config.h"
#include "analyzer/image/manifest.h"
#include "builder/layer/layer.h"
#include "builder/layer/stack.h"
#include "builder/store/name_table.h"

namespace plimsoll::builder {

struct StoredLayer {
  std::string diff_id;
  std::shared_ptr<const LayerIndex> index;
};

// An image whose manifest and config are at hand; its layers may still be compressed.
struct StoredImage {
  Descriptor descriptor;  // of the manifest
  Manifest manifest;
  ImageConfig config;
};

inline constexpr std::uint64_t max_layer_bytes = std::uint64_t{256} << 30;  // unpacked

// Any number of threads may use one.
class Store {
 public:
  // Makes the folders where they are missing. Fails, and says what to do, where `directory` cannot
  // be written, unless `read_only`.
  // `Locking::None` is for who holds the lock already.
  enum class Locking : std::uint8_t { Shared, None };
  [[nodiscard]] static Result<Store> open(const std::string& directory, bool read_only = false,
                                          Locking locking = Locking::Shared);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  [[nodiscard]] const std::string& directory() const;

  // Names, in any spelling (app, docker.io/library/app:latest); digests of manifests and indexes
  // are names too. A name that is no reference is an error.
  [[nodiscard]] Result<std::vector<NamedImage>> names() const;
  [[nodiscard]] Result<std::optional<Descriptor>> find(std::string_view name) const;
  [[nodiscard]] Result<void> tag(std::string_view name, const Descriptor& descriptor);
  [[nodiscard]] Result<bool> untag(std::string_view name);
  // The image for a platform; nothing when the store has none of that name or platform. The second
  // takes a manifest or an index.
  [[nodiscard]] Result<std::optional<StoredImage>> image(std::string_view name,
                                                         const Platform& platform) const;
  [[nodiscard]] Result<std::optional<StoredImage>> image(const Descriptor& any,
                                                         const Platform& platform) const;
  // EBADMSG: its manifest has not as many layers as its configuration.
  [[nodiscard]] Result<StoredImage> image(const Descriptor& manifest) const;
  // Makes configuration and manifest of an image whose layers the store has plain, by diffID.
  [[nodiscard]] Result<StoredImage> add_image(const ImageConfig& config);

  // Blobs.
  [[nodiscard]] bool has_blob(std::string_view digest) const;
  [[nodiscard]] std::string blob_path(std::string_view digest) const;
  // Its bytes, checked against the digest.
  [[nodiscard]] Result<std::string> read_blob(std::string_view digest, std::size_t limit) const;
  // Fails for a blob whose bytes are not those of its digest, after having removed it.
  [[nodiscard]] Result<void> verify_blob(std::string_view digest) const;
  // Small blobs (manifests, configs); returns the digest.
  [[nodiscard]] Result<std::string> add_blob(std::string_view bytes);
  [[nodiscard]] Result<NewFile> new_file() const;  // in tmp/, for a big one
  // `digest` is what the caller measured while writing.
  [[nodiscard]] Result<void> add_blob(NewFile&& file, std::string_view digest);

  // Layers. From a layer as an image has it (compressed or not): plain blob and index are made when
  // they are missing; a digest that does not fit is an error.
  [[nodiscard]] Result<StoredLayer> layer(const Descriptor& descriptor, std::string_view diff_id);
  [[nodiscard]] Result<std::optional<StoredLayer>> layer(std::string_view diff_id) const;
  [[nodiscard]] Result<StoredLayer> add_layer(NewFile&& blob, const WrittenLayer& written);
  // The layer as a blob of that compression (None, Gzip, Zstd), by media type, digest and size: as
  // it came where it came so, else made, once.
  [[nodiscard]] Result<Descriptor> layer_blob(std::string_view diff_id, Compression compression,
                                              unsigned workers);
  // The layer unpacked, for a mount, by as many threads; nothing is resolved through its own links.
  // Whiteouts as overlayfs has them. Takes root, and says so.
  // A directory that the layer has only implied is 0755 of root in it; see implied_tree.
  [[nodiscard]] Result<std::string> tree(std::string_view diff_id, unsigned workers = 2);
  // One more directory for an overlay of these layers' trees, to stand above them: what the
  // directories that layers imply are like further down. Nothing where they are all like that.
  [[nodiscard]] Result<std::optional<std::string>> implied_tree(
      const std::vector<StoredLayer>& bottom_first);
  // Takes a directory inside tmp/ (an overlay's upper one) as the tree of a layer.
  [[nodiscard]] Result<void> adopt_tree(const std::string& directory, std::string_view diff_id);
  [[nodiscard]] Result<std::string> new_directory() const;  // in tmp/
  [[nodiscard]] Result<std::string> cache_directory(std::string_view id) const;

  // What a step gave: small texts under a 64-digit key.
  [[nodiscard]] std::optional<std::string> recall(std::string_view key) const;
  void remember(std::string_view key, std::string_view value);  // best effort

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace plimsoll::builder
