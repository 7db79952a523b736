#pragma once

// Paths and entries of an image in the order of the report's index: paths in preorder, siblings by
// the bytes of their names; the entries of a path by layer.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::app {

struct IndexOrder {
  explicit IndexOrder(const image::ImageTree& tree);

  // By number, the root first: those at or below which some layer has something. A path that is in
  // the tree's table for another reason (a whiteout of nothing) is none.
  std::vector<image::PathId> paths;
  std::vector<std::uint32_t> numbers;         // by PathId; image::nothing for those that are none
  std::vector<std::uint32_t> depths;          // by number
  std::vector<std::uint32_t> entries_before;  // by number; one more than paths
  std::vector<image::EntryRef> entries;
  // By layer: overhead that is no entry's here (end blocks, names without a path). Those of layers
  // that have some stand behind all other entries of the root.
  std::vector<image::Bytes> rest;
  // Of hardlinks, by place in `entries`: the path of the target; no_path where it is unknown.
  std::unordered_map<std::uint32_t, image::PathId> targets;

 private:
  void find_paths(const image::ImageTree& tree);
  void order_paths(const image::PathTable& table);
  // Of a path in the tree's table; no_path for those that are none here.
  [[nodiscard]] image::PathId known(image::PathId path) const;
  void place_entries(const image::ImageTree& tree);
};

}  // namespace plimsoll::app
