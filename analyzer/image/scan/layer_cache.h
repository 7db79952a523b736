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

#include "analyzer/base/file_stamps.h"
#include "analyzer/base/result.h"
#include "analyzer/image/scan/scanned_layer.h"
#include "analyzer/image/source/image_source.h"

namespace plimsoll::image {

// Some bytes of a file, the same as long as its stamp is.
struct FileIdentity {
  FileStamp file;
  std::uint64_t offset = 0, size = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};
// Of an open file. Nothing where it cannot be told, or was written just now, so that a change would
// not show.
[[nodiscard]] std::optional<FileIdentity> identity_of(const FileRange& range);

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
  // Old entries go when there is too much.
  ~LayerCache();
  LayerCache(const LayerCache&) = delete;
  LayerCache& operator=(const LayerCache&) = delete;

  // Whoever asks has it for himself; `wire` is zero, see KnownBlob.
  [[nodiscard]] std::shared_ptr<ScannedLayer> find_layer(std::string_view diff_id) const;
  [[nodiscard]] std::optional<KnownBlob> find_blob(std::string_view digest) const;
  [[nodiscard]] std::optional<std::string> find_digest(const FileIdentity& file) const;
  // Cheaper than finding it.
  [[nodiscard]] bool has_layer(std::string_view diff_id) const;
  // From any thread. Failures are no matter: the next run works again.
  void keep(const ScannedLayer& layer);
  void keep(const KnownBlob& blob);
  void keep(const FileIdentity& file, std::string_view digest);

 private:
  struct State;
  explicit LayerCache(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::image
