#pragma once

// What dive.cpp adds up: weights of paths, and the merged layers that whiteouts are weighed by.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "analyzer/base/row.h"
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
// The sums of paths, most of which are seen once: 4 bytes for those.
class DivePaths {
 public:
  // `tree` must outlive this.
  explicit DivePaths(const ImageTree& tree);
  // A leaf of the size of its entry; not valid: of none.
  void add(PathId path, EntryRef leaf);
  // A whiteout.
  void add_weight(PathId path, std::int64_t weight);
  // A path whose visit failed, which ends the visit of its layer.
  void add_failed(PathId path);
  // At the end.
  void sum_up(DiveFigures& figures);

 private:
  DivePath& many(PathId path);
  [[nodiscard]] EntryRef seen_entry(std::uint32_t state) const;

  const ImageTree& tree_;
  std::vector<std::uint32_t> firsts_;  // by layers: the number of its first entry, from 1
  // Of paths: unseen, the number of the entry that was seen, or a place in many_ + first_of_many.
  Row<std::uint32_t> state_;
  Row<DivePath> many_;
  std::uint64_t once_ = 0;  // the sizes of all that was seen once
};

// The layers so far, merged: only made for images with whiteouts, which alone look at it.
class DiveStack {
 public:
  DiveStack(const PathTable& paths, std::size_t count) : paths_(paths), nodes_(count) {}
  [[nodiscard]] bool has(PathId path) const { return path == root_path || nodes_[path].there; }
  // What a whiteout of it weighs.
  [[nodiscard]] std::int64_t weight(PathId path) const {
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    return nodes_[path].is_directory
               ? static_cast<std::int64_t>(std::min(nodes_[path].weight, most))
               : 0;
  }
  void put(PathId path, std::int64_t size, bool is_directory);
  // Something in a directory that has no number as a path.
  void put_unnamed(PathId directory, std::int64_t size);
  void remove(PathId path);

 private:
  struct Node {
    static constexpr std::uint64_t max_size = (std::uint64_t{1} << 61) - 1;
    std::uint64_t weight = 0;  // with all that is below; sums wrap, and back
    PathId first_child = no_path, next = no_path;
    std::uint64_t size : 61 = 0;
    bool there : 1 = false, is_directory : 1 = false;
    bool listed : 1 = false;  // by its directory, where what is no longer there stays listed
  };
  void add_weight(PathId path, std::uint64_t weight);
  void make(PathId path);

  const PathTable& paths_;
  Row<Node> nodes_;
  Row<PathId> doomed_;
};

}  // namespace plimsoll::image
