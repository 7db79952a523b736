#pragma once

// Bytes that are pulled and never seen, by who wrote and who hid them, and where they lie.

#include <cstdint>
#include <functional>
#include <vector>

#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::image {

inline constexpr std::size_t biggest_of_waste = 5;
// A thousand layers have half a million pairs, which nobody reads.
inline constexpr std::size_t most_pairs_of_waste = 1000;

struct Waste {
  std::uint32_t wrote = 0, hid = 0;  // layers; equal for DuplicatePath
  BytesByFate bytes{};
  Bytes total;
  PathId where = root_path;       // the deepest path that holds nine tenths of the bytes
  std::vector<EntryRef> biggest;  // files that are not empty, at most biggest_of_waste
};

// Of the entries whose fate is a waste and that `counts` (empty: all), the biggest pair first: by
// bytes of files, then of the tar, then by layers; at most most_pairs_of_waste.
[[nodiscard]] std::vector<Waste> find_waste(const ImageTree& tree,
                                            const std::function<bool(EntryRef)>& counts = {});

// Of a Restored entry: whether the one that hides it has the same owner, mode and attributes, so
// that only its time is new.
[[nodiscard]] bool changes_time_alone(const ImageTree& tree, EntryRef entry);

}  // namespace plimsoll::image
