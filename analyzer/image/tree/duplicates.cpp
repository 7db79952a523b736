#include <algorithm>
#include <string>

#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::image {
namespace {

std::uint64_t spare_bytes(const Duplicates& group) {
  return group.size * (group.copies.size() - 1);
}

}  // namespace

std::vector<Duplicates> find_duplicates(const ImageTree& tree, std::uint64_t least_bytes) {
  std::vector<EntryRef> files;
  for (std::uint32_t layer = 0; layer < tree.layer_count(); ++layer) {
    if (!tree.layer(layer)) continue;
    const auto count = static_cast<std::uint32_t>(tree.layer(layer)->entries.size());
    for (EntryRef ref{layer, 0}; ref.entry < count; ++ref.entry) {
      const ScannedEntry& entry = tree.at(ref);
      if (entry.kind == EntryKind::File && entry.size >= std::max<std::uint64_t>(least_bytes, 1) &&
          tree.fate(ref) == Fate::Live) {
        files.push_back(ref);
      }
    }
  }
  const auto key = [&](EntryRef ref) {
    const ScannedEntry& entry = tree.at(ref);
    return std::pair(entry.size, entry.content);
  };
  std::sort(files.begin(), files.end(), [&](EntryRef a, EntryRef b) {
    const auto of_a = key(a);
    const auto of_b = key(b);
    return of_a != of_b ? of_a < of_b : a < b;
  });

  std::vector<Duplicates> groups;
  for (auto at = files.begin(); at != files.end();) {
    const auto end =
        std::find_if(at, files.end(), [&](EntryRef ref) { return key(ref) != key(*at); });
    if (end - at > 1) groups.push_back({tree.at(*at).size, std::vector<EntryRef>(at, end)});
    at = end;
  }
  const auto path = [&](EntryRef ref) { return tree.paths().path(tree.path(ref)); };
  for (Duplicates& group : groups) {
    std::vector<std::pair<std::string, EntryRef>> named;
    for (const EntryRef ref : group.copies) named.emplace_back(path(ref), ref);
    std::sort(named.begin(), named.end());
    for (std::size_t i = 0; i < named.size(); ++i) group.copies[i] = named[i].second;
  }
  std::sort(groups.begin(), groups.end(), [&](const Duplicates& a, const Duplicates& b) {
    if (spare_bytes(a) != spare_bytes(b)) return spare_bytes(a) > spare_bytes(b);
    return path(a.copies.front()) < path(b.copies.front());
  });
  return groups;
}

}  // namespace plimsoll::image
