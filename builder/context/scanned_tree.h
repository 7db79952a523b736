#pragma once

// The directories of a context that were asked for, behind the ignore file, with what is known of
// their contents. Not for two threads at once; its own threads read. Internal to builder/context.

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "analyzer/context/ignore.h"
#include "builder/context/digest_memory.h"
#include "builder/context/scan.h"

namespace plimsoll::builder {

struct ContextDirectory {
  std::string path;  // relative to the root, "" is the root
  std::uint32_t number = 0;
  std::uint32_t parent = 0;
  IgnoreResults ignored;
  bool scanned = false;
  ScannedDirectory scan;  // what .dockerignore lets through
};

class ScannedTree {
 public:
  ScannedTree(FileDescriptor root, IgnoreFile ignore, DigestMemory memory, unsigned workers);

  struct Place {
    ContextDirectory* directory = nullptr;  // in which it stands; null for the root
    ScannedItem* item = nullptr;            // null: nothing is there (or it is the root)
    bool root = false;
  };
  // What stands at a clean relative path; directories on the way are read.
  [[nodiscard]] Result<Place> find(std::string_view path);
  // The directory at a place, read; null where there is none.
  [[nodiscard]] Result<ContextDirectory*> directory(const Place& place);
  // Reads everything below, in parallel.
  [[nodiscard]] Result<void> scan_below(ContextDirectory& top);
  // The directory that an item is, read.
  [[nodiscard]] ContextDirectory& child(const ScannedItem& item) {
    return directories_[item.directory];
  }

  // Digests of files that lack them, read in parallel. What was changed meanwhile is digested as it
  // is and not remembered.
  struct Wanted {
    ContextDirectory* directory = nullptr;
    ScannedItem* item = nullptr;
  };
  [[nodiscard]] Result<void> digest(const std::vector<Wanted>& files);

  // Whether all files that have a digest still have it: the directories are scanned again, and
  // files too young for their times to tell are read again.
  [[nodiscard]] bool holds() const;

  [[nodiscard]] const std::shared_ptr<const FileDescriptor>& root() const { return root_; }
  // All digests that may be written down; empty when none is new.
  [[nodiscard]] std::vector<Remembered> new_memories() const;
  [[nodiscard]] const DigestMemory& memory() const { return memory_; }

 private:
  [[nodiscard]] Result<void> scan_one(std::uint32_t number);
  [[nodiscard]] Result<ScannedDirectory> read(const ContextDirectory& directory) const;
  void take_in(std::uint32_t number, ScannedDirectory scan);
  void leave_out_empty(std::uint32_t first);
  [[nodiscard]] bool holds(const ContextDirectory& directory) const;

  std::shared_ptr<const FileDescriptor> root_;
  IgnoreFile ignore_;
  DigestMemory memory_;
  unsigned workers_ = 1;
  std::int64_t begin_ns_ = 0;                 // before anything was looked at
  std::deque<ContextDirectory> directories_;  // by number; 0 is the root; parents before children
  bool digested_ = false;                     // something that was not remembered
};

}  // namespace plimsoll::builder
