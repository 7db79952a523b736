#pragma once

// Paths of layers, each said once: a path is its parent and a name. Names are bytes, whatever they
// mean; equal paths have equal numbers within one table.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/row.h"

namespace plimsoll::image {

using PathId = std::uint32_t;
inline constexpr PathId root_path = 0;
inline constexpr PathId no_path = 0xFFFF'FFFF;
// Deeper paths are not interned (no_path): with 4,095 bytes for a path, nothing can unpack them.
inline constexpr std::size_t max_path_depth = 2048;

// Names lie in one arena, nodes are 12 bytes, the hash table has a seed of its own: whoever made
// the image cannot choose names that collide. Not safe on several threads while it grows.
class PathTable {
 public:
  PathTable();
  // Has all paths of `base` under their numbers, and takes room only for those that come to them.
  // `base` must outlive it, and change no more.
  [[nodiscard]] static PathTable over(const PathTable& base);

  // Whether this is over `base`, so that its paths have the same numbers here.
  [[nodiscard]] bool is_over(const PathTable& base) const { return base_ == &base; }
  // Room for so many paths more, where that is known.
  void reserve(std::size_t paths);
  // The number of `name` (no slash, not empty) in the directory `parent`, made where it is new.
  PathId child(PathId parent, std::string_view name);
  // A clean relative path ("usr/lib/os-release"; "" is the root), each component as child().
  PathId intern(std::string_view clean_path);
  // Without making anything; no_path where it is not there.
  [[nodiscard]] PathId find_child(PathId parent, std::string_view name) const;
  [[nodiscard]] PathId find(std::string_view clean_path) const;

  [[nodiscard]] PathId parent(PathId path) const { return node(path).parent; }
  [[nodiscard]] std::string_view name(PathId path) const {
    if (path < base_size_) return base_->name(path);
    const Node& own = nodes_[path - base_size_];
    return {names_.data() + own.name, own.name_bytes};
  }
  // "usr/lib/os-release"; "" for the root.
  [[nodiscard]] std::string path(PathId path) const;
  // Negative, zero, positive: as the texts of two paths, without making them.
  [[nodiscard]] int compare(PathId a, PathId b) const;
  // Whether `path` is `ancestor` or below it.
  [[nodiscard]] bool is_within(PathId path, PathId ancestor) const;
  [[nodiscard]] std::size_t size() const { return base_size_ + nodes_.size(); }
  // Of the tables and names, for budgets; without the base.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Node {
    PathId parent = no_path;
    std::uint32_t name = 0;  // in names_
    std::uint16_t name_bytes = 0;
    std::uint16_t depth = 0;
  };
  [[nodiscard]] const Node& node(PathId path) const {
    return path < base_size_ ? base_->node(path) : nodes_[path - base_size_];
  }
  void rehash(std::size_t slots);
  // Where it stands, or the free slot where it belongs.
  [[nodiscard]] std::size_t slot_of(PathId parent, std::string_view name) const;

  const PathTable* base_ = nullptr;
  PathId base_size_ = 0;  // the first number that is not the base's
  Row<Node> nodes_;
  Row<char> names_;
  Row<PathId> slots_;  // open addressing; no_path = free
  std::uint64_t seed_ = 0;
};

}  // namespace plimsoll::image
