#pragma once

// What becomes of each entry while layers are stacked, by its number: 9 bytes.

#include <unordered_map>
#include <vector>

#include "analyzer/image/tree/layer_entries.h"

namespace plimsoll::image {

struct Fates {
  explicit Fates(EntryNumber entries)
      : path(entries, no_path), other(entries, nothing), fate(entries, Fate::Overhead) {}

  std::vector<PathId> path;
  // Of what is hidden: by whom. Of a live hardlink: its inode.
  std::vector<EntryNumber> other;
  std::vector<Fate> fate;
  // Of files with more than one live name: how many more. Their order is never asked for.
  std::unordered_map<EntryNumber, std::uint32_t> more_names;

  // Of the live entry of a path.
  [[nodiscard]] EntryNumber inode(EntryNumber entry) const {
    return other[entry] == nothing ? entry : other[entry];
  }
};

}  // namespace plimsoll::image
