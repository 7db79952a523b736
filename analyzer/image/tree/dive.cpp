// dive's figures without dive's trees.
//
// dive (wagoodman/dive, filetree/efficiency.go and file_tree.go) keeps one tree per layer. It
// visits the leaves of each, children before parents and by bytes of their names, and adds up for
// each path what its leaves weigh: n copies, all together, and the smallest. A whiteout is a leaf
// too; it weighs what the directory of its name weighed in the layers below, for which dive copies
// the lowest tree and merges all others onto it, once per whiteout. Here that stack is kept from
// layer to layer, and each node knows the weight of what is in it, so that a whiteout is one look.
//
//   layer 0   d/  d/a 10  d/b 20  e 5        d/a: 10   d/b: 20   e: 5
//   layer 1   .wh.d  e 7                     d: 30     e: 5 + 7 = 12, smallest 5
//             efficiency = (10 + 20 + 30 + 5) / (10 + 20 + 30 + 12); wasted = 12 (paths seen twice)
//
// Equal to the last digit means equal in what nobody would choose:
//  - a directory that no entry of a layer describes is written over the described one of the layers
//    below, as something of no size that is no directory; its whiteout weighs nothing then;
//  - a file put on a directory keeps the children of the directory in the stack;
//  - the whiteout of what is not there ends the visit of its layer, and leaves -1 as the smallest
//    weight of a path that was not seen before;
//  - an opaque marker is no node, but the directory it lies in is;
//  - the lowest layer's whiteouts are looked up in the lowest layer itself; later the lowest tree
//  is
//    copied and then merged onto itself, so that its whiteouts stay as nodes of their own;
//  - the size of a directory counts, where a tar gives one.
// Not equal where dive fails as a whole (a global PAX header), and where names climb ("a/../b").

#include "analyzer/image/tree/dive.h"

#include <algorithm>
#include <cmath>

namespace plimsoll::image {
namespace {

constexpr std::string_view whiteout_prefix = ".wh.";
constexpr std::string_view dropped_prefix = ".wh..wh..";

struct DiveNode {
  // In the stack of the layers so far.
  std::int64_t size = 0;
  std::int64_t weight = 0;  // with all that is below
  PathId first_child = no_path, next = no_path, previous = no_path;
  // In the tree of one layer.
  std::int64_t layer_size = 0;
  PathId layer_child = no_path, layer_next = no_path;
  std::uint32_t layer = nothing;  // which one
  bool there = false, is_directory = false, layer_is_directory = false;
};

// What the leaves of a path add up to.
struct DivePath {
  std::int64_t total = 0;
  std::int64_t smallest = -1;
  std::uint32_t copies = 0;
  bool seen = false;
};

class Dive {
 public:
  explicit Dive(const ImageTree& tree) : tree_(tree) { ensure(root_path); }
  DiveFigures figures();

 private:
  void read_layer(std::uint32_t index);
  void add(const ScannedLayer& layer, const ScannedEntry& entry);
  PathId path_of(const ScannedLayer& layer, PathId path);
  PathId enter(PathId directory, std::string_view name);
  void ensure(PathId path);

  void order_layer();
  void visit_leaves();
  bool visit(PathId node);
  void copy_to_stack();
  void merge_to_stack();
  void put(PathId path, std::int64_t size, bool is_directory);
  void remove(PathId path);
  void add_weight(PathId path, std::int64_t weight);
  // Where a node says that it is: whiteouts at what they remove.
  PathId shown_path(PathId node);

  [[nodiscard]] bool is_whiteout(PathId node) const {
    return node != root_path && paths_.name(node).starts_with(whiteout_prefix);
  }

