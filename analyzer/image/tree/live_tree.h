#pragma once

// What stands at each path while layers are stacked: one node of 20 bytes a path, of all layers
// together. Directories know their children, so that what is removed costs what it holds.

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/image/path_table.h"
#include "analyzer/image/tree/layer_entries.h"

namespace plimsoll::image {

enum class Stands : std::uint8_t { Nothing, Directory, Link, Other };

class LiveTree {
 public:
  struct Node {
    EntryNumber entry = nothing;  // the name; `nothing`: a directory that no entry made, or none
    EntryNumber inode = nothing;  // what the name leads to: `entry` itself but for hardlinks
    PathId first_child = no_path;
    PathId next = no_path;
    PathId previous = no_path;
  };

  LiveTree();

  [[nodiscard]] const PathTable& paths() const { return paths_; }
  [[nodiscard]] Stands stands(PathId path) const { return stands_[path]; }
  [[nodiscard]] const Node& node(PathId path) const { return nodes_[path]; }

  // The path of a name, whatever stands there; no_path where it is too deep.
  PathId make(PathId directory, std::string_view name);
  // no_path where nothing stands there.
  [[nodiscard]] PathId find(PathId directory, std::string_view name) const;

  // Puts something where nothing or something without children stands; a directory on a directory
  // keeps what is in it. `entry` may be `nothing`: a directory that no entry made.
  void put(PathId path, EntryNumber entry, EntryNumber inode, Stands what);
  // Takes away all below a path and, with `itself`, the path. Calls gone(node) for each that goes.
  template <class Gone>
  void remove(PathId path, bool itself, const Gone& gone);

  // Changes whenever something stopped being the directory or the link that it was: ways through
  // the tree that were found before then need no longer be right.
  [[nodiscard]] std::uint32_t generation() const { return generation_; }

 private:
  void detach(PathId path);

  PathTable paths_;
  std::vector<Node> nodes_;
  std::vector<Stands> stands_;
  std::vector<PathId> doomed_;
  std::uint32_t generation_ = 1;
};

template <class Gone>
void LiveTree::remove(PathId path, bool itself, const Gone& gone) {
  doomed_.clear();
  const auto doom_children = [&](PathId parent) {
    for (PathId at = nodes_[parent].first_child; at != no_path; at = nodes_[at].next) {
      doomed_.push_back(at);
    }
    nodes_[parent].first_child = no_path;
  };
  if (itself && path != root_path) {
    detach(path);
    doomed_.push_back(path);
  } else {
    doom_children(path);
  }
  if (!doomed_.empty()) ++generation_;
  while (!doomed_.empty()) {
    const PathId at = doomed_.back();
    doomed_.pop_back();
    doom_children(at);
    const Node node = nodes_[at];
    nodes_[at] = Node();
    stands_[at] = Stands::Nothing;
    gone(node);
  }
}

}  // namespace plimsoll::image
