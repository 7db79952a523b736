#pragma once

// What a COPY or ADD puts into its layer: an entry list, made without touching a disk. BuildKit's
// rules of sources, wildcards, links, owners and modes (Dockerfile reference, COPY and ADD).

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/lowered/lowered.h"
#include "builder/layer/file_tree.h"

namespace plimsoll::builder {

// What an ADD of a URL brought: fetched before, so that planning asks nobody.
struct Fetched {
  std::string url;
  std::string file_name;  // of the URL's path, or as the server names it
  std::string path;       // a file of ours that holds the bytes
  std::int64_t mtime_s = 0;
};

struct CopyInput {
  const lowered::CopyStep& step;  // without holes
  const FileTree& source;
  const FileTree& destination;     // what the layers below make; empty for --link
  bool source_is_context = false;  // owner 0:0, setuid kept; otherwise the owners of the source
  const std::vector<Fetched>& fetched;
  std::string scratch;     // a directory of ours where archives are unpacked to plain tar
  std::int64_t now_s = 0;  // the time of what is made new (directories, heredocs)
};

// Sorted, with the directories that lead there (as they are below, or made new: mode 0755 and the
// owner of --chown). Messages name the source or destination as it is written.
[[nodiscard]] Result<std::vector<Entry>> plan_copy(const CopyInput& input);

// WORKDIR: the missing directories of `path`; empty when it is there.
[[nodiscard]] Result<std::vector<Entry>> plan_workdir(const lowered::WorkdirStep& step,
                                                      const FileTree& below, std::int64_t now_s);

}  // namespace plimsoll::builder
