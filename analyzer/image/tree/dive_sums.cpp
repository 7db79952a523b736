#include "analyzer/image/tree/dive_sums.h"

#include <algorithm>
#include <limits>

#include "analyzer/base/check.h"
#include "analyzer/image/tree/dive_layer.h"

namespace plimsoll::image {
namespace {

constexpr std::uint32_t unseen = 0;
constexpr std::uint32_t of_no_entry = 0x7FFF'FFFF;  // seen once, and of no size
constexpr std::uint32_t first_of_many = 0x8000'0000;

// Ten million entries of a TiB are more than 63 bits hold, and whiteouts count them again.
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

// `b` is at least -1.
std::int64_t sum(std::int64_t a, std::int64_t b) { return b > 0 && a > most - b ? most : a + b; }

std::uint64_t size_of(const ImageTree& tree, EntryRef entry) {
  return dive_size(*tree.layer(entry.layer), tree.at(entry));
}

}  // namespace

DivePaths::DivePaths(const ImageTree& tree) : tree_(tree), state_(tree.paths().size(), unseen) {
  std::uint32_t first = 1;
  for (std::uint32_t i = 0; i < tree.layer_count(); ++i) {
    firsts_.push_back(first);
    if (tree.layer(i)) first += static_cast<std::uint32_t>(tree.layer(i)->entries.size());
  }
  CHECK(first < of_no_entry);
}

EntryRef DivePaths::seen_entry(std::uint32_t state) const {
  const auto after = std::upper_bound(firsts_.begin(), firsts_.end(), state);
  const auto layer = static_cast<std::uint32_t>(after - firsts_.begin()) - 1;
  return {layer, state - firsts_[layer]};
}

void DivePaths::add(PathId path, EntryRef leaf) {
  if (state_[path] != unseen) {
    add_weight(path, leaf.valid() ? static_cast<std::int64_t>(size_of(tree_, leaf)) : 0);
  } else if (leaf.valid()) {
    state_[path] = firsts_[leaf.layer] + leaf.entry;
    once_ += size_of(tree_, leaf);
  } else {
    state_[path] = of_no_entry;
  }
}

void DivePaths::add_weight(PathId path, std::int64_t weight) {
  if (state_[path] == unseen && weight == 0) {
    state_[path] = of_no_entry;
    return;
  }
  DivePath& found = many(path);
  ++found.copies;
  found.total = sum(found.total, weight);
  if (found.smallest < 0 || weight < found.smallest) found.smallest = weight;
}

void DivePaths::add_failed(PathId path) {
  if (state_[path] == unseen) many(path);
}

DivePath& DivePaths::many(PathId path) {
  std::uint32_t& state = state_[path];
  if (state < first_of_many) {
    DivePath found;
    found.path = path;
    if (state != unseen) {
      found.copies = 1;
      found.total =
          state == of_no_entry ? 0 : static_cast<std::int64_t>(size_of(tree_, seen_entry(state)));
      found.smallest = found.total;
      once_ -= static_cast<std::uint64_t>(found.total);
    }
    state = static_cast<std::uint32_t>(many_.size()) + first_of_many;
    many_.push_back(found);
  }
  return many_[state - first_of_many];
}

void DivePaths::sum_up(DiveFigures& figures) {
  state_.reset();
  auto smallest = static_cast<std::int64_t>(std::min<std::uint64_t>(once_, most));
  std::int64_t total = smallest;
  for (const DivePath& found : many_) {
    smallest = sum(smallest, found.smallest);
    total = sum(total, found.total);
    if (found.copies < 2) continue;
    const auto size = static_cast<std::uint64_t>(found.total);
    figures.wasted_bytes = std::min<std::uint64_t>(figures.wasted_bytes + size, most);
    figures.inefficient.push_back({found.path, found.copies, size});
  }
  if (total != 0) figures.efficiency = static_cast<double>(smallest) / static_cast<double>(total);
  const PathTable& paths = tree_.paths();
  std::sort(figures.inefficient.begin(), figures.inefficient.end(),
            [&](const DiveFile& a, const DiveFile& b) {
              return a.size_bytes != b.size_bytes ? a.size_bytes > b.size_bytes
                                                  : paths.compare(a.path, b.path) < 0;
            });
}

void DiveStack::add_weight(PathId path, std::uint64_t weight) {
  if (weight == 0) return;
  for (PathId at = path;; at = paths_.parent(at)) {
    nodes_[at].weight += weight;
    if (at == root_path) return;
  }
}

void DiveStack::make(PathId path) {
  for (PathId at = path; at != root_path && !nodes_[at].there; at = paths_.parent(at)) {
    Node& parent = nodes_[paths_.parent(at)];
    nodes_[at].there = true;
    if (nodes_[at].listed) continue;
    nodes_[at].listed = true;
    nodes_[at].next = parent.first_child;
    parent.first_child = at;
  }
}

void DiveStack::put_unnamed(PathId directory, std::int64_t size) {
  make(directory);
  add_weight(directory, static_cast<std::uint64_t>(size));
}

void DiveStack::put(PathId path, std::int64_t size, bool is_directory) {
  make(path);
  const auto bytes = static_cast<std::uint64_t>(size);
  add_weight(path, bytes - nodes_[path].size);
  nodes_[path].size = bytes & Node::max_size;
  nodes_[path].is_directory = is_directory;
}

void DiveStack::remove(PathId path) {
  if (path == root_path || path == no_path || !nodes_[path].there) return;
  add_weight(path, 0 - nodes_[path].weight);
  doomed_.clear();
  doomed_.push_back(path);
  while (!doomed_.empty()) {
    Node& node = nodes_[doomed_.back()];
    doomed_.pop_back();
    for (PathId child = node.first_child; child != no_path; child = nodes_[child].next) {
      nodes_[child].listed = false;
      if (nodes_[child].there) doomed_.push_back(child);
    }
    node.weight = 0;
    node.size = 0;
    node.there = node.is_directory = false;
    node.first_child = no_path;
  }
}

}  // namespace plimsoll::image
