#pragma once

// What stands at each path while layers are stacked: one node of 13 bytes a path, of all layers
// together. Directories know their children, so that what is removed costs what it holds.

#include <cstdint>
#include <string_view>

#include "analyzer/base/row.h"
#include "analyzer/image/path_table.h"
#include "analyzer/image/tree/layer_entries.h"

namespace plimsoll::image {

enum class Stands : std::uint8_t { Nothing, Directory, Link, Other };

class LiveTree {
 public:
  // `base`: whose numbers of paths are taken over, and outlive it; null: none. `paths`: how many
  // there may be; room that is not needed costs no memory.
  LiveTree(const PathTable* base, std::size_t paths);

  [[nodiscard]] const PathTable& paths() const { return paths_; }
  [[nodiscard]] Stands stands(PathId path) const { return states_[path].stands; }
  // The entry that has its name here; `nothing` where nothing stands, and for a directory that no
  // entry made.
  [[nodiscard]] EntryNumber entry(PathId path) const { return nodes_[path].entry; }
  // Calls f(path) for each child that stands there.
  template <class F>
  void for_children(PathId directory, const F& f) const;

  // The path of a name, whatever stands there; no_path where it is too deep.
  PathId make(PathId directory, std::string_view name);
  // no_path where nothing stands there.
  [[nodiscard]] PathId find(PathId directory, std::string_view name) const;

  // Puts something where nothing or something without children stands; a directory on a directory
  // keeps what is in it. `entry` may be `nothing`: a directory that no entry made.
  void put(PathId path, EntryNumber entry, Stands what);
  // Takes away all below a path and, with `itself`, the path. Calls gone(entry) for each that goes,
  // also with `nothing`.
  template <class Gone>
  void remove(PathId path, bool itself, const Gone& gone);

  // Changes whenever something stopped being the directory or the link that it was: ways through
  // the tree that were found before then need no longer be right.
  [[nodiscard]] std::uint32_t generation() const { return generation_; }
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Node {
    EntryNumber entry = nothing;
    PathId first_child = no_path;
    PathId next = no_path;
  };
  // A path once taken away alone stays in its directory's list, as nothing, until it stands again
  // or the directory goes: so the list needs one direction only.
  struct State {
    Stands stands : 2 = Stands::Nothing;
    bool listed : 1 = false;
  };

  PathTable paths_;
  Row<Node> nodes_;
  Row<State> states_;
  Row<PathId> doomed_;
  std::uint32_t generation_ = 1;
};

template <class F>
void LiveTree::for_children(PathId directory, const F& f) const {
  for (PathId at = nodes_[directory].first_child; at != no_path; at = nodes_[at].next) {
    if (stands(at) != Stands::Nothing) f(at);
  }
}

template <class Gone>
void LiveTree::remove(PathId path, bool itself, const Gone& gone) {
  doomed_.clear();
  const auto doom_children = [&](PathId parent) {
    for (PathId at = nodes_[parent].first_child; at != no_path; at = nodes_[at].next) {
      states_[at].listed = false;
      if (stands(at) != Stands::Nothing) doomed_.push_back(at);
    }
    nodes_[parent].first_child = no_path;
  };
  if (itself && path != root_path) {
    doomed_.push_back(path);
  } else {
    doom_children(path);
  }
  if (!doomed_.empty()) ++generation_;
  while (!doomed_.empty()) {
    const PathId at = doomed_.back();
    doomed_.pop_back();
    doom_children(at);
    const EntryNumber entry = nodes_[at].entry;
    nodes_[at].entry = nothing;
    states_[at].stands = Stands::Nothing;
    gone(entry);
  }
}

}  // namespace plimsoll::image
