#pragma once

// tmp/ of a store: unfinished work. Each process has a directory there and holds a lock on it; a
// directory whose lock is free belonged to a process that has gone.

#include <atomic>
#include <mutex>
#include <string>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"

namespace plimsoll::builder {

class Workspace {
 public:
  // `directory`: the store's tmp/. Nothing is made before it is needed.
  explicit Workspace(std::string directory) : directory_(std::move(directory)) {}
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace();

  // Our own directory; at the first call it is made, and what the dead left is removed.
  [[nodiscard]] Result<std::string> path();
  // A new empty directory in it.
  [[nodiscard]] Result<std::string> new_directory();
  [[nodiscard]] Result<NewFile> new_file();

 private:
  std::string directory_;
  std::mutex mutex_;
  std::string own_;
  FileDescriptor lock_;
  std::atomic<unsigned> count_ = 0;
};

// Removes a file or a directory with all that is in it. Links are removed, not followed; depth
// costs neither stack nor descriptors. What is not there is removed already.
[[nodiscard]] Result<void> remove_all(const std::string& path);

// Removes the directories in `tmp` whose owners have gone; returns how many bytes that freed.
std::uint64_t remove_leftovers(const std::string& tmp);

// Bytes that a file or a tree takes on disk (allocated blocks; a file with several names counts at
// each). 0 for what cannot be read.
[[nodiscard]] std::uint64_t disk_usage(const std::string& path);

}  // namespace plimsoll::builder
