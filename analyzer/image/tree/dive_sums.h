#pragma once

// What dive.cpp adds up: weights of paths, and the merged layers that whiteouts are weighed by.

#include <cstdint>
#include <vector>

#include "analyzer/image/path_table.h"
#include "analyzer/image/tree/dive.h"

namespace plimsoll::image {

// What the leaves of a path add up to, where there are several, or none that counted.
struct DivePath {
  PathId path = no_path;
  std::uint32_t copies = 0;
  std::int64_t total = 0;
  std::int64_t smallest = -1;
};
// The sums of paths, most of which are seen once: 12 bytes for those.
class DivePaths {
 public:
  explicit DivePaths(std::size_t paths);
  void add(PathId path, std::int64_t size);
  // A path whose visit failed, which ends the visit of its layer.
  void add_failed(PathId path);
  void sum_up(DiveFigures& figures, const PathTable& paths) const;

 private:
  DivePath& many(PathId path);

  std::vector<std::uint32_t> state_;  // unseen, seen_once, or its place in many_ + first_of_many
  std::vector<std::int64_t> size_;    // of what was seen once
  std::vector<DivePath> many_;
};

// The layers so far, merged: only made for images with whiteouts, which alone look at it.
class DiveStack {
 public:
  DiveStack(const PathTable& paths, std::size_t count) : paths_(paths), nodes_(count) {}
  [[nodiscard]] bool has(PathId path) const { return path == root_path || nodes_[path].there; }
  // What a whiteout of it weighs.
  [[nodiscard]] std::int64_t weight(PathId path) const {
    return nodes_[path].is_directory ? nodes_[path].weight : 0;
  }
  void put(PathId path, std::int64_t size, bool is_directory);
  void remove(PathId path);

 private:
  struct Node {
    std::int64_t size = 0;
    std::int64_t weight = 0;  // with all that is below
    PathId first_child = no_path, next = no_path, previous = no_path;
    bool there = false, is_directory = false;
  };
  void add_weight(PathId path, std::int64_t weight);

  const PathTable& paths_;
  std::vector<Node> nodes_;
  std::vector<PathId> doomed_;
};

}  // namespace plimsoll::image
