#pragma once

// What all layers of one image may take together, so that memory has a bound whatever they hold.
// From any thread. Where it does not suffice, the layer is not read to its end.

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "analyzer/image/scan/scanned_layer.h"

namespace plimsoll::image {

class ScanBudget {
 public:
  ScanBudget(std::uint64_t entries, std::uint64_t told_bytes)
      : entries_(entries), told_bytes_(told_bytes) {}

  [[nodiscard]] bool take_entries(std::uint64_t count) { return take(entries_, count); }
  // For what is told of single files.
  [[nodiscard]] bool take_told(std::uint64_t bytes) { return take(told_bytes_, bytes); }

 private:
  static bool take(std::atomic<std::uint64_t>& left, std::uint64_t count) {
    std::uint64_t now = left.load();
    while (now >= count) {
      if (left.compare_exchange_weak(now, now - count)) return true;
    }
    return false;
  }

  std::atomic<std::uint64_t> entries_, told_bytes_;
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
