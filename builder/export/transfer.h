#pragma once

// Images from and to registries, and from a docker daemon.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/http/http.h"
#include "analyzer/registry/client.h"
#include "builder/store/store.h"

namespace plimsoll::builder {

// What moves, for progress displays. Calls may come from several threads.
struct TransferEvent {
  enum class Kind : std::uint8_t {
    Begin,     // a blob of `size` bytes
    Bytes,     // `size` more of them
    End,       // it is there
    Present,   // it was there already
    Mounted,   // the registry had it in another repository
    Manifest,  // a manifest or index went or came
    Note       // `text` is to be told
  };
  Kind kind = Kind::Note;
  std::string digest;
  std::uint64_t size = 0;
  std::string text;
};
using OnTransfer = std::function<void(const TransferEvent&)>;

struct Pulled {
  Descriptor root;                   // what the reference names: an index or a manifest
  std::vector<Descriptor> images;    // the manifests that came
  std::vector<std::string> missing;  // platforms asked for that there are not
};

// Brings what `reference` names into the store and tags it. From an index, the images for
// `platforms`; all of them when the list is empty. An image that stands alone comes whatever its
// platform is. What the store has is not fetched again. Nothing is named before everything is
// there.
[[nodiscard]] Result<Pulled> pull(Store& store, registry::Client& client,
                                  const std::string& reference,
                                  const std::vector<Platform>& platforms,
                                  const OnTransfer& on_transfer);

struct PushedImage {
  std::string digest;  // of what the reference names now
  Descriptor image;
};

// Pushes a manifest or an index as it is in the store: blobs first, then the members, the root
// last. An index of which the store has one image alone goes as that image, with a note; one that
// lacks some is refused.
[[nodiscard]] Result<PushedImage> push(Store& store, registry::Client& client,
                                       const Descriptor& image, const std::string& reference,
                                       const OnTransfer& on_transfer);

// An image out of a docker daemon (Engine API 1.24 or later, GET /images/NAME/get) by its socket,
// into the store and tagged. Nothing when the daemon does not have it for that platform.
[[nodiscard]] Result<std::optional<StoredImage>> from_daemon(Store& store, http::Client& http,
                                                             const std::string& socket,
                                                             const std::string& reference,
                                                             const Platform& platform);

}  // namespace plimsoll::builder
