#pragma once

// Images that a build names: asked for once each, in the store first.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "builder/build.h"
#include "builder/events.h"
#include "builder/layers.h"

namespace plimsoll::builder {

class Images {
 public:
  // Everything must outlive this. `pull`: whoever has newer ones is asked first.
  Images(Store& store, const Fetch& fetch, Events& events, bool pull);

  // Fails, and says what to do, when nobody has it.
  [[nodiscard]] Result<std::shared_ptr<const StoredImage>> find(const std::string& reference,
                                                                const Platform& platform);

 private:
  struct Asked {
    std::mutex mutex;  // held while somebody looks
    std::shared_ptr<const StoredImage> image;
  };
  [[nodiscard]] Result<std::shared_ptr<const StoredImage>> look(const std::string& reference,
                                                                const Platform& platform);
  [[nodiscard]] Result<std::optional<StoredImage>> fetch(const std::string& reference,
                                                         const Platform& platform);

  Store& store_;
  const Fetch& fetch_;
  Events& events_;
  const bool pull_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Asked>> asked_;
};

// Its layers, as descriptors and diff_ids go together.
[[nodiscard]] Result<RootFs> root_of(const StoredImage& image);

}  // namespace plimsoll::builder
