#pragma once

// Copies one source, a file or a directory with all below, into a Target. Internal to
// builder/steps.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/context/ignore.h"
#include "builder/layer/file_tree.h"
#include "builder/steps/chmod.h"
#include "builder/steps/target.h"

namespace plimsoll::builder {

struct CopyRules {
  std::optional<Owner> owner;  // --chown; otherwise that of the source
  std::optional<ModeRule> mode;
  IgnoreFile excludes;                 // relative to the directory that is copied
  std::optional<std::string> pattern;  // --parents: what is taken of the directory, relative to it
  // The owner and mode of directories that are made on the way.
  [[nodiscard]] Owner owner_of_parents() const { return owner.value_or(Owner()); }
  [[nodiscard]] std::uint32_t mode_of_parents() const { return mode ? mode->of_parents() : 0755; }
};

class Copier {
 public:
  Copier(const FileTree& source, Target& target, const CopyRules& rules);

  // `from` stands at `from.path` in the source; `to` is a clean path without links whose parent is
  // a directory. A directory's contents go into the directory `to`.
  [[nodiscard]] Result<void> copy(const Entry& from, const std::string& to);

 private:
  struct Level {  // a directory that is being copied
    Entry from;
    std::string to;
    std::vector<Entry> children;
    std::size_t next = 0;
    bool top = false;
    bool included = false;  // itself, not for the sake of something below
    bool copied = false;    // it stands in the target
    bool made = false;      // it did not before
    IgnoreResults include_results;
    IgnoreResults exclude_results;
  };
  [[nodiscard]] bool decide(std::string_view path, const Level& parent, Level& own) const;
  [[nodiscard]] bool may_hold_pattern(std::string_view path) const;
  [[nodiscard]] Result<void> enter(Level level);
  void leave();
  [[nodiscard]] Result<void> copy_child(Entry from, std::string to);
  [[nodiscard]] Result<void> copy_leaf(Entry from, std::string to);
  [[nodiscard]] Result<void> copy_parents();
  // The directory at `to`, made or there already; `overwrite`: with the mode of the source.
  [[nodiscard]] Result<bool> make_directory(const Entry& from, const std::string& to,
                                            bool overwrite);
  [[nodiscard]] Entry as_copied(Entry from) const;

  const FileTree& source_;
  Target& target_;
  const CopyRules& rules_;
  IgnoreFile includes_;
  std::string literal_;  // the components of the pattern before the first wildcard
  std::string group_prefix_;
  std::size_t top_size_ = 0;  // of the path of what is copied, with its slash
  std::vector<Level> levels_;
};

}  // namespace plimsoll::builder
