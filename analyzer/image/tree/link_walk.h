#pragma once

// Where a path leads through links, as for a process whose root the image is.

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/image/tree/fates.h"
#include "analyzer/image/tree/live_tree.h"

namespace plimsoll::image {

inline constexpr unsigned max_links = 40;  // on one way, as Linux has it (path_resolution(7))

struct Way {
  PathId at = no_path;  // what the way leads to, or the last thing on it that exists; no_path: a
                        // loop, or more work than there was a budget for
  std::vector<std::string_view> missing;  // names below `at` that lead on, as written
  bool broken = false;                    // went through what does not exist or is no directory
};

class LinkWalk {
 public:
  // `budget_bytes`: of links' texts, all ways together. A forest of links that lead through each
  // other is cheap to write and dear to walk.
  LinkWalk(const LiveTree& tree, const LayerEntries& entries, const Fates& fates,
           std::uint64_t budget_bytes)
      : tree_(tree), entries_(entries), fates_(fates), budget_(budget_bytes) {}

  // From a directory along a text with slashes; from the root where it begins with one. `links`
  // counts those followed. ".." leads to where the directory really is, and never out of the root.
  // Beyond what exists names are taken as they are written.
  [[nodiscard]] Way follow(PathId from, std::string_view text, bool follow_last, unsigned& links);
  // From where the link lies to where it leads.
  [[nodiscard]] Way follow_link(PathId link, unsigned& links);
  [[nodiscard]] bool exhausted() const { return exhausted_; }

 private:
  bool enter_link(PathId link, Way& way, unsigned& links);
  void step(std::string_view name, bool follow_last, Way& way, unsigned& links);
  [[nodiscard]] bool at_the_end() const;

  const LiveTree& tree_;
  const LayerEntries& entries_;
  const Fates& fates_;
  std::uint64_t budget_;
  bool exhausted_ = false;
  std::vector<std::string_view> rest_;  // still to go, innermost link last
};

}  // namespace plimsoll::image
