#pragma once

// What steps gave, by their keys: in this build and in those before it.

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "builder/layers.h"

namespace plimsoll::builder {

struct Made {
  Layer layer;
  bool cached = false;
};

class Results {
 public:
  // `no_cache`: what other builds made does not count.
  Results(Store& store, bool no_cache);

  // What `key` gave before, else what `make` gives now. Of steps with one key at the same time (the
  // same stage for two platforms) one is made and the others wait for it. `holds`, asked after
  // `make`: whether it was made of what the key says; where not, it is not remembered.
  [[nodiscard]] Result<Made> get(const std::string& key, const std::function<Result<Layer>()>& make,
                                 const std::function<bool()>& holds = nullptr);
  // What is known of a key, without making anything; nothing when its layer has gone.
  [[nodiscard]] std::optional<Layer> known(const std::string& key);
  void remember(const std::string& key, const Layer& layer);

 private:
  [[nodiscard]] std::optional<Layer> recall(const std::string& key) const;

  Store& store_;
  const bool no_cache_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<std::string, Layer> made_;
  std::set<std::string> being_made_;
};

}  // namespace plimsoll::builder
