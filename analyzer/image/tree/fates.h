#pragma once

// What becomes of each entry while layers are stacked, by its number: 9 bytes.

#include "analyzer/base/row.h"
#include "analyzer/image/tree/layer_entries.h"

namespace plimsoll::image {

struct Fates {
  explicit Fates(EntryNumber entries)
      : path(entries, no_path), other(entries, nothing), fate(entries, Fate::Overhead) {}

  Row<PathId> path;
  // Of what is hidden: by whom. Of a live hardlink: its inode. Of another live entry: how many more
  // names than one it has, counted down from `nothing`.
  Row<EntryNumber> other;
  Row<Fate> fate;

  // Of the live entry of a path.
  [[nodiscard]] EntryNumber inode(EntryNumber entry) const {
    return other[entry] > most_entries ? entry : other[entry];
  }
  // Of an inode.
  void add_name(EntryNumber inode) { --other[inode]; }
  // False where it was the last one.
  bool take_name(EntryNumber inode) {
    if (other[inode] == nothing) return false;
    ++other[inode];
    return true;
  }

  static constexpr EntryNumber most_entries = 0x7FFF'FFFF;
};

}  // namespace plimsoll::image
