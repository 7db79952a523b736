#include "analyzer/image/tree/live_tree.h"

#include "analyzer/base/check.h"

namespace plimsoll::image {

LiveTree::LiveTree() : nodes_(1), stands_(1, Stands::Directory) {}

PathId LiveTree::make(PathId directory, std::string_view name) {
  const PathId path = paths_.child(directory, name);
  if (nodes_.size() < paths_.size()) {
    nodes_.resize(paths_.size());
    stands_.resize(paths_.size(), Stands::Nothing);
  }
  return path;
}

PathId LiveTree::find(PathId directory, std::string_view name) const {
  const PathId path = paths_.find_child(directory, name);
  return path == no_path || stands_[path] == Stands::Nothing ? no_path : path;
}

void LiveTree::put(PathId path, EntryNumber entry, EntryNumber inode, Stands what) {
  Node& node = nodes_[path];
  const Stands before = stands_[path];
  CHECK(what == Stands::Directory || node.first_child == no_path);
  if (before == Stands::Nothing) {
    Node& parent = nodes_[paths_.parent(path)];
    node.previous = no_path;
    node.next = parent.first_child;
    if (node.next != no_path) nodes_[node.next].previous = path;
    parent.first_child = path;
  } else if (before == Stands::Link || (before == Stands::Directory && what != Stands::Directory)) {
    ++generation_;
  }
  node.entry = entry;
  node.inode = inode;
  stands_[path] = what;
}

void LiveTree::detach(PathId path) {
  const Node& node = nodes_[path];
  if (node.next != no_path) nodes_[node.next].previous = node.previous;
  if (node.previous != no_path) {
    nodes_[node.previous].next = node.next;
  } else {
    nodes_[paths_.parent(path)].first_child = node.next;
  }
}

}  // namespace plimsoll::image
