#pragma once

// What a COPY or ADD puts into its layer: an entry list, made without touching a disk. BuildKit's
// rules of sources, wildcards, links, owners and modes (Dockerfile reference, COPY and ADD).

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/lowered/lowered.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

// What an ADD of a URL brought: fetched before, so that planning asks nobody. Its checksum was held
// against --checksum.
struct Fetched {
  std::string url;
  std::string file_name;  // of the URL's path, or as the server names it
  std::string path;       // a file of ours that holds the bytes
  std::int64_t mtime_s = 0;
};

struct CopyInput {
  const lowered::CopyStep& step;  // without holes
  const FileTree& source;
  const FileTree& destination;     // what the layers below make; not looked at for is_linked steps
  bool source_is_context = false;  // its root has no time of its own
  const std::vector<Fetched>& fetched;
  std::string scratch;     // a directory of ours where archives are unpacked to plain tar
  std::int64_t now_s = 0;  // the time of what is made new (directories, heredocs)
};

// Whether the layer is made without a look at the destination: --link, unless there is a --chmod
// (BuildKit leaves --link out then).
[[nodiscard]] bool is_linked(const lowered::CopyStep& step);

// Sorted, with the directories that lead there (as they are below, or made new: mode 0755 and the
// owner of --chown). Nothing where a wildcard matches nothing. Messages name the source or
// destination as it is written.
[[nodiscard]] Result<std::vector<Entry>> plan_copy(const CopyInput& input);

// WORKDIR: the missing directories of `path`, which belong to `user` (a lone number is its own
// group), with what leads there; empty when it is there. BuildKit makes a layer in any case but for
// WORKDIR /, an empty one when the list is empty.
[[nodiscard]] Result<std::vector<Entry>> plan_workdir(const lowered::WorkdirStep& step,
                                                      const FileTree& below, std::int64_t now_s);

}  // namespace plimsoll::builder
