#pragma once

// A directory of the machine as a FileTree: the build context or a named one, behind its
// .dockerignore. Nothing outside of it can be reached (openat2 RESOLVE_BENEATH). Digests of
// contents are remembered by (device, inode, size, mtime, ctime, mode), except for files so young
// that a later change could hide (git's racy rule).

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/context/ignore.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

class ContextTree : public FileTree {
 public:
  // `memory`: the file in the store where digests are kept; "" = none. `ignore` may be empty.
  // Scanned when first asked, by `workers` threads; entries come with owner 0:0 and their own mode
  // and mtime; sockets are not seen.
  [[nodiscard]] static Result<std::unique_ptr<ContextTree>> open(const std::string& directory,
                                                                 IgnoreFile ignore,
                                                                 std::string memory,
                                                                 unsigned workers);
  // Fills content_digest of File entries that lack it, reading what is not remembered.
  [[nodiscard]] virtual Result<void> fill_digests(std::vector<Entry>& entries) const = 0;
  // Writes the digests down for the next build; best effort.
  virtual void save() const = 0;
};

// The ignore file that goes with a Dockerfile: `<Dockerfile>.dockerignore`, else `.dockerignore` of
// the context; empty when there is neither. A pattern that cannot be read is an error with its
// line.
[[nodiscard]] Result<IgnoreFile> find_ignore_file(const std::string& context,
                                                  const std::string& dockerfile);

}  // namespace plimsoll::builder