  const ImageTree& tree_;
  PathTable paths_;  // with whiteouts as names
  std::vector<DiveNode> nodes_;
  std::vector<DivePath> found_;
  std::uint32_t layer_ = 0;
  std::vector<PathId> order_;  // of the layer's nodes: children first, then by name
  std::vector<PathId> scratch_;
};

void Dive::ensure(PathId path) {
  if (path != no_path && path >= nodes_.size()) {
    nodes_.resize(paths_.size());
    found_.resize(paths_.size());
  }
}

// The layer's own tree -----------------------------------------------------------------------

PathId Dive::enter(PathId directory, std::string_view name) {
  if (name.starts_with(dropped_prefix)) return no_path;
  const PathId path = paths_.child(directory, name);
  ensure(path);
  if (path == no_path) return no_path;
  DiveNode& node = nodes_[path];
  if (node.layer != layer_) {
    node.layer = layer_;
    node.layer_size = 0;
    node.layer_is_directory = false;
    node.layer_child = no_path;
    node.layer_next = nodes_[directory].layer_child;
    nodes_[directory].layer_child = path;
  }
  return path;
}

PathId Dive::path_of(const ScannedLayer& layer, PathId path) {
  scratch_.clear();
  for (PathId at = path; at != root_path; at = layer.paths.parent(at)) scratch_.push_back(at);
  PathId found = root_path;
  while (!scratch_.empty() && found != no_path) {
    found = enter(found, layer.paths.name(scratch_.back()));
    scratch_.pop_back();
  }
  return found;
}

void Dive::add(const ScannedLayer& layer, const ScannedEntry& entry) {
  if (entry.path == no_path) return;
  PathId path = no_path;
  if (entry.kind == EntryKind::Whiteout) {
    if (entry.path == root_path) return;
    const PathId parent = path_of(layer, layer.paths.parent(entry.path));
    if (parent == no_path) return;
    const std::string_view name = layer.paths.name(entry.path);
    path = enter(parent, std::string(whiteout_prefix).append(name));
  } else {
    path = path_of(layer, entry.path);
  }
  if (path == no_path || path == root_path || entry.kind == EntryKind::Opaque) return;
  const bool sparse = (entry.flags & entry_is_sparse) != 0 && entry.extra != nothing;
  nodes_[path].layer_size =
      static_cast<std::int64_t>(sparse ? layer.extras[entry.extra].real_size : entry.size);
  nodes_[path].layer_is_directory = entry.kind == EntryKind::Directory;
}

void Dive::read_layer(std::uint32_t index) {
  layer_ = index;
  nodes_[root_path].layer = index;
  nodes_[root_path].layer_child = no_path;
  const ScannedLayer* layer = tree_.layer(index);
  if (layer) {
    for (const ScannedEntry& entry : layer->entries) add(*layer, entry);
  }
  order_layer();
}

void Dive::order_layer() {
  // Parents first and by name from the last, then turned round.
  order_.clear();
  std::vector<PathId>& rest = scratch_;
  rest.assign(1, root_path);
  while (!rest.empty()) {
    const PathId at = rest.back();
    rest.pop_back();
    if (at != root_path) order_.push_back(at);
    const auto first = static_cast<std::ptrdiff_t>(rest.size());
    for (PathId child = nodes_[at].layer_child; child != no_path;
         child = nodes_[child].layer_next) {
      rest.push_back(child);
    }
    std::sort(rest.begin() + first, rest.end(),
              [&](PathId a, PathId b) { return paths_.name(a) < paths_.name(b); });
  }
  std::reverse(order_.begin(), order_.end());
}

// Leaves -------------------------------------------------------------------------------------

PathId Dive::shown_path(PathId node) {
  if (!is_whiteout(node)) return node;
  const std::string name(paths_.name(node).substr(whiteout_prefix.size()));
  if (name.empty()) return paths_.parent(node);
  const PathId path = paths_.child(paths_.parent(node), name);
  ensure(path);
  return path;
}

bool Dive::visit(PathId node) {
  const PathId path = shown_path(node);
  if (path == no_path) return true;
  DivePath& found = found_[path];
  found.seen = true;
  std::int64_t size = nodes_[node].layer_size;
  if (is_whiteout(node)) {
    const DiveNode& below = nodes_[path];
    if (!below.there && path != root_path) return false;
    size = below.is_directory ? below.weight : 0;
  }
  found.total += size;
  if (found.smallest < 0 || size < found.smallest) found.smallest = size;
  ++found.copies;
  return true;
}

void Dive::visit_leaves() {
  for (const PathId node : order_) {
    if (nodes_[node].layer_child == no_path && !visit(node)) return;
  }
}

// The stack ----------------------------------------------------------------------------------

void Dive::add_weight(PathId path, std::int64_t weight) {
  if (weight == 0) return;
  for (PathId at = path;; at = paths_.parent(at)) {
    nodes_[at].weight += weight;
    if (at == root_path) return;
  }
}

void Dive::put(PathId path, std::int64_t size, bool is_directory) {
  for (PathId at = path; at != root_path && !nodes_[at].there; at = paths_.parent(at)) {
    DiveNode& parent = nodes_[paths_.parent(at)];
    nodes_[at].there = true;
    nodes_[at].previous = no_path;
    nodes_[at].next = parent.first_child;
    if (parent.first_child != no_path) nodes_[parent.first_child].previous = at;
    parent.first_child = at;
  }
  add_weight(path, size - nodes_[path].size);
  nodes_[path].size = size;
  nodes_[path].is_directory = is_directory;
}

void Dive::remove(PathId path) {
  if (path == root_path || path == no_path || !nodes_[path].there) return;
  add_weight(path, -nodes_[path].weight);
  const DiveNode& top = nodes_[path];
  if (top.next != no_path) nodes_[top.next].previous = top.previous;
  if (top.previous != no_path) {
    nodes_[top.previous].next = top.next;
  } else {
    nodes_[paths_.parent(path)].first_child = top.next;
  }
  std::vector<PathId>& rest = scratch_;
  rest.assign(1, path);
  while (!rest.empty()) {
    DiveNode& node = nodes_[rest.back()];
    rest.pop_back();
    for (PathId child = node.first_child; child != no_path; child = nodes_[child].next) {
      rest.push_back(child);
    }
    node.size = node.weight = 0;
    node.there = node.is_directory = false;
    node.first_child = no_path;
  }
}

void Dive::copy_to_stack() {
  for (const PathId node : order_) {
    put(node, nodes_[node].layer_size, nodes_[node].layer_is_directory);
  }
}

void Dive::merge_to_stack() {
  for (const PathId node : order_) {
    if (is_whiteout(node)) {
      remove(shown_path(node));
    } else {
      put(node, nodes_[node].layer_size, nodes_[node].layer_is_directory);
    }
  }
}

// All together -------------------------------------------------------------------------------

DiveFigures Dive::figures() {
  DiveFigures figures;
  std::uint64_t user_bytes = 0;
  for (std::uint32_t i = 0; i < tree_.layer_count(); ++i) {
    std::uint64_t bytes = 0;
    if (const ScannedLayer* layer = tree_.layer(i)) {
      for (const ScannedEntry& entry : layer->entries) {
        const bool sparse = (entry.flags & entry_is_sparse) != 0 && entry.extra != nothing;
        bytes += sparse ? layer->extras[entry.extra].real_size : entry.size;
      }
    }
    figures.layer_bytes.push_back(bytes);
    figures.image_bytes += bytes;
    if (i != 0) user_bytes += bytes;
    read_layer(i);
    if (i == 0) copy_to_stack();
    visit_leaves();
    merge_to_stack();
  }

  std::int64_t smallest = 0;
  std::int64_t total = 0;
  for (PathId path = root_path; path < found_.size(); ++path) {
    const DivePath& found = found_[path];
    if (!found.seen) continue;
    smallest += found.smallest;
    total += found.total;
    if (found.copies < 2) continue;
    const auto size = static_cast<std::uint64_t>(found.total);
    figures.wasted_bytes += size;
    figures.inefficient.push_back({found.copies, size, "/" + paths_.path(path)});
  }
  std::sort(figures.inefficient.begin(), figures.inefficient.end(),
            [](const DiveFile& a, const DiveFile& b) {
              return a.size_bytes != b.size_bytes ? a.size_bytes > b.size_bytes : a.path < b.path;
            });
  if (total != 0) figures.efficiency = static_cast<double>(smallest) / static_cast<double>(total);
  const double ratio = static_cast<double>(figures.wasted_bytes) / static_cast<double>(user_bytes);
  if (!std::isnan(ratio)) figures.wasted_ratio = ratio;
  return figures;
}

}  // namespace

DiveFigures dive_figures(const ImageTree& tree) { return Dive(tree).figures(); }

}  // namespace plimsoll::image
