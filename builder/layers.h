#pragma once

// The layers that stages stand on, opened, unpacked and written once, whoever asks first.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "builder/store/store.h"

namespace plimsoll::builder {

struct Layer {
  std::string diff_id;
  Descriptor descriptor;  // as manifests name it: compressed where its image has it so
};

// What a stage has in its root directory at some step.
struct RootFs {
  std::vector<Layer> layers;  // bottom first
  std::string chain;          // chain_of all of them; "" of none

  void add(Layer layer);
};

class Layers {
 public:
  // `workers`: threads that read contents; changes nothing but time. Both others must outlive this.
  Layers(Store& store, const std::int64_t& epoch_s, unsigned workers);

  [[nodiscard]] Result<std::shared_ptr<const Stack>> stack(const RootFs& root);
  // Unpacked, bottom first, without the layers that are empty.
  [[nodiscard]] Result<std::vector<std::string>> trees(const RootFs& root);
  [[nodiscard]] Result<std::string> tree(const Layer& layer);
  // Sorted entries as a layer in the store.
  [[nodiscard]] Result<Layer> write(const std::vector<Entry>& entries);
  // A layer that the store has; what `diff_id` and `size` say is believed.
  [[nodiscard]] static Layer plain(std::string diff_id, std::uint64_t size);

 private:
  struct Opened {
    std::mutex mutex;  // held while it is opened or unpacked
    std::shared_ptr<const LayerIndex> index;
    std::string tree;
  };
  [[nodiscard]] std::shared_ptr<Opened> slot(const std::string& diff_id);
  [[nodiscard]] Result<std::shared_ptr<const LayerIndex>> index(const Layer& layer);

  Store& store_;
  const std::int64_t& epoch_s_;
  const unsigned workers_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Opened>> opened_;
};

}  // namespace plimsoll::builder
