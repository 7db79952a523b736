#pragma once

// A file system to look at: a build context, stacked layers, a directory. COPY reads from one and
// resolves its destination in another, without a mount.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "builder/layer/entry.h"

namespace plimsoll::builder {

class FileTree {
 public:
  virtual ~FileTree() = default;
  // What stands at `path` (clean, relative to the root, "" is the root); links are not followed,
  // not even in the parents: those must be directories. Hardlinks come as File, with `link` naming
  // the first path of the group ("" = a single file).
  [[nodiscard]] virtual Result<std::optional<Entry>> find(std::string_view path) const = 0;
  // What stands directly in a directory, sorted by name; nothing where there is no directory.
  [[nodiscard]] virtual Result<std::vector<Entry>> children(std::string_view path) const = 0;
  // A hint that all below a directory is asked for next: a tree that reads when it is asked may
  // read it all at once.
  [[nodiscard]] virtual Result<void> expect_all_of(std::string_view /*path*/) const { return {}; }
};

// An empty root directory.
class EmptyTree final : public FileTree {
 public:
  [[nodiscard]] Result<std::optional<Entry>> find(std::string_view path) const override;
  [[nodiscard]] Result<std::vector<Entry>> children(std::string_view path) const override;
};

inline constexpr int max_links_followed = 255;  // as Go's securejoin; beyond: a clear error
inline constexpr std::size_t max_path_bytes = std::size_t{64} << 10;

// The clean path at which a process chrooted into `tree` would end up for `path`: links in the
// parents are followed within the root, `..` stops at it; what does not exist is taken as it is
// written. `follow_last`: whether a link at the end is followed too.
[[nodiscard]] Result<std::string> resolve_in_tree(const FileTree& tree, std::string_view path,
                                                  bool follow_last);

// Calls `visit` for everything below `path`, not itself, parents first, each directory's children
// by name. Iterative: depth costs no stack. Stops at the first failure.
[[nodiscard]] Result<void> walk(const FileTree& tree, std::string_view path,
                                const std::function<Result<void>(const Entry&)>& visit);

// uid and gids as RUN and --chown see them: /etc/passwd and /etc/group of the tree.
struct Account {
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::vector<std::uint32_t> groups;  // supplementary
  std::string home = "/";
};
// USER: "name", "uid", "name:group", "uid:gid". A missing name is an error, a number is not.
[[nodiscard]] Result<Account> find_account(const FileTree& tree, std::string_view user);
// --chown and the owner of a WORKDIR: a lone number is its own group; a name that the file does not
// have is 0, a group that it does not have the user's own; no file at all is an error.
[[nodiscard]] Result<Account> find_owner(const FileTree& tree, std::string_view user,
                                         std::string_view group);

}  // namespace plimsoll::builder
