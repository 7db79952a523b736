#include "analyzer/image/tree/live_tree.h"

#include "analyzer/base/check.h"

namespace plimsoll::image {

LiveTree::LiveTree(const PathTable* base, std::size_t paths)
    : paths_(base ? PathTable::over(*base) : PathTable()) {
  nodes_.reserve(paths + 1);
  states_.reserve(paths + 1);
  nodes_.resize(paths_.size());
  states_.resize(paths_.size());
  states_[root_path].stands = Stands::Directory;
  states_[root_path].listed = true;
}

PathId LiveTree::make(PathId directory, std::string_view name) {
  const PathId path = paths_.child(directory, name);
  if (nodes_.size() < paths_.size()) {
    nodes_.resize(paths_.size());
    states_.resize(paths_.size());
  }
  return path;
}

PathId LiveTree::find(PathId directory, std::string_view name) const {
  const PathId path = paths_.find_child(directory, name);
  return path == no_path || stands(path) == Stands::Nothing ? no_path : path;
}

void LiveTree::put(PathId path, EntryNumber entry, Stands what) {
  State& state = states_[path];
  CHECK(what == Stands::Directory || nodes_[path].first_child == no_path);
  if (state.stands == Stands::Link ||
      (state.stands == Stands::Directory && what != Stands::Directory)) {
    ++generation_;
  }
  if (!state.listed) {
    Node& parent = nodes_[paths_.parent(path)];
    nodes_[path].next = parent.first_child;
    parent.first_child = path;
    state.listed = true;
  }
  nodes_[path].entry = entry;
  state.stands = what;
}

std::size_t LiveTree::memory_bytes() const {
  return paths_.memory_bytes() + nodes_.size() * (sizeof(Node) + sizeof(State));
}

}  // namespace plimsoll::image
