#pragma once

// A directory of the machine as a FileTree: the build context or a named one, behind its
// .dockerignore. Nothing outside of it can be reached (openat2 RESOLVE_BENEATH). Digests of
// contents are remembered by (device, inode, size, mtime, ctime, mode), except for files so young
// that a later change could hide (git's racy rule).

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/context/ignore.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

// May be asked by many threads at once.
class ContextTree : public FileTree {
 public:
  // `memory`: the file in the store where digests are kept; "" = none. `ignore` may be empty.
  // A directory is read when it is first asked for, by `workers` threads where a whole subtree is.
  // Entries come with owner 0:0 and their own mode and mtime, and with the digest where it is
  // remembered; sockets are not seen, attributes not read (BuildKit sends none that an image
  // keeps). Files that share an inode have the same `link`, a name for the inode and no path.
  [[nodiscard]] static Result<std::unique_ptr<ContextTree>> open(const std::string& directory,
                                                                 IgnoreFile ignore,
                                                                 std::string memory,
                                                                 unsigned workers);
  // Fills content_digest of File entries of this tree that lack it, reading what is not remembered.
  [[nodiscard]] virtual Result<void> fill_digests(std::vector<Entry>& entries) const = 0;

  // 64 hexadecimal digits over everything that a COPY of `sources` (as written in it: paths or
  // globs, but not the patterns of --parents) can see here: names, kinds, modes, times in seconds,
  // links, contents. Makes no entries: the quick key of a COPY, a few milliseconds for ten thousand
  // files that are remembered. Equal digests: the same plan; different ones may still give the same
  // plan. Reads what an --exclude leaves out, too: plan then instead.
  [[nodiscard]] virtual Result<std::string> digest_of(
      const std::vector<std::string>& sources) const = 0;

  // Whether the files whose digests were given still have them. Asked when a layer was written from
  // them: what was changed in between is not what a key of those digests names.
  [[nodiscard]] virtual bool holds() const = 0;

  // Writes the digests down for the next build when there are new ones; best effort.
  virtual void save() const = 0;
};

// The ignore file that goes with a Dockerfile: `<Dockerfile>.dockerignore`, else `.dockerignore` of
// the context; empty when there is neither. A pattern that cannot be read is an error with its
// line.
[[nodiscard]] Result<IgnoreFile> find_ignore_file(const std::string& context,
                                                  const std::string& dockerfile);

}  // namespace plimsoll::builder
