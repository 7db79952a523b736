// "19.4 MB below /var/lib/apt/lists" says more than forty names or a layer's number. So for each
// pair the deepest path is looked for that holds nine tenths of its bytes: such paths lie within
// each other, since two beside each other would hold more than there is. The weight of each entry
// is added to all directories above it, in an array over the path table that is cleared by the list
// of what was touched; so a pair costs its own entries times their depth, whatever the image holds.

#include "analyzer/image/tree/waste.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

namespace plimsoll::image {

namespace {

struct Wasted {
  EntryRef entry;
  PathId path = no_path;
  Bytes bytes;
};

struct Pair {
  Waste waste;
  std::vector<Wasted> entries;
};

std::size_t depth_of(const PathTable& paths, PathId path) {
  std::size_t depth = 0;
  for (; path != root_path; path = paths.parent(path)) ++depth;
  return depth;
}

using Pairs = std::map<std::pair<std::uint32_t, std::uint32_t>, Pair>;

void add_layer(std::uint32_t layer, const ImageTree& tree,
               const std::function<bool(EntryRef)>& counts, Pairs& pairs) {
  const ScannedLayer* scanned = tree.layer(layer);
  if (scanned == nullptr) return;
  for (std::uint32_t i = 0; i < scanned->entries.size(); ++i) {
    const EntryRef entry{layer, i};
    const Fate fate = tree.fate(entry);
    if (!is_waste(fate) || (counts && !counts(entry))) continue;
    Pair& pair = pairs[{layer, tree.hidden_by(entry).layer}];
    const Bytes bytes = tree.bytes(entry);
    pair.waste.bytes[static_cast<std::size_t>(fate)].add(bytes);
    pair.waste.total.add(bytes);
    const PathId path = tree.path(entry);
    if (path != no_path) pair.entries.push_back({entry, path, bytes});
  }
}

// Weights of paths, for one pair after the other.
class Scales {
 public:
  explicit Scales(const PathTable& paths) : paths_(paths), weights_(paths.size()) {}

  [[nodiscard]] PathId heaviest(std::span<const Wasted> entries, bool by_file_bytes) {
    std::uint64_t total = 0;
    for (const Wasted& entry : entries) {
      const std::uint64_t weight = by_file_bytes ? entry.bytes.file : entry.bytes.tar;
      total += weight;
      if (weight != 0) add(entry.path, weight);
    }
    PathId best = root_path;
    std::size_t best_depth = 0;
    for (const PathId path : touched_) {
      if (weights_[path] < total - total / 10) continue;
      const std::size_t depth = depth_of(paths_, path);
      if (depth <= best_depth) continue;
      best = path;
      best_depth = depth;
    }
    for (const PathId path : touched_) weights_[path] = 0;
    touched_.clear();
    return best;
  }

 private:
  void add(PathId path, std::uint64_t weight) {
    while (true) {
      if (weights_[path] == 0) touched_.push_back(path);
      weights_[path] += weight;
      if (path == root_path) return;
      path = paths_.parent(path);
    }
  }

  const PathTable& paths_;
  std::vector<std::uint64_t> weights_;
  std::vector<PathId> touched_;
};

void keep_biggest(Pair& pair) {
  const std::size_t count = std::min(pair.entries.size(), biggest_of_waste);
  // Ties by number of path: the order in which layers name them, the same for every container.
  std::partial_sort(pair.entries.begin(), pair.entries.begin() + static_cast<std::ptrdiff_t>(count),
                    pair.entries.end(), [](const Wasted& a, const Wasted& b) {
                      return std::pair{b.bytes.file, a.path} < std::pair{a.bytes.file, b.path};
                    });
  for (std::size_t i = 0; i < count && pair.entries[i].bytes.file > 0; ++i) {
    pair.waste.biggest.push_back(pair.entries[i].entry);
  }
}

}  // namespace

std::vector<Waste> find_waste(const ImageTree& tree, const std::function<bool(EntryRef)>& counts) {
  Pairs pairs;
  for (std::uint32_t layer = 0; layer < tree.layer_count(); ++layer) {
    add_layer(layer, tree, counts, pairs);
  }
  Scales scales(tree.paths());
  std::vector<Waste> all;
  for (auto& [layers, pair] : pairs) {
    pair.waste.wrote = layers.first;
    pair.waste.hid = layers.second;
    pair.waste.where = scales.heaviest(pair.entries, pair.waste.total.file > 0);
    keep_biggest(pair);
    all.push_back(std::move(pair.waste));
  }
  std::stable_sort(all.begin(), all.end(), [](const Waste& a, const Waste& b) {
    return std::pair{a.total.file, a.total.tar} > std::pair{b.total.file, b.total.tar};
  });
  return all;
}

bool changes_time_alone(const ImageTree& tree, EntryRef entry) {
  if (tree.fate(entry) != Fate::Restored) return false;
  const EntryRef by = tree.hidden_by(entry);
  const ScannedEntry& before = tree.at(entry);
  const ScannedEntry& after = tree.at(by);
  if (before.mode != after.mode || before.uid != after.uid || before.gid != after.gid) return false;
  const auto attributes = [&](EntryRef ref, const ScannedEntry& of) {
    return of.extra == nothing ? decltype(EntryExtra::xattrs){}
                               : tree.layer(ref.layer)->extras[of.extra].xattrs;
  };
  return attributes(entry, before) == attributes(by, after);
}

}  // namespace plimsoll::image
