// What an upper directory says, as a list of entries.
//
// overlayfs has already noted every change: the upper directory holds what was made or copied up,
// a character device 0:0 for what is gone, a mark on a directory that replaces the one below. So
// only that is walked, and of the layers below only the same names are asked for, one look-up in
// their indexes each: a RUN that changes 3 files of 30,000 costs 3.
//
// Not everything in there is a change. A file that is opened for writing, linked or renamed back is
// copied up whole; a directory is copied up because something below it changed. BuildKit's rule,
// which is ours too: a directory counts when its mode or owner differs, anything else also when its
// size or time does, and where both times are whole seconds (they come from an archive) contents
// decide. What counts is written with the directories that lead to it.
//
//   upper                          below                     entries
//   etc/ (as below)                etc/                      etc (it leads to the next)
//   etc/passwd                     etc/passwd, older         etc/passwd
//   etc/motd, same bytes and time  etc/motd                  -
//   etc/issue  char 0:0            etc/issue                 whiteout etc/issue
//   srv/ marked opaque, with a     srv/ with a, b            whiteout srv/b (and srv/a if it
//   differs)
//
// Explicit whiteouts rather than an opaque mark in the layer: several readers of images have had
// bugs with a mark beside what is made anew, none with names.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <system_error>
#include <utility>

#include "analyzer/base/file.h"
#include "builder/layer/unchanged.h"
#include "builder/sandbox/sandbox.h"
#include "builder/sandbox/upper.h"

namespace plimsoll::builder {
namespace {

constexpr const char* opaque_name = "trusted.overlay.opaque";
constexpr const char* redirect_name = "trusted.overlay.redirect";

tl::unexpected<Error> refused(const std::string& path, int error) {
  return failure(fmt::format("while reading what the command left in /{}: {}", path,
                             std::generic_category().message(error)),
                 error);
}

std::string join(const std::string& directory, std::string_view name) {
  return directory.empty() ? std::string(name) : fmt::format("{}/{}", directory, name);
}

// A directory of upper that is to be read.
struct Pending {
  std::string path;
  std::optional<Entry> below;  // the directory of the layers below that it joins
  bool hides = false;          // what it does not name is gone
};

using Inode = std::pair<dev_t, ino_t>;

class Walk {
 public:
  Walk(std::shared_ptr<const FileDescriptor> upper, const FileTree& below)
      : upper_(std::move(upper)), below_(below) {}

  Result<std::vector<Entry>> run() {
    const Result<std::optional<Entry>> root = below_.find("");
    if (!root) return tl::unexpected(root.error());
    pending_.push_back({"", *root, false});
    while (!pending_.empty()) {
      const Pending directory = std::move(pending_.back());
      pending_.pop_back();
      const Result<void> done = read_directory(directory);
      if (!done) return tl::unexpected(done.error());
    }
    sort_entries(entries_);
    join_hardlinks();
    return std::move(entries_);
  }

 private:
  Result<void> read_directory(const Pending& directory) {
    const Result<FileDescriptor> open = sandbox::open_below(*upper_, directory.path);
    if (!open) return refused(directory.path, open.error().code);
    if (::fgetxattr(open->get(), redirect_name, nullptr, 0) >= 0) {
      return failure(fmt::format(
          "overlayfs has redirected /{}, although told not to (redirect_dir)", directory.path));
    }
    const bool hides = directory.hides || is_opaque(*open);
    const Result<std::vector<std::string>> names = sandbox::names_in(*open);
    if (!names) return refused(directory.path, names.error().code);
    for (const std::string& name : *names) {
      const Result<void> done = look_at(directory, *open, name, hides);
      if (!done) return done;
    }
    if (!hides || !directory.below) return {};
    return note_missing(directory.path, *names);
  }

  static bool is_opaque(const FileDescriptor& directory) {
    char value = 0;
    return ::fgetxattr(directory.get(), opaque_name, &value, 1) == 1 && value == 'y';
  }

  // Of a directory that hides: what stood there and is not made anew.
  Result<void> note_missing(const std::string& path, const std::vector<std::string>& names) {
    const Result<std::vector<Entry>> children = below_.children(path);
    if (!children) return tl::unexpected(children.error());
    for (const Entry& child : *children) {
      const std::string name = child.path.substr(path.empty() ? 0 : path.size() + 1);
      if (!std::binary_search(names.begin(), names.end(), name)) add_whiteout(child.path);
    }
    return {};
  }

