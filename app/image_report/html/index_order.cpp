#include "app/image_report/html/index_order.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace plimsoll::app {

namespace {

using image::EntryKind;
using image::EntryRef;
using image::ImageTree;
using image::no_path;
using image::PathId;
using image::PathTable;
using image::root_path;
using image::ScannedEntry;
using image::ScannedLayer;

// The paths of a layer's own table in that of the tree; no_path where no layer brings them.
std::vector<PathId> paths_of_layer(const ScannedLayer& layer, const PathTable& table) {
  std::vector<PathId> paths(layer.paths.size(), no_path);
  paths[root_path] = root_path;
  // A path is made after its parent.
  for (PathId path = root_path + 1; path < paths.size(); ++path) {
    const PathId parent = paths[layer.paths.parent(path)];
    if (parent != no_path) paths[path] = table.find_child(parent, layer.paths.name(path));
  }
  return paths;
}

bool asks_for_paths(const ScannedEntry& entry) {
  return entry.kind == EntryKind::Hardlink || entry.kind >= EntryKind::Whiteout;
}

// Where each entry of a layer stands, and what hardlinks lead to.
struct Places {
  template <class Known>
  Places(const ImageTree& tree, std::uint32_t layer, const Known& known) {
    const ScannedLayer& scanned = *tree.layer(layer);
    const bool own = std::any_of(scanned.entries.begin(), scanned.entries.end(), asks_for_paths);
    const std::vector<PathId> paths =
        own ? paths_of_layer(scanned, tree.paths()) : std::vector<PathId>{};
    const auto look_up = [&](PathId path) {
      return path < paths.size() ? known(paths[path]) : no_path;
    };
    for (std::uint32_t i = 0; i < scanned.entries.size(); ++i) {
      const ScannedEntry& entry = scanned.entries[i];
      const PathId path = tree.path({layer, i});
      const bool overhead = tree.fate({layer, i}) == image::Fate::Overhead;
      at.push_back(path != no_path ? path : overhead ? look_up(entry.path) : root_path);
      if (entry.kind == EntryKind::Hardlink) targets.emplace_back(i, look_up(entry.link()));
    }
  }

  std::vector<PathId> at;  // no_path: counts to the rest of the layer
  std::vector<std::pair<std::uint32_t, PathId>> targets;
};

}  // namespace

IndexOrder::IndexOrder(const ImageTree& tree) {
  find_paths(tree);
  order_paths(tree.paths());
  place_entries(tree);
}

PathId IndexOrder::known(PathId path) const {
  return path != no_path && numbers[path] != image::nothing ? path : no_path;
}

// Gives each path that there is a number, for now any.
void IndexOrder::find_paths(const ImageTree& tree) {
  const PathTable& table = tree.paths();
  numbers.assign(table.size(), image::nothing);
  numbers[root_path] = 0;
  for (std::uint32_t layer = 0; layer < tree.layer_count(); ++layer) {
    if (tree.layer(layer) == nullptr) continue;
    const auto count = static_cast<std::uint32_t>(tree.layer(layer)->entries.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      const PathId path = tree.path({layer, i});
      if (path != no_path) numbers[path] = 0;
    }
  }
  // A path is made after its parent.
  for (auto path = static_cast<PathId>(table.size()); --path > root_path;) {
    if (numbers[path] == 0) numbers[table.parent(path)] = 0;
  }
}

void IndexOrder::order_paths(const PathTable& table) {
  const auto count = static_cast<PathId>(table.size());
  const auto each_child = [&](const auto& visit) {
    for (PathId path = root_path + 1; path < count; ++path) {
      if (numbers[path] != image::nothing) visit(path);
    }
  };
  // The children of each path, one run after another.
  std::vector<std::uint32_t> begins(count + std::size_t{2}, 0);
  each_child([&](PathId path) { ++begins[table.parent(path) + 2U]; });
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::vector<PathId> children(begins.back());
  each_child([&](PathId path) { children[begins[table.parent(path) + 1U]++] = path; });
  for (PathId path = 0; path < count; ++path) {
    std::sort(children.begin() + begins[path], children.begin() + begins[path + 1U],
              [&](PathId a, PathId b) { return table.name(a) < table.name(b); });
  }
  std::vector<std::pair<PathId, std::uint32_t>> open{{root_path, 0}};
  while (!open.empty()) {
    const auto [path, depth] = open.back();
    open.pop_back();
    numbers[path] = static_cast<std::uint32_t>(paths.size());
    paths.push_back(path);
    depths.push_back(depth);
    for (std::uint32_t i = begins[path + 1U]; i-- > begins[path];) {
      open.emplace_back(children[i], depth + 1);
    }
  }
}

void IndexOrder::place_entries(const ImageTree& tree) {
  const auto layers = static_cast<std::uint32_t>(tree.layer_count());
  rest.resize(layers);
  // Twice through all layers: first to count, then to fill. What a layer looks up is not kept
  // between the two: it may be as big as the layer.
  entries_before.assign(paths.size() + 2, 0);
  const auto each = [&](const auto& visit) {
    for (std::uint32_t layer = 0; layer < layers; ++layer) {
      if (tree.layer(layer) == nullptr) continue;
      const Places places(tree, layer, [this](PathId path) { return known(path); });
      visit(layer, places);
    }
  };
  each([&](std::uint32_t, const Places& places) {
    for (const PathId path : places.at) {
      if (path != no_path) ++entries_before[numbers[path] + 2U];
    }
  });
  std::partial_sum(entries_before.begin(), entries_before.end(), entries_before.begin());
  entries.resize(entries_before.back());
  each([&](std::uint32_t layer, const Places& places) {
    image::Bytes placed;
    std::size_t target = 0;
    for (std::uint32_t i = 0; i < places.at.size(); ++i) {
      const EntryRef entry{layer, i};
      const bool links = target < places.targets.size() && places.targets[target].first == i;
      const PathId leads = links ? places.targets[target++].second : no_path;
      if (places.at[i] == no_path) continue;
      const std::uint32_t at = entries_before[numbers[places.at[i]] + 1U]++;
      entries[at] = entry;
      if (links) targets.emplace(at, leads);
      if (tree.fate(entry) == image::Fate::Overhead) placed.add(tree.bytes(entry));
    }
    const auto& overhead = tree.sums(layer)[static_cast<std::size_t>(image::Fate::Overhead)];
    rest[layer].file = overhead.file - std::min(placed.file, overhead.file);
    rest[layer].tar = overhead.tar - std::min(placed.tar, overhead.tar);
    rest[layer].wire = overhead.wire - std::min(placed.wire, overhead.wire);
  });
  entries_before.pop_back();
}

}  // namespace plimsoll::app
