#pragma once

// The making of an ImageTree: stacking.cpp says how.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/image/tree/fates.h"
#include "analyzer/image/tree/link_walk.h"

namespace plimsoll::image {

class Stacking {
 public:
  Stacking(const LayerEntries& entries, LiveTree& tree, Fates& fates);
  void run();

  std::vector<TreeNote> notes;
  std::vector<std::pair<std::string_view, std::uint64_t>> note_counts;
  bool exhausted = false;

 private:
  // The directory that a path of the layer leads to, as it was in `generation` of the tree.
  struct Entered {
    PathId directory = no_path;
    std::uint32_t generation = 0;
    std::uint32_t links = 0;
    bool by_lower_link = false;
  };
  struct Removal {
    PathId target;
    EntryNumber by;
    bool opaque;
    bool of_directory;  // a whiteout of one
  };
  enum class Missing : std::uint8_t { Stop, Make };

  void stack(std::uint32_t index);
  void collect_removals();
  PathId target_of(EntryNumber number, const ScannedEntry& entry);
  void apply_removals();
  void note_directories_made_again();
  void add(EntryNumber number, const ScannedEntry& entry);
  void note_own_file(EntryNumber number, const ScannedEntry& entry);
  // False where the target is not there (yet).
  bool add_link(EntryNumber number, const ScannedEntry& entry, PathId place);
  void place(PathId path, EntryNumber number, EntryNumber inode);

  [[nodiscard]] Entered directory(PathId layer_path, Missing missing, EntryNumber by);
  bool enter(PathId layer_path, Missing missing, EntryNumber by, Entered& at);
  bool enter_link(PathId link, Missing missing, EntryNumber by, Entered& at);
  // A directory at this path, made where there is none.
  void make_directory(PathId path, EntryNumber by);
  [[nodiscard]] bool layer_replaces(PathId layer_path);

  void name_gone(EntryNumber entry, Fate fate, EntryNumber by);
  void hide(EntryNumber entry, Fate fate, EntryNumber by);
  void note(std::string_view kind, EntryNumber entry);
  // Of what is not where it says: dive.cpp goes by what is written.
  void make_written_path(const ScannedEntry& entry);
  void settle_paths();

  const LayerEntries& entries_;
  LiveTree& tree_;
  Fates& fates_;
  LinkWalk walk_;

  // Of the layer that is being stacked.
  const ScannedLayer* layer_ = nullptr;
  EntryNumber first_ = 0;
  Row<std::uint32_t> entered_at_;  // by paths of the layer: in entered_; 0 = not there
  Row<Entered> entered_;           // of directories
  std::vector<PathId> trail_;
  Row<Removal> removals_;
  Row<EntryNumber> waiting_;    // hardlinks whose target did not stand there yet
  std::vector<bool> replaced_;  // by paths of the layer; empty = not asked yet
};

}  // namespace plimsoll::image
