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
  // A directory that the layer does not have itself, but has entries below: it keeps what the
  // layers below say of it, and is 0755 of root where they say nothing.
  [[nodiscard]] virtual bool implied_at(std::size_t position) const = 0;
  // The next path of the same hardlink group, around in a circle; `position` of a single file.
  [[nodiscard]] virtual std::size_t next_link_at(std::size_t position) const = 0;
  // How many directories are implied: usually none.
  [[nodiscard]] virtual std::size_t implied_count() const = 0;
};

// `blob`: the uncompressed layer. Checks in constant time that the file is an index of this version
// and whole, and that its blob has the right size; an error means that it is to be made anew
// (index_of_tar). What it says of an entry is checked when asked: damage may give wrong answers,
// never a read out of bounds.
[[nodiscard]] Result<std::shared_ptr<const LayerIndex>> open_layer_index(
    const std::string& index_path, std::shared_ptr<const FileDescriptor> blob);
// The same from bytes in memory.
[[nodiscard]] Result<std::shared_ptr<const LayerIndex>> layer_index_of(
    std::string index, std::shared_ptr<const FileDescriptor> blob);
// The index of a layer that somebody else made: walks the tar strictly (analyzer/image/tar.h, OCI
// image-spec layer.md) as containerd would unpack it: later duplicates win, parents that are links
// within the layer are followed, hardlinks want a target that came earlier in the same layer,
// metadata of aufs (.wh..wh.*) is passed over. Contents are not read.
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

// Writes sorted `entries` (sort_entries; no path twice but for a Whiteout or Opaque) as tar: ustar,
// PAX records only where needed (long names, xattrs, big numbers), in the order of the paths,
// whiteouts before what is new, no user names, no sub-seconds. A hardlink group has its content at
// its first path, with the attributes of its File entry. Contents are read ahead by other threads.
// `into` gets the bytes in order, from where it stands; it may be a pipe. Fails for what a layer
// cannot hold (a name that begins with ".wh.") and for files that change meanwhile.
[[nodiscard]] Result<WrittenLayer> write_layer(const std::vector<Entry>& entries,
                                               const LayerOptions& options,
                                               const FileDescriptor& into);

}  // namespace plimsoll::builder
