#pragma once

// What earlier runs have found, on disk: layers by verified diffID and version of what looks at
// them; blobs by digest; and which files on this machine were seen to have which digest. An entry
// is written only after the hash of the bytes has agreed, so that no image can poison it; damage is
// noticed and counts as absence. Any number of processes may use one directory.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/image/scan/scanned_layer.h"
#include "analyzer/image/source/image_source.h"

namespace plimsoll::image {

// Whose content it is sure to be as long as none of these changes.
struct FileIdentity {
  std::uint64_t device = 0, inode = 0, file_size = 0;
  std::int64_t mtime_ns = 0, ctime_ns = 0;
  std::uint64_t offset = 0, size = 0;
};

// What is known of a blob, from hashing and unpacking it.
struct KnownBlob {
  std::string digest;
  std::string diff_id;
  std::uint64_t size = 0;
  Compression compression = Compression::None;
  // ScannedEntry::wire of each entry and wire_entries_end: they belong to the blob, not to the
  // diffID.
  std::vector<std::uint64_t> wire;
};

class LayerCache {
 public:
  // `directory` is made when it is missing; `version` of rules and formats is part of every key.
  [[nodiscard]] static Result<std::unique_ptr<LayerCache>> open(const std::string& directory,
                                                                std::string version,
                                                                std::uint64_t limit_bytes);
  ~LayerCache();
  LayerCache(const LayerCache&) = delete;
  LayerCache& operator=(const LayerCache&) = delete;

  [[nodiscard]] std::shared_ptr<const ScannedLayer> find_layer(std::string_view diff_id) const;
  [[nodiscard]] std::optional<KnownBlob> find_blob(std::string_view digest) const;
  [[nodiscard]] std::optional<std::string> find_digest(const FileIdentity& file) const;
  // Failures are no matter: the next run works again. Old entries go when there is too much.
  void keep(const ScannedLayer& layer);
  void keep(const KnownBlob& blob);
  void keep(const FileIdentity& file, std::string_view digest);

 private:
  struct State;
  explicit LayerCache(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::image
