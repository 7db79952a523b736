#pragma once

// Images out of the store and into it: archives, layouts, trees. Equal images give equal bytes.

#include <cstdint>
#include <optional>
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
    Docker,  // what `docker load` reads, with the layout beside it; of one platform
    Tar,     // the root file system as one tar
    Local    // the root file system as a directory
  };
  Kind kind = Kind::Oci;
  std::string destination;                 // "-" = standard output
  std::optional<Compression> compression;  // of layers; nothing = as the store's manifest has them
  bool as_directory = false;
  std::vector<std::string> names;
};

// Something to save under names of its own: the descriptor of a manifest or an index.
struct Saved {
  Descriptor image;
  std::vector<std::string> names;  // any spelling; may be empty
};

// The images of manifests and indexes that the store has, without attestations.
[[nodiscard]] Result<std::vector<Descriptor>> members_of(const Store& store,
                                                         const std::vector<Descriptor>& images);

// Writes what was built: an index, or one manifest a platform; several are joined into an index,
// and Tar and Local give each a directory (linux_arm64). A file is written whole or not at all, its
// directory must be there. Local adds files to a directory, replaces those of the same name and
// removes none; owners are those of the process, as BuildKit has it.
[[nodiscard]] Result<void> export_images(Store& store, const std::vector<Descriptor>& manifests,
                                         const Output& output, std::int64_t epoch_s,
                                         unsigned workers);

// Several images in one archive (Oci, Docker); Output::names is not looked at.
[[nodiscard]] Result<void> save_images(Store& store, const std::vector<Saved>& images,
                                       const Output& output, unsigned workers);

// The same image with layers of another compression, in the store; itself when they are so already.
// `plain_only`: layers that are compressed stay as they are. A member of an index that is no image
// stays as it is, too.
[[nodiscard]] Result<Descriptor> recompressed(Store& store, const Descriptor& image,
                                              Compression compression, unsigned workers,
                                              bool plain_only = false);

// An index of manifests (and of the members of indexes), each with its platform, in the order
// given; the same platform twice is an error. Returns its descriptor, in the store.
[[nodiscard]] Result<Descriptor> join_index(Store& store, const std::vector<Descriptor>& images);

struct BroughtImage {
  Descriptor image;                // of a manifest or an index, in the store
  std::vector<std::string> names;  // as they stand there; may be empty
  std::string tag;                 // the layout's own name of it: a tag or a reference; may be ""
};
// What import_images does, but for the naming.
[[nodiscard]] Result<std::vector<BroughtImage>> bring_images(Store& store, const std::string& path);
[[nodiscard]] Result<std::vector<BroughtImage>> bring_images(Store& store, FileDescriptor archive);

// Images into the store: an OCI layout (directory or archive), a docker-save archive, each plain or
// compressed; told by content; "-" is standard input. Returns the names (or digests) that came in.
// `name`: what the image is to be called; fails when there are several.
[[nodiscard]] Result<std::vector<std::string>> import_images(Store& store, const std::string& path,
                                                             const std::string& name = {});

// A root file system (tar, maybe compressed; "-" is standard input) as an image of one layer:
// `docker import`. History and diff_ids of `config` are set here.
[[nodiscard]] Result<Descriptor> import_tree(Store& store, const std::string& path,
                                             const ImageConfig& config, std::int64_t epoch_s);

}  // namespace plimsoll::builder
