#include "analyzer/image/tree/dive_layer.h"

#include <string>

#include "analyzer/base/check.h"

namespace plimsoll::image {
namespace {

constexpr std::string_view dropped_prefix = ".wh..wh..";

// Of ".wh." and a name to a whole one.
int compare_whiteout(std::string_view name, std::string_view other) {
  const std::size_t prefix = dive_whiteout_prefix.size();
  const int first = dive_whiteout_prefix.compare(other.substr(0, prefix));
  return first != 0 ? first : name.compare(other.substr(prefix));
}

}  // namespace

std::uint64_t dive_size(const ScannedLayer& layer, const ScannedEntry& entry) {
  const bool sparse = (entry.flags & entry_is_sparse) != 0;
  const EntryExtra* const extra = sparse ? layer.extra(entry) : nullptr;
  return extra != nullptr ? std::min(extra->value, ScannedEntry::max_size) : entry.size();
}

DiveLayer::DiveLayer(const ScannedLayer& layer, const PathTable& paths)
    : layer_(layer),
      paths_(paths),
      entries_(layer.paths.size(), nothing),
      flags_(layer.paths.size(), 0) {
  CHECK(layer.paths.size() + layer.entries.size() < most_nodes);
  flags_[root_path] = there;
  if (!paths.is_over(layer.paths)) {
    paths_of_all_.resize(layer.paths.size(), root_path);
    // A directory has a smaller number than what is in it.
    for (PathId path = root_path + 1; path < layer.paths.size(); ++path) {
      paths_of_all_[path] =
          paths.find_child(paths_of_all_[layer.paths.parent(path)], layer.paths.name(path));
    }
  }
  const auto count = static_cast<std::uint32_t>(layer.entries.size());
  for (std::uint32_t entry = 0; entry < count; ++entry) add(entry);
}

void DiveLayer::add(std::uint32_t entry) {
  const ScannedEntry& what = layer_.entries[entry];
  if (what.path == no_path) return;
  if (what.kind == EntryKind::Whiteout) {
    if (what.path != root_path) add_whiteout(entry);
    return;
  }
  // An opaque marker is no node, but its directory is.
  if (enter(what.path) && what.kind != EntryKind::Opaque) entries_[what.path] = entry;
}

void DiveLayer::add_whiteout(std::uint32_t entry) {
  const PathId hides = layer_.entries[entry].path;
  const PathId directory = layer_.paths.parent(hides);
  if (!enter(directory)) return;
  const std::string name = std::string(dive_whiteout_prefix).append(layer_.paths.name(hides));
  const PathId written = layer_.paths.find_child(directory, name);
  if (written != no_path) {  // something of the layer lies below it
    if (enter(written)) entries_[written] = entry;
    return;
  }
  if (of_all(hides) == no_path) return;
  flags_[directory] |= has_child;
  whiteouts_.push_back(entry);
  in_order_ = true;
}

// Makes a path and all above it nodes; false where a name is dropped or lies too deep.
bool DiveLayer::enter(PathId path) {
  trail_.clear();
  PathId at = path;
  for (; (flags_[at] & there) == 0; at = layer_.paths.parent(at)) trail_.push_back(at);
  for (; !trail_.empty(); trail_.pop_back()) {
    const PathId next = trail_.back();
    const std::string_view name = layer_.paths.name(next);
    if (name.starts_with(dropped_prefix) || of_all(next) == no_path) return false;
    flags_[at] |= has_child;
    flags_[next] |= there;
    in_order_ = in_order_ || name.starts_with(dive_whiteout_prefix);
    at = next;
  }
  return true;
}

PathId DiveLayer::parent(Node node) const {
  return layer_.paths.parent(is_entry_of_whiteout(node) ? hidden(node) : node);
}

std::int64_t DiveLayer::size(Node node) const {
  const std::uint32_t number = entry(node);
  if (number == nothing) return 0;
  return static_cast<std::int64_t>(dive_size(layer_, layer_.entries[number]));
}

bool DiveLayer::is_directory(Node node) const {
  const std::uint32_t number = entry(node);
  return number != nothing && layer_.entries[number].kind == EntryKind::Directory;
}

PathId DiveLayer::shown_path(Node node) const {
  if (is_entry_of_whiteout(node)) return of_all(hidden(node));
  if (!is_whiteout(node)) return of_all(node);
  const PathId directory = of_all(parent(node));
  const std::string_view name = layer_.paths.name(node).substr(dive_whiteout_prefix.size());
  return name.empty() ? directory : paths_.find_child(directory, name);
}

PathId DiveLayer::own_path(Node node) const {
  if (!is_entry_of_whiteout(node)) return of_all(node);
  const PathId hides = hidden(node);
  const std::string name = std::string(dive_whiteout_prefix).append(layer_.paths.name(hides));
  return paths_.find_child(of_all(layer_.paths.parent(hides)), name);
}

Row<DiveLayer::Node> DiveLayer::by_directory() const {
  Row<Node> nodes;
  for (Node node = root_path + 1; node < node_count(); ++node) {
    if (exists(node)) nodes.push_back(node);
  }
  std::sort(nodes.begin(), nodes.end(), [&](Node a, Node b) {
    if (parent(a) != parent(b)) return parent(a) < parent(b);
    const int order = compare(a, b);
    return order != 0 ? order > 0 : a > b;
  });
  const Node* const end = std::unique(nodes.begin(), nodes.end(), [&](Node a, Node b) {
    return parent(a) == parent(b) && compare(a, b) == 0;
  });
  nodes.resize(static_cast<std::size_t>(end - nodes.begin()));
  return nodes;
}

std::span<const DiveLayer::Node> DiveLayer::children(const Row<Node>& nodes, Node directory) const {
  const Node* const first =
      std::lower_bound(nodes.begin(), nodes.end(), directory,
                       [&](Node node, Node wanted) { return parent(node) < wanted; });
  const Node* const end = std::upper_bound(
      first, nodes.end(), directory, [&](Node wanted, Node node) { return wanted < parent(node); });
  return {first, end};
}

int DiveLayer::compare(Node a, Node b) const {
  const auto name = [&](Node node) {
    return layer_.paths.name(is_entry_of_whiteout(node) ? hidden(node) : node);
  };
  if (is_entry_of_whiteout(a) == is_entry_of_whiteout(b)) return name(a).compare(name(b));
  return is_entry_of_whiteout(a) ? compare_whiteout(name(a), name(b))
                                 : -compare_whiteout(name(b), name(a));
}

}  // namespace plimsoll::image
