#pragma once

// Pull and push by the OCI distribution specification 1.1 (and the docker registry's older habits).
// Knows bytes, media types, digests and sizes; what a configuration or a layer means is for others.
//
// Every answer is an adversary's: sizes are bounded, digests and sizes are checked as the bytes
// come, and credentials go to no host but the one that they are for. Requests are repeated after a
// broken connection, 408, 429 and 5xx, with a growing pause. Errors name the image and the
// registry.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/http/http.h"
#include "analyzer/reference/image_reference.h"
#include "analyzer/registry/manifest.h"
#include "analyzer/registry/settings.h"

namespace plimsoll::registry {

// Where a blob's bytes go, each once and in order. They are to be believed only when the fetch has
// succeeded: the digest is known at the end.
struct Sink {
  std::function<Result<void>(std::string_view)> write;
  // All bytes so far were wrong, and come anew from another server. May be empty: then that fails.
  std::function<Result<void>()> restart;
};

struct Upload {
  Descriptor blob;
  // As http::Body::read.
  std::function<Result<std::size_t>(std::uint64_t offset, char* into, std::size_t room)> read;
  // Repositories of the same registry that may have it already.
  std::vector<std::string> mount_from;
};

enum class Pushed : std::uint8_t { Present, Mounted, Uploaded };

// What a reference means: `root` is what the tag or digest names, `image` the manifest chosen from
// it (the same one where there is no index).
struct Resolved {
  Manifest root;
  Manifest image;
};

// The place of the fitting entry; an error when none fits.
using Choose = std::function<Result<std::size_t>(const std::vector<IndexEntry>&)>;

// One client a process: tokens and connections are kept. Any number of threads may use it.
class Client {
 public:
  // `http` must outlive the client.
  Client(http::Client& http, World world, Settings settings);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // What the registry calls the reference now, without fetching it (HEAD).
  [[nodiscard]] Result<Descriptor> head(const ImageReference& image);
  // The manifest or index that the digest, else the tag, else "latest" names.
  [[nodiscard]] Result<Manifest> fetch_manifest(const ImageReference& image);
  // fetch_manifest and, from an index, the manifest that `choose` picks.
  [[nodiscard]] Result<Resolved> resolve(const ImageReference& image, const Choose& choose);

  // The blob's bytes to `sink`. After a broken connection it goes on where it was (Range).
  [[nodiscard]] Result<void> fetch_blob(const ImageReference& image, const Descriptor& blob,
                                        const Sink& sink);
  // A small blob (an image's configuration) as a whole; fails beyond `limit_bytes`.
  [[nodiscard]] Result<std::string> fetch_blob(const ImageReference& image, const Descriptor& blob,
                                               std::uint64_t limit_bytes);
  // Many at a time, each distinct digest once: `sink_of(i)` is asked when the i-th begins (from the
  // thread that fetches), `done(i)` is told when it has been verified. The first error is returned.
  [[nodiscard]] Result<void> fetch_blobs(const ImageReference& image,
                                         const std::vector<Descriptor>& blobs,
                                         const std::function<Result<Sink>(std::size_t)>& sink_of,
                                         const std::function<Result<void>(std::size_t)>& done);

  [[nodiscard]] Result<bool> has_blob(const ImageReference& image, const Descriptor& blob);
  [[nodiscard]] Result<Pushed> push_blob(const ImageReference& image, const Upload& upload);
  // Many at a time, each distinct digest once; results are in the order of `uploads`.
  [[nodiscard]] Result<std::vector<Pushed>> push_blobs(const ImageReference& image,
                                                       const std::vector<Upload>& uploads);
  // By the tag of `image`, or with `by_digest` by the digest of its bytes (an index's members).
  // What it names must have been pushed before. Returns its digest.
  [[nodiscard]] Result<std::string> push_manifest(const ImageReference& image,
                                                  const Manifest& manifest, bool by_digest = false);

  // The manifest itself: the digest of `image`, or what its tag names (with all tags of it). Many
  // registries refuse; the error says so.
  [[nodiscard]] Result<void> delete_manifest(const ImageReference& image);
  // In the registry's order; fails beyond 100,000.
  [[nodiscard]] Result<std::vector<std::string>> list_tags(const ImageReference& image);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::registry