  Result<void> look_at(const Pending& directory, const FileDescriptor& parent,
                       const std::string& name, bool hides) {
    const std::string path = join(directory.path, name);
    struct stat status {};
    if (::fstatat(parent.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return refused(path, errno);
    }
    if (S_ISSOCK(status.st_mode)) return {};
    std::optional<Entry> below;
    if (directory.below) {
      Result<std::optional<Entry>> found = below_.find(path);
      if (!found) return tl::unexpected(found.error());
      below = std::move(*found);
    }
    if (S_ISCHR(status.st_mode) && status.st_rdev == 0) {
      if (below) add_whiteout(path);
      return {};
    }
    Result<Entry> entry = sandbox::entry_of(upper_, parent, name, path, status);
    if (!entry) return refused(path, entry.error().code);
    Result<bool> same = false;
    if (below) same = is_same(*entry, status, *below);
    if (!same) return tl::unexpected(same.error());
    if (below && !*same && status.st_mtim.tv_nsec == 0) {
      if (Result<void> done = set_time_of_below(*entry, *below); !done) return done;
    }
    if (S_ISDIR(status.st_mode)) {
      const bool joins = below && below->kind == EntryKind::Directory;
      directories_.emplace(path, *entry);
      pending_.push_back({path, joins ? std::move(below) : std::nullopt, hides});
    }
    if (*same) return {};
    if (S_ISREG(status.st_mode) && status.st_nlink > 1) {
      inodes_.emplace(path, Inode(status.st_dev, status.st_ino));
    }
    add(std::move(*entry));
    return {};
  }

  // Trees of ours have whole seconds; a command's files hardly ever.
  static Result<bool> is_same(Entry& now, const struct stat& status, const Entry& below) {
    if (now.kind == EntryKind::Directory) return is_unchanged(now, below);
    if (status.st_mtim.tv_nsec != 0) return false;
    const std::int64_t shown = now.mtime_s;
    if (below.mtime_s < earliest_tree_time_s) now.mtime_s = below.mtime_s;
    const Result<bool> same = is_unchanged(now, below);
    if (same && !*same) now.mtime_s = shown;
    return same;
  }

  // A file of which all but the contents has changed was copied up with the time that its tree
  // shows (see settle_upper): it goes back to what it is.
  static Result<void> set_time_of_below(Entry& now, const Entry& below) {
    if (below.mtime_s >= earliest_tree_time_s || now.kind != below.kind || now.size != below.size ||
        now.link != below.link) {
      return {};
    }
    if (now.kind == EntryKind::File) {
      const Result<bool> same = same_content(now, below);
      if (!same) return tl::unexpected(same.error());
      if (!*same) return {};
    }
    now.mtime_s = below.mtime_s;
    return {};
  }

  void add_whiteout(const std::string& path) {
    Entry entry;
    entry.path = path;
    entry.kind = EntryKind::Whiteout;
    add(std::move(entry));
  }

  // With the directories that lead there, once each.
  void add(Entry entry) {
    for (std::size_t slash = entry.path.rfind('/'); slash != std::string::npos;
         slash = entry.path.rfind('/', slash - 1)) {
      const auto parent = directories_.find(entry.path.substr(0, slash));
      if (parent == directories_.end()) break;  // it is there, and so are those above
      entries_.push_back(std::move(parent->second));
      directories_.erase(parent);
      if (slash == 0) break;
    }
    if (entry.kind == EntryKind::Directory) directories_.erase(entry.path);
    entries_.push_back(std::move(entry));
  }

  // Of the names of one file the first has the bytes. Names that did not count are not among them.
  void join_hardlinks() {
    std::map<Inode, std::string> first;
    for (Entry& entry : entries_) {
      if (entry.kind != EntryKind::File) continue;
      const auto inode = inodes_.find(entry.path);
      if (inode == inodes_.end()) continue;
      const auto [known, is_new] = first.emplace(inode->second, entry.path);
      if (is_new) continue;
      entry.kind = EntryKind::Hardlink;
      entry.link = known->second;
      entry.size = 0;
      entry.content = std::monostate{};
    }
  }

  std::shared_ptr<const FileDescriptor> upper_;
  const FileTree& below_;
  std::vector<Pending> pending_;
  std::map<std::string, Entry> directories_;  // seen, not (yet) among the entries
  std::map<std::string, Inode> inodes_;       // files with several names
  std::vector<Entry> entries_;
};

}  // namespace

Result<std::vector<Entry>> changes_of(const std::string& upper, const FileTree& below) {
  Result<FileDescriptor> root = open_directory(upper);
  if (!root) return tl::unexpected(root.error());
  return Walk(std::make_shared<const FileDescriptor>(std::move(*root)), below).run();
}

}  // namespace plimsoll::builder
