#pragma once

// RUN --mount=type=bind: a part of a context, a stage or an image. Of a context, the files behind
// .dockerignore become a layer that is unpacked: the command sees what a COPY would have taken,
// owned by root, and nothing that changes while it runs. A stage or image is joined from the trees
// of its layers.

#include <string>
#include <vector>

#include "builder/actions.h"

namespace plimsoll::builder {

class BindSource {
 public:
  // `path` is absolute; links in it are followed within the tree. Fails when nothing is there.
  [[nodiscard]] static Result<BindSource> find(const Place& place, const lowered::Source& from,
                                               const std::string& path);
  // Of the contents, for keys.
  [[nodiscard]] const std::string& key() const { return key_; }
  // What to mount: trees of layers, and the path in them.
  [[nodiscard]] Result<SandboxMount> mount(const Place& place);
  // Whether what was mounted is what the key names: a context may change while it is read.
  [[nodiscard]] bool holds() const { return holds_; }
  // A copy in `scratch`, an empty directory of ours; returns where it is. Directories only.
  [[nodiscard]] Result<std::string> copy_into(const Place& place, const std::string& scratch);

 private:
  [[nodiscard]] Result<void> collect(const Place& place);

  SourceOf source_;
  std::string asked_;  // the path as asked for
  std::string key_;
  std::string within_;  // where it is in the tree; "" is the root
  bool directory_ = true;
  bool holds_ = true;
  std::vector<Entry> entries_;  // of it and the directories that lead there
};

}  // namespace plimsoll::builder
