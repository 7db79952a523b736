// "19.4 MB below /var/lib/apt/lists" says more than forty names or a layer's number. So for each
// pair the deepest path is looked for that holds nine tenths of its bytes: such paths lie within
// each other, since two beside each other would hold more than there is. The weight of each entry
// is added to all directories above it, in an array over the path table that is cleared by the list
// of what was touched; so a pair costs its own entries times their depth, whatever the image holds.

#include "app/image_report/wasted_paths.h"

#include <algorithm>
#include <map>
#include <utility>

namespace plimsoll::app {

namespace {

using image::PathId;
using image::PathTable;

struct Wasted {
  PathId path = image::no_path;
  std::uint64_t file_bytes = 0;
  std::uint64_t tar_bytes = 0;
};

std::size_t depth_of(const PathTable& paths, PathId path) {
  std::size_t depth = 0;
  for (; path != image::root_path; path = paths.parent(path)) ++depth;
  return depth;
}

// The entries of each pair, in the order of the pairs.
std::vector<std::vector<Wasted>> entries_of(std::span<const WasteFigures> pairs,
                                            const image::ImageTree& tree) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> numbers;
  for (std::size_t i = 0; i < pairs.size(); ++i) numbers[{pairs[i].wrote, pairs[i].hid}] = i;
  std::vector<std::vector<Wasted>> entries(pairs.size());
  for (std::uint32_t layer = 0; layer < tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = tree.layer(layer);
    if (scanned == nullptr) continue;
    for (std::uint32_t i = 0; i < scanned->entries.size(); ++i) {
      const image::EntryRef entry{layer, i};
      if (!image::is_waste(tree.fate(entry))) continue;
      const auto pair = numbers.find({layer, tree.hidden_by(entry).layer});
      const PathId path = tree.path(entry);
      if (pair == numbers.end() || path == image::no_path) continue;
      const image::Bytes bytes = tree.bytes(entry);
      entries[pair->second].push_back({path, bytes.file, bytes.tar});
    }
  }
  return entries;
}

// Weights of paths, for one pair after the other.
class Scales {
 public:
  explicit Scales(const PathTable& paths) : paths_(paths), weights_(paths.size()) {}

  [[nodiscard]] PathId heaviest(std::span<const Wasted> entries, bool by_file_bytes) {
    std::uint64_t total = 0;
    for (const Wasted& entry : entries) {
      const std::uint64_t weight = by_file_bytes ? entry.file_bytes : entry.tar_bytes;
      total += weight;
      if (weight != 0) add(entry.path, weight);
    }
    PathId best = image::root_path;
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
      if (path == image::root_path) return;
      path = paths_.parent(path);
    }
  }

  const PathTable& paths_;
  std::vector<std::uint64_t> weights_;
  std::vector<PathId> touched_;
};

std::string absolute(const PathTable& paths, PathId path) { return '/' + paths.path(path); }

void keep_biggest(WasteFigures& pair, std::vector<Wasted>& entries, const PathTable& paths) {
  const std::size_t count = std::min(entries.size(), paths_of_a_pair);
  // Ties by number of path: the order in which layers name them, the same for every container.
  std::partial_sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(count),
                    entries.end(), [](const Wasted& a, const Wasted& b) {
                      return std::pair{b.file_bytes, a.path} < std::pair{a.file_bytes, b.path};
                    });
  for (std::size_t i = 0; i < count && entries[i].file_bytes > 0; ++i) {
    pair.paths.push_back({absolute(paths, entries[i].path), entries[i].file_bytes});
  }
}

}  // namespace

void find_wasted_paths(std::span<WasteFigures> pairs, const image::ImageTree& tree) {
  std::vector<std::vector<Wasted>> entries = entries_of(pairs, tree);
  Scales scales(tree.paths());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const PathId where = scales.heaviest(entries[i], pairs[i].total.file > 0);
    pairs[i].where = absolute(tree.paths(), where);
    keep_biggest(pairs[i], entries[i], tree.paths());
  }
}

}  // namespace plimsoll::app
