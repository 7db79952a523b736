#pragma once

// Images out of the store: as archives, layouts and trees. Equal images give equal bytes.

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/compression.h"
#include "builder/store/store.h"

namespace plimsoll::builder {

// --output type=KIND,dest=PATH[,compression=none|gzip|zstd][,name=REF][,tar=false].
struct Output {
  enum class Kind : std::uint8_t {
    Oci,     // an OCI layout in a tar; a directory with tar=false
    Docker,  // what `docker load` reads, with the layout beside it
    Tar,     // the root file system as one tar
    Local    // the root file system as a directory
  };
  Kind kind = Kind::Oci;
  std::string destination;  // "-" = standard output
  Compression compression = Compression::None;
  bool as_directory = false;
  std::vector<std::string> names;
};

// The place is written whole or not at all; a directory that exists and is not empty is refused
// for Local unless it is ours to replace nothing: files are added, none removed.
[[nodiscard]] Result<void> export_images(Store& store, const std::vector<Descriptor>& manifests,
                                         const Output& output, std::int64_t epoch_s,
                                         unsigned workers);

// Images into the store: an OCI layout (directory or archive), a docker-save archive, each plain or
// compressed; told by content. Returns the names (or digests) that came in.
[[nodiscard]] Result<std::vector<std::string>> import_images(Store& store, const std::string& path);

// A root file system (tar, maybe compressed) as an image of one layer: `docker import`.
[[nodiscard]] Result<Descriptor> import_tree(Store& store, const std::string& path,
                                             const ImageConfig& config, std::int64_t epoch_s);

}  // namespace plimsoll::builder
