#pragma once

// Digests of a context's files from builds before: a file that is mapped and searched, not read.
// Internal to builder/context.

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/base/file.h"
#include "analyzer/base/result.h"
#include "builder/context/scan.h"

namespace plimsoll::builder {

struct Remembered {
  FileStamp stamp;
  digest::Sha256 digest = {};
};

class DigestMemory {
 public:
  // What stands in `file` for the context at `directory`. A file that is missing, damaged, of
  // another version or of another context is an empty memory.
  [[nodiscard]] static DigestMemory load(const std::string& file, const std::string& directory);
  // The digest of the file with that stamp; null when it is not known.
  [[nodiscard]] const digest::Sha256* find(const FileStamp& stamp) const;
  [[nodiscard]] std::size_t size() const { return count_; }

  // Writes `seen` and, as long as they do not outnumber it by far, what was known of files that
  // were not looked at this time.
  [[nodiscard]] Result<void> save(const std::string& file, const std::string& directory,
                                  std::vector<Remembered> seen) const;

 private:
  MappedFile mapped_;
  const Remembered* records_ = nullptr;  // sorted by inode, then device
  std::size_t count_ = 0;
};

}  // namespace plimsoll::builder
