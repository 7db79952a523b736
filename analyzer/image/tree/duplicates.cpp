// Files are put in the order of their contents, and of their paths where those are the same: so
// copies stand beside each other, and the first of them has the first path. No text of a path is
// made for it.

#include <algorithm>
#include <utility>

#include "analyzer/base/row.h"
#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::image {
namespace {

// Files [first, first + count) of the row.
struct Group {
  std::size_t first = 0, count = 0;
  std::uint64_t spare_bytes = 0;
};

Row<EntryRef> files_of(const ImageTree& tree, std::uint64_t least_bytes) {
  Row<EntryRef> files;
  for (std::uint32_t layer = 0; layer < tree.layer_count(); ++layer) {
    if (!tree.layer(layer)) continue;
    const auto count = static_cast<std::uint32_t>(tree.layer(layer)->entries.size());
    for (EntryRef ref{layer, 0}; ref.entry < count; ++ref.entry) {
      const ScannedEntry& entry = tree.at(ref);
      if (entry.kind == EntryKind::File &&
          entry.size() >= std::max<std::uint64_t>(least_bytes, 1) && tree.fate(ref) == Fate::Live) {
        files.push_back(ref);
      }
    }
  }
  return files;
}

}  // namespace

FoundDuplicates find_duplicates(const ImageTree& tree, std::uint64_t least_bytes) {
  Row<EntryRef> files = files_of(tree, least_bytes);
  const auto key = [&](EntryRef ref) {
    const ScannedEntry& entry = tree.at(ref);
    return std::pair(entry.size(), entry.content());
  };
  const auto by_path = [&](EntryRef a, EntryRef b) {
    const int order = tree.paths().compare(tree.path(a), tree.path(b));
    return order != 0 ? order < 0 : a < b;
  };
  std::sort(files.begin(), files.end(), [&](EntryRef a, EntryRef b) {
    const auto of_a = key(a);
    const auto of_b = key(b);
    return of_a != of_b ? of_a < of_b : by_path(a, b);
  });

  FoundDuplicates found;
  Row<Group> groups;
  for (std::size_t at = 0, end = 0; at < files.size(); at = end) {
    while (end < files.size() && key(files[end]) == key(files[at])) ++end;
    if (end - at < 2) continue;
    groups.push_back({at, end - at, tree.at(files[at]).size() * (end - at - 1)});
    found.spare_bytes += groups.back().spare_bytes;
  }
  found.count = groups.size();
  const std::size_t told = std::min(groups.size(), most_duplicates);
  std::partial_sort(
      groups.begin(), groups.begin() + told, groups.end(), [&](const Group& a, const Group& b) {
        return a.spare_bytes != b.spare_bytes ? a.spare_bytes > b.spare_bytes
                                              : by_path(files[a.first], files[b.first]);
      });
  for (std::size_t i = 0; i < told; ++i) {
    const EntryRef* const first = files.begin() + groups[i].first;
    found.biggest.push_back({tree.at(*first).size(), {first, first + groups[i].count}});
  }
  return found;
}

}  // namespace plimsoll::image
