#pragma once

// What all layers of one image may take together, so that memory has a bound whatever they hold.
// From any thread. Where it does not suffice, the layer is not read to its end.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "analyzer/image/scan/scan.h"
#include "analyzer/image/scan/scanned_layer.h"

namespace plimsoll::image {

class ScanBudget {
 public:
  // The limits, and how many layers there are.
  ScanBudget(const ScanLimits& limits, std::size_t layers)
      : entries_(limits.entries),
        told_bytes_(limits.told_bytes),
        kept_limit_(limits.kept_packed_bytes),
        shelves_(layers) {}

  [[nodiscard]] bool take_entries(std::uint64_t count) { return take(entries_, count); }
  // For what is told of single files.
  [[nodiscard]] bool take_told(std::uint64_t bytes) { return take(told_bytes_, bytes); }

  // Puts a file to those that are kept of a layer of the image; `layer` outlives this. What is kept
  // of the lowest layers goes where all of it is too much: what is live was mostly written last.
  // Which layers lose theirs depends on the image alone, not on who is scanned first.
  void keep(std::size_t number, ScannedLayer& layer, KeptFile file);
  // The same for a layer that comes with its files.
  void keep_all(std::size_t number, ScannedLayer& layer);
  // Whether a layer has lost what was kept of it.
  [[nodiscard]] bool has_lost(std::size_t number) const;
  // Until it is let go, no layer loses anything.
  [[nodiscard]] std::unique_lock<std::mutex> hold_kept() { return std::unique_lock(mutex_); }

 private:
  struct Shelf {
    ScannedLayer* layer = nullptr;  // null: nothing is kept of it
    std::uint64_t bytes = 0;
  };

  void make_room();
  static bool take(std::atomic<std::uint64_t>& left, std::uint64_t count) {
    std::uint64_t now = left.load();
    while (now >= count) {
      if (left.compare_exchange_weak(now, now - count)) return true;
    }
    return false;
  }

  std::atomic<std::uint64_t> entries_, told_bytes_;

  const std::uint64_t kept_limit_;
  std::mutex mutex_;  // of what follows and of ScannedLayer::kept of all layers
  std::vector<Shelf> shelves_;
  std::uint64_t kept_bytes_ = 0;
  std::atomic<std::size_t> first_kept_ = 0;  // the layers below have lost theirs
};

// How many entries a layer counts as: a directory that only names imply is one, too.
[[nodiscard]] inline std::uint64_t counted_entries(const ScannedLayer& layer) {
  return std::max(layer.entries.size(), layer.paths.size() - 1);
}
// What is told of a program; of a secret, with the finding that it may become; of the digests of a
// file that has secrets.
[[nodiscard]] std::uint64_t told_bytes(const ElfHead& elf);
inline constexpr std::uint64_t told_bytes_of_secret = 2048;
inline constexpr std::uint64_t told_bytes_of_digests = 512;
// Of all of a layer's.
[[nodiscard]] std::uint64_t told_bytes(const ScannedLayer& layer);

}  // namespace plimsoll::image
