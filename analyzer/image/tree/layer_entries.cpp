#include "analyzer/image/tree/layer_entries.h"

#include "analyzer/base/check.h"

namespace plimsoll::image {
namespace {

std::uint64_t device(const ScannedLayer& layer, const ScannedEntry& entry) {
  const EntryExtra* const extra = layer.extra(entry);
  return extra == nullptr ? 0 : extra->value;
}

}  // namespace

LayerEntries::LayerEntries(std::vector<StackedLayer> layers) : layers_(std::move(layers)) {
  std::uint64_t total = 0;
  starts_.push_back(0);
  for (const StackedLayer& stacked : layers_) {
    if (stacked.layer) total += stacked.layer->entries.size();
    CHECK(total < nothing / 2);
    starts_.push_back(static_cast<EntryNumber>(total));
  }
}

std::size_t LayerEntries::paths() const {
  std::size_t paths = 0;
  for (const StackedLayer& stacked : layers_) {
    if (stacked.layer) paths += stacked.layer->paths.size();
  }
  return paths;
}

const PathTable* LayerEntries::biggest_paths() const {
  const PathTable* biggest = nullptr;
  for (const StackedLayer& stacked : layers_) {
    if (!stacked.layer) continue;
    if (!biggest || stacked.layer->paths.size() > biggest->size()) biggest = &stacked.layer->paths;
  }
  return biggest;
}

std::string_view LayerEntries::link_text(EntryNumber entry) const {
  const EntryRef where = ref(entry);
  const ScannedLayer& layer = *layers_[where.layer].layer;
  const ScannedEntry& found = layer.entries[where.entry];
  return found.kind == EntryKind::Symlink ? layer.link_text(found) : std::string_view();
}

bool LayerEntries::same_content(EntryNumber one, EntryNumber other) const {
  const EntryRef where = ref(one);
  const EntryRef there = ref(other);
  const ScannedLayer& layer = *layers_[where.layer].layer;
  const ScannedLayer& second_layer = *layers_[there.layer].layer;
  const ScannedEntry& first = layer.entries[where.entry];
  const ScannedEntry& second = second_layer.entries[there.entry];
  if (first.kind != second.kind) return false;
  switch (first.kind) {
    case EntryKind::File:
      return first.size() == second.size() && first.content() == second.content();
    case EntryKind::Symlink:
      return layer.link_text(first) == second_layer.link_text(second);
    case EntryKind::CharDevice:
    case EntryKind::BlockDevice:
      return device(layer, first) == device(second_layer, second);
    default:
      return true;
  }
}

}  // namespace plimsoll::image
