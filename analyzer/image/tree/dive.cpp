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
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plimsoll::image {
namespace {

constexpr std::string_view whiteout_prefix = ".wh.";
constexpr std::string_view dropped_prefix = ".wh..wh..";

std::uint64_t dive_size(const ScannedLayer& layer, const ScannedEntry& entry) {
  const bool sparse = (entry.flags & entry_is_sparse) != 0 && entry.extra != nothing;
  return sparse ? layer.extras[entry.extra].real_size : entry.size;
}

// What the leaves of a path add up to, where there are several, or none that counted.
struct DivePath {
  PathId path = no_path;
  std::uint32_t copies = 0;
  std::int64_t total = 0;
  std::int64_t smallest = -1;
};
constexpr std::uint32_t unseen = 0;
constexpr std::uint32_t seen_once = 1;
constexpr std::uint32_t first_of_many = 2;

// The sums of paths, most of which are seen once: 12 bytes for those.
class DivePaths {
 public:
  explicit DivePaths(std::size_t paths) : state_(paths, unseen), size_(paths, 0) {}
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

// The tree of one layer: its paths by their numbers there, and its whiteouts behind them.
class DiveLayer {
 public:
  DiveLayer(const ScannedLayer& layer, const PathTable& paths);
  [[nodiscard]] bool has_whiteouts() const { return whiteouts_; }
  // Calls f(path, node) for each node: children first, then by name, where the layer has whiteouts;
  // else in any order. Stops where f answers false.
  template <class F>
  void visit(const F& f);
  [[nodiscard]] std::int64_t size(std::uint32_t node) const { return nodes_[node].size; }
  [[nodiscard]] bool is_directory(std::uint32_t node) const { return nodes_[node].is_directory; }
  [[nodiscard]] bool is_leaf(std::uint32_t node) const { return !nodes_[node].has_child; }
  // Where a node says that it is: whiteouts at what they remove.
  [[nodiscard]] PathId shown_path(std::uint32_t node) const;
  [[nodiscard]] bool is_whiteout(std::uint32_t node) const {
    const PathId path = nodes_[node].path;
    return path != root_path && paths_.name(path).starts_with(whiteout_prefix);
  }

 private:
  struct Node {
    std::int64_t size = 0;
    PathId path = no_path;  // of all layers
    bool there = false, has_child = false, is_directory = false;
  };
  void add(const ScannedEntry& entry);
  std::uint32_t enter(PathId layer_path);
  std::uint32_t enter_whiteout(PathId layer_path);
  [[nodiscard]] std::vector<std::uint32_t> in_order() const;

  const ScannedLayer& layer_;
  const PathTable& paths_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> parents_;  // of whiteouts
  std::unordered_map<PathId, std::uint32_t> whiteout_of_;
  std::vector<PathId> trail_;
  bool whiteouts_ = false;
};

// Paths --------------------------------------------------------------------------------------

void DivePaths::add(PathId path, std::int64_t size) {
  if (state_[path] == unseen) {
    state_[path] = seen_once;
    size_[path] = size;
    return;
  }
  DivePath& found = many(path);
  ++found.copies;
  found.total += size;
  if (found.smallest < 0 || size < found.smallest) found.smallest = size;
}

void DivePaths::add_failed(PathId path) {
  if (state_[path] == unseen) many(path);
}

DivePath& DivePaths::many(PathId path) {
  if (state_[path] < first_of_many) {
    DivePath found;
    found.path = path;
    if (state_[path] == seen_once) {
      found.copies = 1;
      found.total = found.smallest = size_[path];
    }
    state_[path] = static_cast<std::uint32_t>(many_.size()) + first_of_many;
    many_.push_back(found);
  }
  return many_[state_[path] - first_of_many];
}

void DivePaths::sum_up(DiveFigures& figures, const PathTable& paths) const {
  std::int64_t smallest = 0;
  std::int64_t total = 0;
  for (PathId path = root_path; path < state_.size(); ++path) {
    if (state_[path] != seen_once) continue;
    smallest += size_[path];
    total += size_[path];
  }
  for (const DivePath& found : many_) {
    smallest += found.smallest;
    total += found.total;
    if (found.copies < 2) continue;
    const auto size = static_cast<std::uint64_t>(found.total);
    figures.wasted_bytes += size;
    figures.inefficient.push_back({found.copies, size, "/" + paths.path(found.path)});
  }
  if (total != 0) figures.efficiency = static_cast<double>(smallest) / static_cast<double>(total);
  std::sort(figures.inefficient.begin(), figures.inefficient.end(),
            [](const DiveFile& a, const DiveFile& b) {
              return a.size_bytes != b.size_bytes ? a.size_bytes > b.size_bytes : a.path < b.path;
            });
}

// The stack ----------------------------------------------------------------------------------

void DiveStack::add_weight(PathId path, std::int64_t weight) {
  if (weight == 0) return;
  for (PathId at = path;; at = paths_.parent(at)) {
    nodes_[at].weight += weight;
    if (at == root_path) return;
  }
}

void DiveStack::put(PathId path, std::int64_t size, bool is_directory) {
  for (PathId at = path; at != root_path && !nodes_[at].there; at = paths_.parent(at)) {
    Node& parent = nodes_[paths_.parent(at)];
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

void DiveStack::remove(PathId path) {
  if (path == root_path || path == no_path || !nodes_[path].there) return;
  add_weight(path, -nodes_[path].weight);
  const Node& top = nodes_[path];
  if (top.next != no_path) nodes_[top.next].previous = top.previous;
  if (top.previous != no_path) {
    nodes_[top.previous].next = top.next;
  } else {
    nodes_[paths_.parent(path)].first_child = top.next;
  }
  doomed_.assign(1, path);
  while (!doomed_.empty()) {
    Node& node = nodes_[doomed_.back()];
    doomed_.pop_back();
    for (PathId child = node.first_child; child != no_path; child = nodes_[child].next) {
      doomed_.push_back(child);
    }
    node.size = node.weight = 0;
    node.there = node.is_directory = false;
    node.first_child = no_path;
  }
}

// The tree of a layer ------------------------------------------------------------------------

DiveLayer::DiveLayer(const ScannedLayer& layer, const PathTable& paths)
    : layer_(layer), paths_(paths), nodes_(layer.paths.size()) {
  nodes_[root_path].path = root_path;
  nodes_[root_path].there = true;
  // A directory has a smaller number than what is in it.
  for (PathId path = root_path + 1; path < layer.paths.size(); ++path) {
    nodes_[path].path =
        paths.find_child(nodes_[layer.paths.parent(path)].path, layer.paths.name(path));
  }
  for (const ScannedEntry& entry : layer.entries) add(entry);
}

std::uint32_t DiveLayer::enter(PathId layer_path) {
  trail_.clear();
  PathId at = layer_path;
  for (; !nodes_[at].there; at = layer_.paths.parent(at)) trail_.push_back(at);
  for (; !trail_.empty(); trail_.pop_back()) {
    const PathId next = trail_.back();
    if (layer_.paths.name(next).starts_with(dropped_prefix)) return nothing;
    if (nodes_[next].path == no_path) return nothing;
    nodes_[at].has_child = true;
    nodes_[next].there = true;
    whiteouts_ = whiteouts_ || is_whiteout(next);
    at = next;
  }
  return layer_path;
}

std::uint32_t DiveLayer::enter_whiteout(PathId layer_path) {
  const PathId directory = layer_.paths.parent(layer_path);
  const std::uint32_t parent = enter(directory);
  if (parent == nothing) return nothing;
  const std::string name = std::string(whiteout_prefix).append(layer_.paths.name(layer_path));
  const PathId written = layer_.paths.find_child(directory, name);
  if (written != no_path) return enter(written);  // something of the layer lies below it
  const auto [known, is_new] =
      whiteout_of_.try_emplace(layer_path, static_cast<std::uint32_t>(nodes_.size()));
  if (!is_new) return known->second;
  Node node;
  node.path = paths_.find_child(nodes_[parent].path, name);
  node.there = node.path != no_path;
  if (node.there) nodes_[parent].has_child = true;
  nodes_.push_back(node);
  parents_.push_back(parent);
  whiteouts_ = true;
  return node.there ? known->second : nothing;
}

void DiveLayer::add(const ScannedEntry& entry) {
  if (entry.path == no_path) return;
  const bool whiteout = entry.kind == EntryKind::Whiteout;
  if (whiteout && entry.path == root_path) return;
  const std::uint32_t node = whiteout ? enter_whiteout(entry.path) : enter(entry.path);
  if (node == nothing || node == root_path || entry.kind == EntryKind::Opaque) return;
  nodes_[node].size = static_cast<std::int64_t>(dive_size(layer_, entry));
  nodes_[node].is_directory = entry.kind == EntryKind::Directory;
}

PathId DiveLayer::shown_path(std::uint32_t node) const {
  const PathId path = nodes_[node].path;
  if (!is_whiteout(node)) return path;
  const std::string_view name = paths_.name(path).substr(whiteout_prefix.size());
  if (name.empty()) return paths_.parent(path);
  return paths_.find_child(paths_.parent(path), name);
}

std::vector<std::uint32_t> DiveLayer::in_order() const {
  const auto paths = static_cast<std::uint32_t>(layer_.paths.size());
  const auto count = static_cast<std::uint32_t>(nodes_.size());
  std::vector<std::uint32_t> child(count, nothing);
  std::vector<std::uint32_t> next(count, nothing);
  for (std::uint32_t node = root_path + 1; node < count; ++node) {
    if (!nodes_[node].there) continue;
    const std::uint32_t parent = node < paths ? layer_.paths.parent(node) : parents_[node - paths];
    next[node] = child[parent];
    child[parent] = node;
  }
  // Parents first and by name from the last, then turned round.
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> rest = {root_path};
  while (!rest.empty()) {
    const std::uint32_t at = rest.back();
    rest.pop_back();
    if (at != root_path) order.push_back(at);
    const auto first = static_cast<std::ptrdiff_t>(rest.size());
    for (std::uint32_t each = child[at]; each != nothing; each = next[each]) rest.push_back(each);
    std::sort(rest.begin() + first, rest.end(), [&](std::uint32_t a, std::uint32_t b) {
      return paths_.name(nodes_[a].path) < paths_.name(nodes_[b].path);
    });
  }
  std::reverse(order.begin(), order.end());
  return order;
}

template <class F>
void DiveLayer::visit(const F& f) {
  if (whiteouts_) {
    for (const std::uint32_t node : in_order()) {
      if (!f(nodes_[node].path, node)) return;
    }
    return;
  }
  for (std::uint32_t node = root_path + 1; node < nodes_.size(); ++node) {
    if (nodes_[node].there && !f(nodes_[node].path, node)) return;
  }
}

// All together -------------------------------------------------------------------------------

void visit_leaves(DiveLayer& layer, const DiveStack* below, DivePaths& found) {
  layer.visit([&](PathId, std::uint32_t node) {
    if (!layer.is_leaf(node)) return true;
    const PathId path = layer.shown_path(node);
    if (path == no_path) return true;
    if (!layer.is_whiteout(node)) {
      found.add(path, layer.size(node));
    } else if (!below->has(path)) {
      found.add_failed(path);
      return false;
    } else {
      found.add(path, below->weight(path));
    }
    return true;
  });
}

// How many of the lowest layers have to be merged: those up to the last one with a whiteout, or
// with a name that looks like one.
std::uint32_t layers_to_stack(const ImageTree& tree) {
  for (auto i = static_cast<std::uint32_t>(tree.layer_count()); i > 0; --i) {
    const ScannedLayer* layer = tree.layer(i - 1);
    if (!layer) continue;
    for (PathId path = root_path + 1; path < layer->paths.size(); ++path) {
      if (layer->paths.name(path).starts_with(whiteout_prefix)) return i;
    }
    for (const ScannedEntry& entry : layer->entries) {
      if (entry.kind == EntryKind::Whiteout) return i;
    }
  }
  return 0;
}

void merge(DiveLayer& layer, DiveStack& stack, bool with_whiteouts_as_nodes) {
  layer.visit([&](PathId path, std::uint32_t node) {
    if (layer.is_whiteout(node) && !with_whiteouts_as_nodes) {
      stack.remove(layer.shown_path(node));
    } else {
      stack.put(path, layer.size(node), layer.is_directory(node));
    }
    return true;
  });
}

}  // namespace

DiveFigures dive_figures(const ImageTree& tree) {
  DiveFigures figures;
  DivePaths found(tree.paths().size());
  std::uint64_t user_bytes = 0;
  const std::uint32_t stacked = layers_to_stack(tree);
  DiveStack stack(tree.paths(), stacked == 0 ? 0 : tree.paths().size());
  for (std::uint32_t i = 0; i < tree.layer_count(); ++i) {
    figures.layer_bytes.push_back(0);
    const ScannedLayer* scanned = tree.layer(i);
    if (!scanned) continue;
    for (const ScannedEntry& entry : scanned->entries) {
      figures.layer_bytes.back() += dive_size(*scanned, entry);
    }
    figures.image_bytes += figures.layer_bytes.back();
    if (i != 0) user_bytes += figures.layer_bytes.back();
    DiveLayer layer(*scanned, tree.paths());
    // The lowest is copied as it is, and then merged onto itself.
    if (i == 0 && stacked > 0) merge(layer, stack, true);
    visit_leaves(layer, &stack, found);
    if (i + 1 < stacked) merge(layer, stack, false);
  }
  found.sum_up(figures, tree.paths());
  const double ratio = static_cast<double>(figures.wasted_bytes) / static_cast<double>(user_bytes);
  if (!std::isnan(ratio)) figures.wasted_ratio = ratio;
  return figures;
}

}  // namespace plimsoll::image
