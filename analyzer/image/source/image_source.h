#pragma once

// Where images are read from: archives of docker save (before 1.10, classic, docker 25,
// containerd's store), OCI layouts and their archives, skopeo's directories, registries, a docker
// daemon. Told by content, never by name. Nothing is unpacked, and no path out of an image is
// opened but below the layout's own directory. (OCI image-spec image-layout.md, manifest.md;
// Docker's image spec v1.2, "Combined Image JSON".)

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/config.h"
#include "analyzer/image/manifest.h"
#include "analyzer/image/platform.h"
#include "analyzer/image/source/file_range.h"
#include "analyzer/registry/client.h"

namespace plimsoll::image {

// What two readers would understand differently, and what is not as it claims: told, never repaired
// in silence. `kind` is kebab-case and stable:
//   config-not-present config-unreadable digest-mismatch size-mismatch digest-not-verified
//   embedded-data-disagrees ambiguous-document ambiguous-archive archive-damaged many-layers
//   layer-count-differs history-count-differs
// of a layer
//   layer-not-present foreign-layer encrypted-layer not-a-layer
// and of what scanning it shows (scan.h) size-mismatch digest-mismatch diff-id-mismatch
//   media-type-disagrees
struct SourceNote {
  std::string kind;
  std::string what;         // one clause for people, names escaped
  std::int32_t layer = -1;  // from 0, bottom first; -1 = the image as a whole
  bool partial = false;     // the answer is not whole because of it
};

struct LayerBlob {
  // As the manifest describes it. docker save's classic form names no digest: empty.
  Descriptor blob;
  std::string diff_id;     // as the configuration claims; empty where it claims none
  bool foreign = false;    // nondistributable: to be had from its urls alone
  std::string unreadable;  // why its bytes are not here; empty = they are
};

// One image for one platform.
struct ImageDescription {
  std::string source_kind;         // "docker-archive", "oci-layout", "oci-archive", "registry",
                                   // "docker-daemon", "dir", "tar"
  std::string shown;               // as the user asked for it
  std::vector<std::string> names;  // under which the source knows it ("app:1.0")
  Platform platform;
  std::string manifest_digest;  // empty where there is no manifest (docker save)
  std::string config_digest;    // of the very bytes that were parsed
  std::map<std::string, std::string> annotations;
  // False: there is no configuration (a root file system), or none that could be read; then what it
  // would say is unknown, and `config` is empty.
  bool configured = false;
  ImageConfig config;
  std::vector<LayerBlob> layers;  // bottom first
  std::vector<SourceNote> notes;
};

// A blob's bytes as they lie there, compressed or not, once from front to back. One thread.
class BlobReader {
 public:
  virtual ~BlobReader() = default;
  // Up to `room` bytes, at least one; 0 = the end. A registry's blob fails where its digest is
  // wrong, before the end is told.
  [[nodiscard]] virtual Result<std::size_t> read(char* into, std::size_t room) = 0;
  // Where they are in a file of this machine: may then be mapped or read out of order instead.
  [[nodiscard]] virtual std::optional<FileRange> in_file() const { return std::nullopt; }
};

class ImageSource {
 public:
  virtual ~ImageSource() = default;
  [[nodiscard]] virtual const ImageDescription& description() const = 0;
  // Any number of threads, each layer any number of times. Fails for an unreadable one.
  [[nodiscard]] virtual Result<std::unique_ptr<BlobReader>> open_layer(std::size_t layer) const = 0;
};

struct OpenOptions {
  std::optional<Platform> platform;  // of an index; absent = this machine's, else the only one
  std::string tag;                   // which image of an archive that holds several
  std::string
      temporary_directory;  // for what cannot be sought in (standard input, wrapped archives)
  // Made when first needed: a file on disk touches neither. Empty: such references are refused.
  std::function<Result<registry::Client*>()> registry;
  std::string docker_socket;                                // of `docker-daemon:`; "" = none
  http::Client* http = nullptr;                             // for the daemon's socket
  std::uint64_t max_plain_bytes = std::uint64_t{64} << 30;  // of a wrapped archive
};

// `reference`: a path (file or directory), "-" for standard input, or with a scheme
// "docker-archive:PATH[:TAG]", "oci:PATH[:TAG]", "oci-archive:PATH[:TAG]", "dir:PATH" (of skopeo),
// "tar:PATH" (a root file system), "docker-daemon:NAME", "docker://NAME" / "registry:NAME"; else a
// path where one exists, else an image's name: the daemon's, if it has it, else its registry's. An
// error says what was tried.
[[nodiscard]] Result<std::unique_ptr<ImageSource>> open_image(const std::string& reference,
                                                              const OpenOptions& options);
// Whether it is none but an image's name: no scheme, no path that is there or written like one.
[[nodiscard]] bool is_name_alone(const std::string& reference);

}  // namespace plimsoll::image
