#pragma once

// One pass over each layer of an image: the blob's digest, the diffID, the tar walk, content ids
// and the search for secrets, over the same block while it is hot. Layers side by side, the biggest
// in stages. Nothing is unpacked.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/scan/scanned_layer.h"
#include "analyzer/image/source/image_source.h"
#include "analyzer/secrets/secret_scanner.h"

namespace plimsoll::image {

class LayerCache;

// Whose contents are kept as a whole: small files from which facts are made (passwd, the dpkg
// status, os-release). Asked at the header; const and shared by threads.
class FileInterest {
 public:
  virtual ~FileInterest() = default;
  // At most so many bytes are kept of a file at this clean path; 0 = none. A bigger file is not
  // kept at all.
  [[nodiscard]] virtual std::uint64_t keep(std::string_view path, std::uint64_t size) const = 0;
  // Part of the cache's key: changes when the answers change.
  [[nodiscard]] virtual std::string_view version() const = 0;
};

struct ScanLimits {
  std::uint64_t plain_bytes = std::uint64_t{64} << 30;  // of one layer
  std::uint64_t entries = 10'000'000;  // of the image, with paths that only names imply
  std::uint64_t told_bytes = std::uint64_t{24} << 20;         // of the image, see ScanBudget
  std::uint64_t kept_bytes = std::uint64_t{32} << 20;         // of one layer, unpacked
  std::uint64_t kept_packed_bytes = std::uint64_t{32} << 20;  // of the image, as it is held
  std::uint64_t archive_bytes = std::uint64_t{4} << 30;       // unpacked of archives in one layer
};

struct ScanOptions {
  unsigned workers = 1;
  const SecretScanner* secrets = nullptr;  // null: not looked for
  const FileInterest* interest = nullptr;  // null: nothing is kept
  LayerCache* cache = nullptr;             // null: none
  bool verify_always = false;  // hash also what was verified before and has not changed since
  ScanLimits limits;
  std::function<bool()> stopped;                                                 // may be empty
  std::function<void(std::size_t layer, std::uint64_t wire_bytes)> on_progress;  // any thread
};

struct LayerScan {
  std::shared_ptr<const ScannedLayer> layer;  // null: not readable (`failure` says why)
  std::string failure;
  Compression compression = Compression::None;
  std::string blob_digest;  // of the bytes that were read, or trusted (see `trusted`)
  std::uint64_t blob_bytes = 0;
  bool trusted = false;           // not hashed in this run: the same file as when it was
  std::vector<SourceNote> notes;  // digest, diffID or size that is not as described
};

struct ImageScan {
  std::vector<LayerScan> layers;  // as ImageDescription::layers
  bool partial = false;           // something was not read to its end: say so, exit code 3
};

// Never fails as a whole: what cannot be read is told layer by layer.
[[nodiscard]] ImageScan scan_image(const ImageSource& source, const ScanOptions& options);

}  // namespace plimsoll::image
