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

#include <cmath>

#include "analyzer/image/tree/dive_layer.h"
#include "analyzer/image/tree/dive_sums.h"

namespace plimsoll::image {
namespace {

void visit_leaves(std::uint32_t number, const DiveLayer& layer, const DiveStack& below,
                  DivePaths& found) {
  layer.visit([&](DiveLayer::Node node) {
    if (!layer.is_leaf(node)) return true;
    const PathId path = layer.shown_path(node);
    if (!layer.is_whiteout(node)) {
      const std::uint32_t entry = layer.entry(node);
      found.add(path, entry == nothing ? EntryRef() : EntryRef{number, entry});
      return true;
    }
    if (path == no_path) return false;
    if (!below.has(path)) {
      found.add_failed(path);
      return false;
    }
    found.add_weight(path, below.weight(path));
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
      if (layer->paths.name(path).starts_with(dive_whiteout_prefix)) return i;
    }
    for (const ScannedEntry& entry : layer->entries) {
      if (entry.kind == EntryKind::Whiteout) return i;
    }
  }
  return 0;
}

void merge(const DiveLayer& layer, DiveStack& stack, bool with_whiteouts_as_nodes) {
  layer.visit([&](DiveLayer::Node node) {
    if (layer.is_whiteout(node) && !with_whiteouts_as_nodes) {
      stack.remove(layer.shown_path(node));
    } else if (const PathId path = layer.own_path(node); path != no_path) {
      stack.put(path, layer.size(node), layer.is_directory(node));
    } else {
      // A whiteout that no later layer speaks of: what it weighs stays in its directory.
      stack.put_unnamed(layer.directory(node), layer.size(node));
    }
    return true;
  });
}

}  // namespace

DiveFigures dive_figures(const ImageTree& tree) {
  DiveFigures figures;
  DivePaths found(tree);
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
    const DiveLayer layer(*scanned, tree.paths());
    // The lowest is copied as it is, and then merged onto itself.
    if (i == 0 && stacked > 0) merge(layer, stack, true);
    visit_leaves(i, layer, stack, found);
    if (i + 1 < stacked) merge(layer, stack, false);
  }
  found.sum_up(figures);
  const double ratio = static_cast<double>(figures.wasted_bytes) / static_cast<double>(user_bytes);
  if (!std::isnan(ratio)) figures.wasted_ratio = ratio;
  return figures;
}

}  // namespace plimsoll::image
