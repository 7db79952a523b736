#pragma once

// Writing a layer: entries in, a deterministic tar out, its digest and an index of what is where.
// Equal entries give equal bytes, whoever writes them.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder {

// What a layer holds, read from its index file (mapped): sorted by path, contents as ranges of the
// uncompressed blob. Cheap to open, cheap to look up, shared between stages and threads.
class LayerIndex {
 public:
  virtual ~LayerIndex() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  // The entry at a position in path order.
  [[nodiscard]] virtual Entry at(std::size_t position) const = 0;
  // Its path alone, without making an Entry.
  [[nodiscard]] virtual std::string_view path_at(std::size_t position) const = 0;
  [[nodiscard]] virtual EntryKind kind_at(std::size_t position) const = 0;
  // The first position whose path is not less than `path`.
  [[nodiscard]] virtual std::size_t lower_bound(std::string_view path) const = 0;
};

// `blob`: the uncompressed layer. The index file is checked as hostile input: it may be damaged.
[[nodiscard]] Result<std::shared_ptr<const LayerIndex>> open_layer_index(
    const std::string& index_path, std::shared_ptr<const FileDescriptor> blob);
// The index of a layer that somebody else made: walks the tar strictly (OCI layer.md; hardlinks to
// earlier entries, later duplicates win) and writes the index file's bytes.
[[nodiscard]] Result<std::string> index_of_tar(const FileDescriptor& blob);

struct WrittenLayer {
  std::string diff_id;  // "sha256:..." of the uncompressed tar
  std::uint64_t size = 0;
  std::string index;  // the index file's bytes
};

struct LayerOptions {
  std::int64_t epoch_s = 0;  // later times become this one
  unsigned workers = 1;      // readers of contents; changes nothing but time
};

// Writes sorted `entries` as tar: ustar, PAX records only where needed (long names, xattrs, big
// numbers), names sorted bytewise, whiteouts before what is new, no user names, no sub-seconds.
// Contents are read ahead by other threads. `into` gets the bytes in order.
[[nodiscard]] Result<WrittenLayer> write_layer(const std::vector<Entry>& entries,
                                               const LayerOptions& options,
                                               const FileDescriptor& into);

}  // namespace plimsoll::builder
