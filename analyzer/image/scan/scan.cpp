#include "analyzer/image/scan/scan.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "analyzer/image/scan/layer_pass.h"
#include "analyzer/image/source/layer_types.h"

namespace plimsoll::image {
namespace {

class ImagePass {
 public:
  ImagePass(const ImageSource& source, const ScanOptions& options)
      : source_(source), options_(options), entries_left_(options.limits.entries) {
    if (options.secrets) secrets_.emplace(*options.secrets);
  }

  LayerScan scan(std::size_t index) {
    LayerScan result;
    Result<std::unique_ptr<BlobReader>> reader = source_.open_layer(index);
    if (!reader) {
      result.failure = reader.error().message;
      return result;
    }
    LayerPass pass(**reader, options_, secrets_ ? &*secrets_ : nullptr, entries_left_,
                   [&](std::uint64_t bytes) {
                     if (options_.on_progress) options_.on_progress(index, bytes);
                   });
    PassedLayer passed = pass.run();
    result.failure = std::move(passed.failure);
    result.compression = passed.compression;
    result.blob_bytes = passed.blob_bytes;
    result.blob_digest = std::move(passed.blob_digest);
    if (!result.failure.empty() && passed.layer->partial.empty()) {
      passed.layer->partial = result.failure;
    }
    result.layer = std::move(passed.layer);
    compare(index, result);
    return result;
  }

 private:
  // What was read beside what the image says of it.
  void compare(std::size_t index, LayerScan& result) const {
    if (!result.failure.empty()) return;
    const LayerBlob& told = source_.description().layers[index];
    const auto note = [&](const char* kind, std::string what, bool partial = true) {
      result.notes.push_back({kind, std::move(what), static_cast<std::int32_t>(index), partial});
    };
    if (auto clause = disagreement(told.blob.media_type, result.compression)) {
      note("media-type-disagrees", std::move(*clause), false);
    }
    if (!told.blob.digest.empty()) {
      if (told.blob.size != result.blob_bytes) {
        note("size-mismatch", "the blob is " + std::to_string(result.blob_bytes) +
                                  " bytes, its descriptor says " + std::to_string(told.blob.size));
      }
      if (told.blob.digest.starts_with("sha256:") && told.blob.digest != result.blob_digest) {
        note("digest-mismatch", "the blob's digest is " + result.blob_digest + ", not " +
                                    told.blob.digest + " as its descriptor says");
      }
    }
    if (!told.diff_id.empty() && result.layer->partial.empty() &&
        told.diff_id != result.layer->diff_id) {
      note("diff-id-mismatch", "unpacked its digest is " + result.layer->diff_id + ", not " +
                                   told.diff_id + " as the configuration says");
    }
  }

  const ImageSource& source_;
  const ScanOptions& options_;
  std::optional<SecretReader> secrets_;
  std::atomic<std::uint64_t> entries_left_;
};

bool is_partial(const LayerScan& scan) {
  return !scan.layer || !scan.failure.empty() || !scan.layer->partial.empty() ||
         std::any_of(scan.notes.begin(), scan.notes.end(),
                     [](const SourceNote& note) { return note.partial; });
}

}  // namespace

ImageScan scan_image(const ImageSource& source, const ScanOptions& options) {
  ImageScan result;
  ImagePass pass(source, options);
  const std::size_t count = source.description().layers.size();
  for (std::size_t i = 0; i < count; ++i) result.layers.push_back(pass.scan(i));
  result.partial = std::any_of(result.layers.begin(), result.layers.end(), is_partial);
  return result;
}

}  // namespace plimsoll::image
