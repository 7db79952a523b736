#pragma once

// One layer as dive sees it: a tree of names, in which whiteouts are leaves under names of their
// own.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/base/row.h"
#include "analyzer/image/scan/scanned_layer.h"

namespace plimsoll::image {

inline constexpr std::string_view dive_whiteout_prefix = ".wh.";
// Of a file: what its header says, at most a TiB (see ScannedEntry::size).
[[nodiscard]] std::uint64_t dive_size(const ScannedLayer& layer, const ScannedEntry& entry);

class DiveLayer {
 public:
  // A path of the layer by its number there; from nodes() of paths on, one of its whiteouts.
  using Node = std::uint32_t;

  // `paths` of all layers; both must outlive it.
  DiveLayer(const ScannedLayer& layer, const PathTable& paths);

  // Calls f(node) for each node but the root: where the layer has whiteouts children first and then
  // by bytes of their names, else in any order. Stops where f answers false.
  template <class F>
  void visit(const F& f) const;
  [[nodiscard]] bool is_leaf(Node node) const {
    return is_entry_of_whiteout(node) || (flags_[node] & has_child) == 0;
  }
  [[nodiscard]] bool is_whiteout(Node node) const {
    return is_entry_of_whiteout(node) || layer_.paths.name(node).starts_with(dive_whiteout_prefix);
  }
  // The last one of the layer that describes it; `nothing`: it is only implied.
  [[nodiscard]] std::uint32_t entry(Node node) const {
    return is_entry_of_whiteout(node) ? whiteouts_[node - path_count()] : entries_[node];
  }
  [[nodiscard]] std::int64_t size(Node node) const;
  [[nodiscard]] bool is_directory(Node node) const;
  // Where a node says that it is, among all paths: whiteouts at what they remove. no_path: nowhere
  // where anything is.
  [[nodiscard]] PathId shown_path(Node node) const;
  // Where it lies, among all paths.
  [[nodiscard]] PathId directory(Node node) const { return of_all(parent(node)); }
  // Under its own name; no_path where no layer has that as a path (most whiteouts).
  [[nodiscard]] PathId own_path(Node node) const;

 private:
  enum Flag : std::uint8_t { there = 1, has_child = 2 };
  static constexpr Node most_nodes = 0x7FFF'FFFF;
  struct Step {
    Node node : 31;
    Node open : 1;
  };

  [[nodiscard]] Node path_count() const { return static_cast<Node>(entries_.size()); }
  [[nodiscard]] PathId of_all(PathId path) const {
    return paths_of_all_.empty() ? path : paths_of_all_[path];
  }
  [[nodiscard]] Node node_count() const {
    return path_count() + static_cast<Node>(whiteouts_.size());
  }
  [[nodiscard]] bool is_entry_of_whiteout(Node node) const { return node >= path_count(); }
  [[nodiscard]] bool exists(Node node) const {
    return is_entry_of_whiteout(node) || (flags_[node] & there) != 0;
  }
  [[nodiscard]] PathId parent(Node node) const;
  void add(std::uint32_t entry);
  void add_whiteout(std::uint32_t entry);
  bool enter(PathId path);
  // What a whiteout entry removes: a path of the layer.
  [[nodiscard]] PathId hidden(Node node) const {
    return layer_.entries[whiteouts_[node - path_count()]].path;
  }
  // All nodes but the root: those of one directory side by side, the last name first; of equal ones
  // the last entry.
  [[nodiscard]] Row<Node> by_directory() const;
  [[nodiscard]] std::span<const Node> children(const Row<Node>& nodes, Node directory) const;
  [[nodiscard]] int compare(Node a, Node b) const;

  const ScannedLayer& layer_;
  const PathTable& paths_;
  Row<PathId> paths_of_all_;    // by paths of the layer; empty: the numbers are the same
  Row<std::uint32_t> entries_;  // the last one of a path; `nothing`: implied
  Row<std::uint8_t> flags_;
  Row<std::uint32_t> whiteouts_;  // entries
  std::vector<PathId> trail_;
  bool in_order_ = false;  // has whiteouts
};

template <class F>
void DiveLayer::visit(const F& f) const {
  if (!in_order_) {
    for (Node node = root_path + 1; node < path_count(); ++node) {
      if (exists(node) && !f(node)) return;
    }
    return;
  }
  const Row<Node> nodes = by_directory();
  Row<Step> steps(1, {root_path, 0});
  while (!steps.empty()) {
    const Node node = steps.back().node;
    if (steps.back().open != 0) {
      steps.pop_back();
      if (node != root_path && !f(node)) return;
      continue;
    }
    steps.back().open = 1;
    for (const Node child : children(nodes, node)) {
      const Node open = is_leaf(child) ? 1 : 0;  // has nothing to be opened for
      steps.push_back({child & most_nodes, open & 1U});
    }
  }
}

}  // namespace plimsoll::image
