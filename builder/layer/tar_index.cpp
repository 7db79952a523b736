// The index of a layer that somebody else made.
//
// A tar is a list of deeds, done one after the other; an index is what stands there in the end. So
// the layer is unpacked, but into a map of paths instead of a directory: a later entry replaces an
// earlier one of its path (a directory merges with a directory, anything else takes away all
// below), parents that are links of this layer are followed, hardlinks give an inode a further
// name.
//
// Whiteouts speak of the layers below alone, wherever in the tar they stand (OCI layer.md); they
// are kept apart and stand before the entry of their path. Two names of one inode may outlive the
// first: then the first that is left, in the order of paths, becomes the File.
//
// What unpacking would refuse is refused here: names that leave the root, entries below a file,
// links to what is not there, whiteouts of nothing.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "analyzer/image/tar.h"
#include "builder/layer/index_format.h"
#include "builder/layer/layer.h"

namespace plimsoll::builder {
namespace {

constexpr std::string_view whiteout_prefix = ".wh.";
constexpr std::string_view aufs_prefix = ".wh..wh.";
constexpr std::string_view opaque_name = ".wh..wh..opq";
constexpr int max_parent_links = 40;  // as the kernel

using Order = std::less<>;

struct Inode {
  Entry entry;  // without its path
  std::uint64_t offset = 0;
};

// Whether a part of `path` begins with `prefix`.
bool has_part(std::string_view path, std::string_view prefix) {
  for (std::size_t at = path.find(prefix); at != std::string_view::npos;
       at = path.find(prefix, at + 1)) {
    if (at == 0 || path[at - 1] == '/') return true;
  }
  return false;
}

std::pair<std::string_view, std::string_view> split(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {{}, path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

std::string joined(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  return std::string(directory) + "/" + std::string(name);
}

class Unpacking final : public TarReader::Visitor {
 public:
  Result<void> entry(const TarEntry& entry) override {
    const std::optional<std::string> path = layer_path(entry.name);
    if (!path) return refused(entry, "the name leaves the root");
    if (path->size() > max_layer_path_bytes) return refused(entry, "the name is too long");
    if (path->empty()) return add_root(entry);
    const auto [directory, name] = split(*path);
    if (name == opaque_name) return add_whiteout(entry, directory, "", opaque_);
    if (has_part(*path, aufs_prefix)) return {};
    if (has_part(directory, whiteout_prefix)) return refused(entry, "it is below a whiteout");
    if (name.starts_with(whiteout_prefix)) {
      const std::string_view hidden = name.substr(whiteout_prefix.size());
      if (hidden.empty() || hidden == "." || hidden == "..") {
        return refused(entry, "a whiteout of nothing");
      }
      return add_whiteout(entry, directory, hidden, whiteouts_);
    }
    Result<std::string> parent = resolved(entry, directory);
    if (!parent) return tl::unexpected(std::move(parent).error());
    std::string place = joined(*parent, name);
    if (place.size() > max_layer_path_bytes) return refused(entry, "the name is too long");
    return add(entry, std::move(place));
  }

  Result<void> content(std::string_view) override { return {}; }

  Result<std::string> index(std::uint64_t blob_bytes);

 private:
  static tl::unexpected<Error> refused(const TarEntry& entry, const std::string& why) {
    return failure("the layer has an entry \"" + entry.name + "\" that cannot be unpacked: " + why);
  }

  const Inode* at(std::string_view path) const {
    const auto found = names_.find(path);
    return found == names_.end() ? nullptr : &inodes_[found->second];
  }

  // Where a directory that is named so stands, links of this layer followed.
  Result<std::string> resolved(const TarEntry& entry, std::string_view directory);
  Result<void> add(const TarEntry& entry, std::string path);
  Result<void> add_link(const TarEntry& entry, std::string path);
  // Takes away what is below `path`, which no longer is a directory.
  void clear(const std::string& path, EntryKind comes);
  Result<void> add_root(const TarEntry& entry);
  Result<void> add_whiteout(const TarEntry& entry, std::string_view directory,
                            std::string_view name, std::set<std::string, Order>& to);
  static Result<Entry> described(const TarEntry& entry);

  std::vector<Inode> inodes_;
  std::map<std::string, std::size_t, Order> names_;  // to inodes
  std::set<std::string, Order> whiteouts_, opaque_;
  std::string last_directory_, last_resolved_;  // entries mostly come directory by directory
  bool last_known_ = false;
};

Result<std::string> Unpacking::resolved(const TarEntry& entry, std::string_view directory) {
  if (directory.empty()) return std::string();
  if (last_known_ && directory == last_directory_) return last_resolved_;
  std::string done;
  std::string rest(directory);
  int links = 0;
  while (!rest.empty()) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string part = rest.substr(0, slash);
    rest.erase(0, std::min(slash + 1, rest.size()));
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      done = split(done).first;
      continue;
    }
    std::string here = joined(done, part);
    const Inode* inode = at(here);
    if (!inode || inode->entry.kind == EntryKind::Directory) {
      done = std::move(here);
      continue;
    }
    if (inode->entry.kind != EntryKind::Symlink) {
      return refused(entry, "it is below " + here + ", which is no directory");
    }
    const std::string& link = inode->entry.link;
    if (++links > max_parent_links || link.size() + rest.size() > max_tar_name_bytes) {
      return refused(entry, "too many symbolic links lead there");
    }
    if (link.starts_with('/')) done.clear();
    rest = link + "/" + rest;
  }
  last_directory_ = directory;
  last_resolved_ = done;
  last_known_ = true;
  return done;
}

Result<Entry> Unpacking::described(const TarEntry& tar) {
  Entry entry;
  switch (tar.type) {
    case '0':
      entry.kind = EntryKind::File;
      break;
    case '2':
      entry.kind = EntryKind::Symlink;
      break;
    case '3':
      entry.kind = EntryKind::CharDevice;
      break;
    case '4':
      entry.kind = EntryKind::BlockDevice;
      break;
    case '5':
      entry.kind = EntryKind::Directory;
      break;
    case '6':
      entry.kind = EntryKind::Fifo;
      break;
    default:
      return refused(tar, std::string("its kind '") + tar.type + "' is unknown");
  }
  if (tar.uid >= UINT32_MAX || tar.gid >= UINT32_MAX) {
    return refused(tar, "its owner has a number that no system has");
  }
  if (entry.kind == EntryKind::CharDevice && tar.device_major == 0 && tar.device_minor == 0) {
    return refused(tar, "the device 0:0 means a deletion to overlayfs, and a device to others");
  }
  entry.mode = tar.mode;
  entry.uid = static_cast<std::uint32_t>(tar.uid);
  entry.gid = static_cast<std::uint32_t>(tar.gid);
  entry.mtime_s = tar.mtime_s;
  entry.size = entry.kind == EntryKind::File ? tar.size : 0;
  if (entry.kind == EntryKind::Symlink) entry.link = tar.link;
  entry.device_major = tar.device_major;
  entry.device_minor = tar.device_minor;
  for (const auto& xattr : tar.xattrs) {
    // What overlayfs notes for itself says nothing of the file, and would steer the mount.
    if (xattr.first.starts_with("trusted.overlay.") || xattr.first.starts_with("user.overlay.")) {
      continue;
    }
    entry.xattrs.push_back(xattr);
  }
  return entry;
}

Result<void> Unpacking::add_root(const TarEntry& tar) {
  Result<Entry> entry = described(tar);
  if (!entry) return tl::unexpected(std::move(entry).error());
  if (entry->kind != EntryKind::Directory) return refused(tar, "the root is no directory");
  inodes_.push_back({std::move(*entry), 0});
  names_.insert_or_assign(std::string(), inodes_.size() - 1);
  return {};
}

Result<void> Unpacking::add_whiteout(const TarEntry& tar, std::string_view directory,
                                     std::string_view name, std::set<std::string, Order>& to) {
  Result<std::string> parent = resolved(tar, directory);
  if (!parent) return tl::unexpected(std::move(parent).error());
  to.insert(name.empty() ? std::move(*parent) : joined(*parent, name));
  return {};
}

void Unpacking::clear(const std::string& path, EntryKind comes) {
  names_.erase(names_.lower_bound(path + "/"), names_.lower_bound(path + "0"));
  // A plain file leads nowhere: the directory that was looked up last is the same as before, unless
  // the file stands in its way.
  if (comes != EntryKind::File || last_resolved_.starts_with(path)) last_known_ = false;
}

Result<void> Unpacking::add(const TarEntry& tar, std::string path) {
  if (tar.type == '1') return add_link(tar, std::move(path));
  Result<Entry> entry = described(tar);
  if (!entry) return tl::unexpected(std::move(entry).error());
  const Inode* before = at(path);
  if (before && before->entry.kind == EntryKind::Directory && entry->kind == EntryKind::Directory) {
    inodes_[names_.find(path)->second].entry = std::move(*entry);
    return {};
  }
  // A directory may come after what is in it.
  if (before || entry->kind != EntryKind::Directory) clear(path, entry->kind);
  inodes_.push_back({std::move(*entry), tar.offset});
  names_.insert_or_assign(names_.end(), std::move(path), inodes_.size() - 1);
  return {};
}

Result<void> Unpacking::add_link(const TarEntry& tar, std::string path) {
  const std::optional<std::string> target = layer_path(tar.link);
  if (!target || target->empty()) return refused(tar, "it links to what is outside of the root");
  const auto [directory, name] = split(*target);
  Result<std::string> parent = resolved(tar, directory);
  if (!parent) return tl::unexpected(std::move(parent).error());
  const std::string place = joined(*parent, name);
  const auto found = names_.find(place);
  if (found == names_.end()) {
    return refused(
        tar, "it is a hard link to " + tar.link + ", which does not come before it in this layer");
  }
  const std::size_t inode = found->second;
  if (inodes_[inode].entry.kind == EntryKind::Directory) {
    return refused(tar, "it is a hard link to a directory");
  }
  if (place == path) return {};
  clear(path, inodes_[inode].entry.kind);
  names_.insert_or_assign(std::move(path), inode);
  return {};
}

Result<std::string> Unpacking::index(std::uint64_t blob_bytes) {
  std::vector<Entry> entries;
  std::vector<std::uint64_t> offsets;
  std::vector<const std::string*> first_name(inodes_.size(), nullptr);
  auto hidden = whiteouts_.begin();
  auto opaque = opaque_.begin();
  const auto marker = [&](EntryKind kind, const std::string& path) {
    Entry entry;
    entry.kind = kind;
    entry.path = path;
    entries.push_back(std::move(entry));
    offsets.push_back(0);
  };
  // All markers of paths up to `path`; of `path` itself, the whiteout alone.
  const auto markers_before = [&](const std::string* path) {
    while (true) {
      const bool take_hidden = hidden != whiteouts_.end() && (!path || *hidden <= *path) &&
                               (opaque == opaque_.end() || *hidden <= *opaque);
      const bool take_opaque =
          !take_hidden && opaque != opaque_.end() && (!path || *opaque < *path);
      if (take_hidden) marker(EntryKind::Whiteout, *hidden++);
      if (take_opaque) marker(EntryKind::Opaque, *opaque++);
      if (!take_hidden && !take_opaque) return;
    }
  };
  entries.reserve(names_.size() + whiteouts_.size() + opaque_.size());
  for (const auto& [path, number] : names_) {
    markers_before(&path);
    Entry entry = inodes_[number].entry;
    entry.path = path;
    if (entry.kind == EntryKind::File && first_name[number]) {
      entry.kind = EntryKind::Hardlink;
      entry.link = *first_name[number];
    } else {
      first_name[number] = &path;
    }
    offsets.push_back(inodes_[number].offset);
    entries.push_back(std::move(entry));
  }
  markers_before(nullptr);
  std::vector<Indexed> indexed;
  indexed.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) indexed.push_back({&entries[i], offsets[i]});
  return make_index(indexed, blob_bytes);
}

}  // namespace

Result<std::string> index_of_tar(const FileDescriptor& blob) {
  const Result<std::uint64_t> size = size_of(blob);
  if (!size) return tl::unexpected(size.error());
  Unpacking unpacking;
  if (auto read = read_tar(blob, /*contents=*/false, unpacking); !read) {
    return tl::unexpected(std::move(read).error().while_doing("reading a layer"));
  }
  return unpacking.index(*size);
}

}  // namespace plimsoll::builder
