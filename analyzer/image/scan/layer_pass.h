#pragma once

// The pass over one layer: every byte of the blob is read once, and hashed, unpacked, hashed,
// walked and searched while it is hot.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/digest/sha512.h"
#include "analyzer/image/scan/hash_station.h"
#include "analyzer/image/scan/layer_builder.h"
#include "analyzer/image/scan/scan.h"
#include "analyzer/image/scan/scan_budget.h"
#include "analyzer/image/scan/unpacker.h"
#include "analyzer/image/scan/wire_map.h"
#include "analyzer/image/source/image_source.h"

namespace plimsoll::image {

struct PassedLayer {
  std::shared_ptr<ScannedLayer> layer;
  std::string failure;  // why the blob could not be read to its end
  Compression compression = Compression::None;
  std::string blob_digest;  // "sha256:..." of what was read
  std::string blob_sha512;  // where it was asked for
  std::uint64_t blob_bytes = 0;
  std::vector<LateDigest> late;
};

// What a pass works with; all of it outlives the pass.
struct PassTools {
  const ScanOptions& options;
  HashStation& station;
  SecretReader* secrets = nullptr;  // null: not searched
  ScanBudget& budget;
  std::size_t layer = 0;  // its number in the image
  std::function<void(std::uint64_t wire_bytes)> progress;
  bool in_haste = false;  // see HashStation::take_block
  bool wants_sha512 = false;
};

class LayerPass final : private Unpacker::Visitor {
 public:
  LayerPass(BlobReader& reader, const PassTools& tools);
  [[nodiscard]] PassedLayer run();

 private:
  [[nodiscard]] Result<void> packed(const HashStation::BlockRef& block,
                                    std::string_view bytes) override;
  [[nodiscard]] Result<void> plain(const HashStation::BlockRef& block,
                                   std::string_view bytes) override;
  void reached(std::uint64_t plain, std::uint64_t packed) override { wire_.add(plain, packed); }
  void trailing(std::uint64_t at) override;
  void walk(std::string_view bytes);
  void look_behind_end(std::string_view bytes);
  void finish();
  void note_end();

  const PassTools& tools_;
  PassedLayer result_;
  LayerBuilder builder_;
  TarReader tar_;
  WireMap wire_;
  Unpacker unpacker_;
  HashStation::StreamRef blob_hash_, plain_hash_;
  digest::Sha512Stream sha512_;
  std::uint64_t plain_bytes_ = 0;
  bool walking_ = true;
  std::uint64_t hidden_at_ = 0;  // the first byte behind the end of the tar that is not zero
};

// The digests of files in the plain stream, in a reading of its own; by entry.
[[nodiscard]] std::vector<FileDigests> late_digests(BlobReader& reader, HashStation& station,
                                                    std::vector<LateDigest> wanted);

}  // namespace plimsoll::image
