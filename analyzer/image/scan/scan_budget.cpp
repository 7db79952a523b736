#include "analyzer/image/scan/scan_budget.h"

#include <utility>

namespace plimsoll::image {

void ScanBudget::keep(std::size_t number, ScannedLayer& layer, KeptFile file) {
  const std::lock_guard lock(mutex_);
  Shelf& shelf = shelves_[number];
  shelf.layer = &layer;
  if (number < first_kept_) return;
  shelf.bytes += file.bytes.size();
  kept_bytes_ += file.bytes.size();
  layer.kept.push_back(std::move(file));
  make_room();
}

void ScanBudget::keep_all(std::size_t number, ScannedLayer& layer) {
  for (KeptFile& file : std::exchange(layer.kept, {})) keep(number, layer, std::move(file));
}

// The lowest layer that has to lose its files is the same in any order: whenever one is passed
// here, what is kept from it upwards is too much already, and more only comes to that.
void ScanBudget::make_room() {
  while (kept_bytes_ > kept_limit_ && first_kept_ < shelves_.size()) {
    Shelf& lost = shelves_[first_kept_++];
    kept_bytes_ -= std::exchange(lost.bytes, 0);
    if (lost.layer) std::vector<KeptFile>().swap(lost.layer->kept);
  }
}

bool ScanBudget::has_lost(std::size_t number) const {
  return number < first_kept_ && shelves_[number].layer;
}

}  // namespace plimsoll::image
