#include "analyzer/image/tree/dive_sums.h"

#include <algorithm>

namespace plimsoll::image {
namespace {

constexpr std::uint32_t unseen = 0;
constexpr std::uint32_t seen_once = 1;
constexpr std::uint32_t first_of_many = 2;

}  // namespace

DivePaths::DivePaths(std::size_t paths) : state_(paths, unseen), size_(paths, 0) {}

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

}  // namespace plimsoll::image
