#pragma once

// What the sources of Store share.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "builder/store/name_table.h"
#include "builder/store/store.h"
#include "builder/store/workspace.h"

namespace plimsoll::builder {

struct Store::Impl {
  Impl(std::string at, bool readers_only)
      : directory(std::move(at)),
        read_only(readers_only),
        names(directory),
        workspace(directory + "/tmp") {}

  std::string directory;
  bool read_only;
  FileDescriptor in_use;  // the shared lock on `lock`; a read-only store may have none
  NameTable names;
  Workspace workspace;

  // What this process has opened; and, by diffID, a mutex for who makes it.
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const LayerIndex>, std::less<>> layers;
  std::map<std::string, std::shared_ptr<std::mutex>, std::less<>> making;

  // The 64 digits of a digest are the one thing that becomes part of a path here.
  [[nodiscard]] std::string path(std::string_view folder, std::string_view digest,
                                 std::string_view ending = {}) const;
  [[nodiscard]] Result<void> writable() const;
  // Holds for as long as the pointer lives: nobody else in this process makes this layer.
  [[nodiscard]] std::shared_ptr<std::mutex> maker_of(std::string_view diff_id);

  // Writes a small file by rename.
  [[nodiscard]] Result<void> put(const std::string& path, std::string_view bytes);
  // Fails for a blob whose bytes are not those of its digest, after having removed it.
  [[nodiscard]] Result<void> verify(std::string_view digest);
  [[nodiscard]] tl::unexpected<Error> damaged(std::string_view digest);

  [[nodiscard]] std::shared_ptr<const LayerIndex> opened(std::string_view diff_id);
  // The layer from its plain blob and index on disk; nothing when either is missing.
  [[nodiscard]] Result<std::optional<StoredLayer>> open_layer(std::string_view diff_id);
  // Its plain blob is there: makes the index, and takes care that the blob is what it should be.
  [[nodiscard]] Result<void> make_index(std::string_view diff_id);
  [[nodiscard]] Result<void> unpack_blob(const Descriptor& descriptor, std::string_view diff_id);
  void note_compressed(std::string_view diff_id, Compression compression, const std::string& digest,
                       std::uint64_t size);
};

// Notes for prune that a file was used: its time of modification is that of its last use.
void touch(const std::string& path);

}  // namespace plimsoll::builder
