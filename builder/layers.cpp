#include "builder/layers.h"

#include <algorithm>

#include "analyzer/base/tasks.h"
#include "builder/key.h"

namespace plimsoll::builder {

void RootFs::add(Layer layer) {
  chain = chain_of(chain, layer.diff_id);
  layers.push_back(std::move(layer));
}

Layers::Layers(Store& store, const std::int64_t& epoch_s, unsigned workers)
    : store_(store), epoch_s_(epoch_s), workers_(workers) {}

std::shared_ptr<Layers::Opened> Layers::slot(const std::string& diff_id) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Opened>& opened = opened_[diff_id];
  if (!opened) opened = std::make_shared<Opened>();
  return opened;
}

Result<std::shared_ptr<const LayerIndex>> Layers::index(const Layer& layer) {
  const std::shared_ptr<Opened> opened = slot(layer.diff_id);
  const std::lock_guard lock(opened->mutex);
  if (!opened->index) {
    const Result<StoredLayer> stored = store_.layer(layer.descriptor, layer.diff_id);
    if (!stored) return tl::unexpected<Error>(stored.error());
    opened->index = stored->index;
  }
  return opened->index;
}

Result<std::shared_ptr<const Stack>> Layers::stack(const RootFs& root) {
  using Index = std::shared_ptr<const LayerIndex>;
  const auto indexes =
      parallel_map<Result<Index>>(root.layers.size(), root.layers.size() > 1 ? workers_ : 1,
                                  [&](std::size_t i, unsigned) { return index(root.layers[i]); });
  std::vector<Index> found;
  for (const Result<Index>& each : indexes) {
    if (!each) return tl::unexpected<Error>(each.error());
    found.push_back(*each);
  }
  return std::make_shared<const Stack>(std::move(found));
}

Result<std::string> Layers::tree(const Layer& layer) {
  if (const auto opened = index(layer); !opened) return tl::unexpected<Error>(opened.error());
  const std::shared_ptr<Opened> opened = slot(layer.diff_id);
  const std::lock_guard lock(opened->mutex);
  if (opened->tree.empty()) {
    Result<std::string> tree = store_.tree(layer.diff_id);
    if (!tree) return tree;
    opened->tree = std::move(*tree);
  }
  return opened->tree;
}

Result<std::vector<std::string>> Layers::trees(const RootFs& root) {
  const auto all =
      parallel_map<Result<std::string>>(root.layers.size(), root.layers.size() > 1 ? workers_ : 1,
                                        [&](std::size_t i, unsigned) -> Result<std::string> {
                                          const auto opened = index(root.layers[i]);
                                          if (!opened) return tl::unexpected<Error>(opened.error());
                                          if ((*opened)->size() == 0) return std::string();
                                          return tree(root.layers[i]);
                                        });
  std::vector<std::string> found;
  for (const Result<std::string>& each : all) {
    if (!each) return tl::unexpected<Error>(each.error());
    if (each->empty()) continue;
    // overlayfs takes no directory twice. All that a layer says, it says once more where it comes
    // again above: the lower one can go.
    found.erase(std::remove(found.begin(), found.end(), *each), found.end());
    found.push_back(*each);
  }
  std::vector<StoredLayer> layers;
  for (const Layer& layer : root.layers) {
    const auto opened = index(layer);
    if (!opened) return tl::unexpected<Error>(opened.error());
    layers.push_back({layer.diff_id, *opened});
  }
  Result<std::optional<std::string>> implied = store_.implied_tree(layers);
  if (!implied) return tl::unexpected<Error>(implied.error());
  if (*implied) found.push_back(std::move(**implied));
  return found;
}

Result<Layer> Layers::write(const std::vector<Entry>& entries) {
  Result<NewFile> file = store_.new_file();
  if (!file) return tl::unexpected<Error>(file.error());
  LayerOptions options;
  options.epoch_s = epoch_s_;
  options.workers = workers_;
  const Result<WrittenLayer> written = write_layer(entries, options, file->file());
  if (!written) return tl::unexpected<Error>(written.error());
  const Result<StoredLayer> stored = store_.add_layer(std::move(*file), *written);
  if (!stored) return tl::unexpected<Error>(stored.error());
  const std::shared_ptr<Opened> opened = slot(stored->diff_id);
  const std::lock_guard lock(opened->mutex);
  opened->index = stored->index;
  return plain(written->diff_id, written->size);
}

Layer Layers::plain(std::string diff_id, std::uint64_t size) {
  Layer layer;
  layer.descriptor.media_type = media_type::oci_layer;
  layer.descriptor.digest = diff_id;
  layer.descriptor.size = size;
  layer.diff_id = std::move(diff_id);
  return layer;
}

}  // namespace plimsoll::builder
