#pragma once

// The pass over one layer: every byte of the blob is read once, and hashed, unpacked, hashed,
// walked and searched while it is hot.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/digest/sha256.h"
#include "analyzer/image/compression.h"
#include "analyzer/image/decoder.h"
#include "analyzer/image/scan/layer_builder.h"
#include "analyzer/image/scan/scan.h"
#include "analyzer/image/scan/wire_map.h"
#include "analyzer/image/source/image_source.h"

namespace plimsoll::image {

struct PassedLayer {
  std::shared_ptr<ScannedLayer> layer;
  std::string failure;  // why the blob could not be read to its end
  Compression compression = Compression::None;
  std::string blob_digest;  // "sha256:..." of what was read
  std::uint64_t blob_bytes = 0;
  std::vector<LateDigest> late;
};

class LayerPass {
 public:
  // All outlive this; `secrets` may be null.
  LayerPass(BlobReader& reader, const ScanOptions& options, SecretReader* secrets,
            std::atomic<std::uint64_t>& entries_left, std::function<void(std::uint64_t)> progress);
  [[nodiscard]] PassedLayer run();

 private:
  [[nodiscard]] Result<void> fill();
  [[nodiscard]] Result<void> pass();
  [[nodiscard]] Result<void> pass_plain();
  [[nodiscard]] Result<void> pass_packed();
  [[nodiscard]] Result<bool> next_frame();
  [[nodiscard]] Result<void> decode_step();
  [[nodiscard]] Result<void> take_plain(std::string_view bytes);
  void walk(std::string_view bytes);
  void look_behind_end(std::string_view bytes, std::uint64_t at);
  void finish();

  BlobReader& reader_;
  const ScanOptions& options_;
  std::function<void(std::uint64_t)> progress_;
  PassedLayer result_;
  LayerBuilder builder_;
  TarReader tar_;
  WireMap wire_;
  digest::Sha256Stream blob_hash_, plain_hash_;
  std::unique_ptr<Decoder> decoder_;
  std::string buffer_, plain_;
  std::string_view input_;  // what of buffer_ has not been decoded
  std::size_t filled_ = 0;  // of plain_
  std::uint64_t plain_bytes_ = 0;
  std::uint64_t frames_ = 1;
  bool at_end_ = false, between_frames_ = false, walking_ = true;
  std::uint64_t hidden_at_ = 0;  // the first byte behind the end of the tar that is not zero
};

}  // namespace plimsoll::image
