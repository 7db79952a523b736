// "19.4 MB below /var/lib/apt/lists" says more than forty names or a layer's number. So for each
// pair the deepest path is looked for that holds nine tenths of its bytes: such paths lie within
// each other, since two beside each other would hold more than there is. The weight of each entry
// is added to all directories above it, in an array over the path table that is cleared by the list
// of what was touched; so a pair costs its own entries times their depth, whatever the image holds.

#include "analyzer/image/tree/waste.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "analyzer/base/row.h"

namespace plimsoll::image {

namespace {

std::size_t depth_of(const PathTable& paths, PathId path) {
  std::size_t depth = 0;
  for (; path != root_path; path = paths.parent(path)) ++depth;
  return depth;
}

// Weights of paths, for one pair after the other.
class Scales {
 public:
  explicit Scales(const PathTable& paths) : paths_(paths) {}

  void add(PathId path, std::uint64_t weight) {
    total_ += weight;
    if (weight == 0) return;
    if (weights_.empty()) weights_.resize(paths_.size(), 0);
    while (true) {
      if (weights_[path] == 0) touched_.push_back(path);
      weights_[path] += weight;
      if (path == root_path) return;
      path = paths_.parent(path);
    }
  }

  // Of what was added; begins anew.
  [[nodiscard]] PathId heaviest() {
    PathId best = root_path;
    std::size_t best_depth = 0;
    for (const PathId path : touched_) {
      if (weights_[path] < total_ - total_ / 10) continue;
      const std::size_t depth = depth_of(paths_, path);
      if (depth <= best_depth) continue;
      best = path;
      best_depth = depth;
    }
    for (const PathId path : touched_) weights_[path] = 0;
    touched_.clear();
    total_ = 0;
    return best;
  }

 private:
  const PathTable& paths_;
  Row<std::uint64_t> weights_;
  Row<PathId> touched_;
  std::uint64_t total_ = 0;
};

// The pairs of one layer that wrote, for one layer after the other.
class WasteFinder {
 public:
  WasteFinder(const ImageTree& tree, const std::function<bool(EntryRef)>& counts)
      : tree_(tree), counts_(counts), scales_(tree.paths()), of_hider_(tree.layer_count()) {}

  void add_layer(std::uint32_t layer) {
    if (tree_.layer(layer) == nullptr) return;
    gather(layer);
    // The entries in the order of those who hid them.
    std::size_t begin = 0;
    for (std::size_t& end : ends_) end = begin += std::exchange(end, 0);
    sorted_.resize(entries_.size(), 0);
    for (std::size_t i = entries_.size(); i-- > 0;) {
      const EntryRef entry{layer, entries_[i]};
      sorted_[--ends_[tree_.hidden_by(entry).layer]] = entry.entry;
    }
    for (std::uint32_t hid = 0; hid < of_hider_.size(); ++hid) {
      if (of_hider_[hid].total.entries == 0) continue;
      const std::size_t end = hid + 1 < ends_.size() ? ends_[hid + 1] : sorted_.size();
      finish(layer, hid, {sorted_.begin() + ends_[hid], sorted_.begin() + end});
    }
    if (all_.size() >= 2 * most_pairs_of_waste) keep_biggest_pairs();
  }

  [[nodiscard]] std::vector<Waste> take() {
    keep_biggest_pairs();
    return std::move(all_);
  }

 private:
  void gather(std::uint32_t layer) {
    of_hider_.assign(tree_.layer_count(), {});
    ends_.assign(tree_.layer_count(), 0);
    entries_.clear();
    const auto count = static_cast<std::uint32_t>(tree_.layer(layer)->entries.size());
    for (EntryRef entry{layer, 0}; entry.entry < count; ++entry.entry) {
      const Fate fate = tree_.fate(entry);
      if (!is_waste(fate) || (counts_ && !counts_(entry))) continue;
      const std::uint32_t hid = tree_.hidden_by(entry).layer;
      const Bytes bytes = tree_.bytes(entry);
      of_hider_[hid].bytes[static_cast<std::size_t>(fate)].add(bytes);
      of_hider_[hid].total.add(bytes);
      ++ends_[hid];
      entries_.push_back(entry.entry);
    }
  }

  void finish(std::uint32_t wrote, std::uint32_t hid, std::span<std::uint32_t> entries) {
    Waste waste = std::move(of_hider_[hid]);
    waste.wrote = wrote;
    waste.hid = hid;
    for (const std::uint32_t entry : entries) {
      const Bytes bytes = tree_.bytes({wrote, entry});
      const PathId path = tree_.path({wrote, entry});
      if (path != no_path) scales_.add(path, waste.total.file > 0 ? bytes.file : bytes.tar);
    }
    waste.where = scales_.heaviest();
    add_biggest(waste, entries);
    all_.push_back(std::move(waste));
  }

  void add_biggest(Waste& waste, std::span<std::uint32_t> entries) const {
    const auto bytes = [&](std::uint32_t entry) {
      const EntryRef ref{waste.wrote, entry};
      return tree_.path(ref) == no_path ? 0 : tree_.bytes(ref).file;
    };
    const std::size_t count = std::min(entries.size(), biggest_of_waste);
    // Ties by number of path: the order in which layers name them, the same for every container.
    std::partial_sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(count),
                      entries.end(), [&](std::uint32_t a, std::uint32_t b) {
                        const std::pair left{bytes(b), tree_.path({waste.wrote, a})};
                        return left < std::pair{bytes(a), tree_.path({waste.wrote, b})};
                      });
    for (std::size_t i = 0; i < count && bytes(entries[i]) > 0; ++i) {
      waste.biggest.push_back({waste.wrote, entries[i]});
    }
  }

  void keep_biggest_pairs() {
    std::sort(all_.begin(), all_.end(), [](const Waste& a, const Waste& b) {
      return std::tuple{b.total.file, b.total.tar, a.wrote, a.hid} <
             std::tuple{a.total.file, a.total.tar, b.wrote, b.hid};
    });
    if (all_.size() > most_pairs_of_waste) all_.resize(most_pairs_of_waste);
  }

  const ImageTree& tree_;
  const std::function<bool(EntryRef)>& counts_;
  Scales scales_;
  std::vector<Waste> of_hider_;
  std::vector<std::size_t>
      ends_;  // by hiders: how many, then where they end, then where they begin
  Row<std::uint32_t> entries_, sorted_;
  std::vector<Waste> all_;
};

}  // namespace

std::vector<Waste> find_waste(const ImageTree& tree, const std::function<bool(EntryRef)>& counts) {
  WasteFinder finder(tree, counts);
  for (std::uint32_t layer = 0; layer < tree.layer_count(); ++layer) finder.add_layer(layer);
  return finder.take();
}

bool changes_time_alone(const ImageTree& tree, EntryRef entry) {
  if (tree.fate(entry) != Fate::Restored) return false;
  const EntryRef by = tree.hidden_by(entry);
  const ScannedEntry& before = tree.at(entry);
  const ScannedEntry& after = tree.at(by);
  if (before.mode != after.mode || before.uid != after.uid || before.gid != after.gid) return false;
  const auto attributes = [&](EntryRef ref, const ScannedEntry& of) {
    return tree.layer(ref.layer)->xattrs(of);
  };
  return attributes(entry, before) == attributes(by, after);
}

}  // namespace plimsoll::image
