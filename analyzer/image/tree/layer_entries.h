#pragma once

// The entries of all layers in one row, bottom layer first: a number of four bytes for each.

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::image {

using EntryNumber = std::uint32_t;  // `nothing` = none

class LayerEntries {
 public:
  explicit LayerEntries(std::vector<StackedLayer> layers);

  [[nodiscard]] const std::vector<StackedLayer>& layers() const { return layers_; }
  [[nodiscard]] const ScannedLayer* layer(std::uint32_t index) const {
    return layers_[index].layer.get();
  }
  [[nodiscard]] EntryNumber size() const { return starts_.back(); }
  [[nodiscard]] EntryNumber first_of(std::uint32_t layer) const { return starts_[layer]; }
  [[nodiscard]] EntryNumber number(EntryRef entry) const {
    return starts_[entry.layer] + entry.entry;
  }
  [[nodiscard]] std::uint32_t layer_of(EntryNumber entry) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), entry);
    return static_cast<std::uint32_t>(after - starts_.begin()) - 1;
  }
  [[nodiscard]] EntryRef ref(EntryNumber entry) const {
    if (entry == nothing) return {};
    const std::uint32_t layer = layer_of(entry);
    return {layer, entry - starts_[layer]};
  }
  [[nodiscard]] const ScannedEntry& at(EntryNumber entry) const {
    const EntryRef where = ref(entry);
    return layers_[where.layer].layer->entries[where.entry];
  }
  // How many paths the layers name, each counted for itself.
  [[nodiscard]] std::size_t paths() const;
  // Of the layer with most of them; null where there is no layer.
  [[nodiscard]] const PathTable* biggest_paths() const;
  // Of a symlink; "" for others.
  [[nodiscard]] std::string_view link_text(EntryNumber entry) const;
  // Whether two entries bring the same thing, whatever its name, mode, owner and times.
  [[nodiscard]] bool same_content(EntryNumber one, EntryNumber other) const;

 private:
  std::vector<StackedLayer> layers_;
  std::vector<EntryNumber> starts_;  // and the end
};

}  // namespace plimsoll::image
