// Unpacking in four passes over the index, which is sorted: parents come before children, and all
// is known beforehand.
//
//   1. a look: which directories there are, which are in no entry, which names are hardlinks
//   2. directories, files, links, devices, whiteouts: many threads, a piece of the index each
//   3. hardlinks: their targets are there now
//   4. what directories are like (owner, mode, times): last, since a child changes the times
//
// An archive in the order of its entries would force one thread and the opening of directories over
// and over; here a thread stays in a directory for as long as the index does. A directory is made
// by whoever needs it first, right before its files.
//
// Nobody writes to the directory but us and nothing below it is ever replaced, so that an open
// descriptor of a parent is right for good; names are used in it alone, and O_NOFOLLOW keeps a
// symbolic link from being a parent even where an index is a lie.

#include "builder/store/unpack.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>
#include <vector>

#include "analyzer/base/tasks.h"
#include "builder/store/parents.h"

namespace plimsoll::builder {
namespace {

constexpr std::size_t piece_entries = 128;
constexpr std::size_t buffer_bytes = std::size_t{256} << 10;

tl::unexpected<Error> failed(std::string_view path) {
  const int code = errno;
  std::string why = std::strerror(code);
  if (code == EPERM) why += "; a layer with owners, devices or whiteouts takes root to unpack";
  return failure(fmt::format("{}: {}", path.empty() ? "/" : path, why), code);
}

std::array<timespec, 2> times_of(std::int64_t mtime_s) {
  constexpr std::int64_t second_ns = 1'000'000'000;
  const std::int64_t shown = mtime_s < earliest_tree_time_s ? file_clock_ns() / second_ns : mtime_s;
  const timespec time{static_cast<time_t>(shown), 0};
  return {time, time};
}

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool is_order_to_overlay(std::string_view attribute) {
  constexpr std::string_view kernel = "trusted.overlay.";
  constexpr std::string_view user = "user.overlay.";
  return attribute.substr(0, kernel.size()) == kernel || attribute.substr(0, user.size()) == user;
}

class Unpacking {
 public:
  Unpacking(const LayerIndex& layer, FileDescriptor root)
      : layer_(layer), root_(std::move(root)), uid_(::geteuid()), gid_(::getegid()) {}

  Result<void> run(unsigned workers);

 private:
  void look();
  Result<void> make_entries(unsigned workers);
  Result<void> make_links();
  Result<void> finish_directories();

  Result<void> make(const Entry& entry, int parent, std::vector<char>& buffer);
  Result<void> make_file(const Entry& entry, int parent, std::vector<char>& buffer);
  Result<void> make_node(const Entry& entry, int parent);
  Result<void> write_content(const Entry& entry, const FileDescriptor& file,
                             std::vector<char>& buffer);
  Result<void> set_status(const Entry& entry, const FileDescriptor& file);
  Result<void> set_attributes(const Entry& entry, const FileDescriptor* file, int parent);

  const LayerIndex& layer_;
  FileDescriptor root_;
  uid_t uid_;
  gid_t gid_;
  std::vector<std::size_t> directories_, links_;
  std::vector<std::string> implied_;  // directories that stand in no entry
};

Result<void> Unpacking::run(unsigned workers) {
  look();
  Result<void> done = make_entries(workers);
  if (done) done = make_links();
  if (done) done = finish_directories();
  return done;
}

void Unpacking::look() {
  std::set<std::string_view> known;
  std::string_view last;
  for (std::size_t i = 0; i < layer_.size(); ++i) {
    const std::string_view path = layer_.path_at(i);
    const EntryKind kind = layer_.kind_at(i);
    if (kind == EntryKind::Hardlink) links_.push_back(i);
    // Siblings mostly follow each other.
    for (std::string_view parent = parent_of(path); parent != last && !parent.empty();
         parent = parent_of(parent)) {
      if (!known.insert(parent).second) break;
      implied_.emplace_back(parent);
    }
    last = parent_of(path);
    if (kind != EntryKind::Directory && kind != EntryKind::Opaque) continue;
    directories_.push_back(i);
    const bool is_new = known.insert(path).second;
    if (is_new && kind == EntryKind::Opaque && !path.empty()) implied_.emplace_back(path);
  }
}

Result<void> Unpacking::make_entries(unsigned workers) {
  const std::size_t pieces = (layer_.size() + piece_entries - 1) / piece_entries;
  std::vector<std::vector<char>> buffers(std::max(1U, workers));
  std::mutex mutex;
  std::atomic<bool> stopped = false;
  Result<void> result;
  const auto piece = [&](std::size_t number, unsigned worker) -> Result<void> {
    std::vector<char>& buffer = buffers[worker];
    if (buffer.empty()) buffer.resize(buffer_bytes);
    Parents parents(root_, Parents::Missing::Made);
    const std::size_t end = std::min(layer_.size(), (number + 1) * piece_entries);
    for (std::size_t i = number * piece_entries; i < end && !stopped; ++i) {
      const EntryKind kind = layer_.kind_at(i);
      if (kind == EntryKind::Directory || kind == EntryKind::Opaque) {
        const Result<int> made = parents.at(layer_.path_at(i));
        if (!made) return tl::unexpected(made.error());
        continue;
      }
      if (kind == EntryKind::Hardlink) continue;
      // A whiteout beside what is new at its path: what is new hides the lower one by itself.
      if (kind == EntryKind::Whiteout && i + 1 < layer_.size() &&
          layer_.path_at(i + 1) == layer_.path_at(i)) {
        continue;
      }
      const Entry entry = layer_.at(i);
      const Result<int> parent = parents.of(entry.path);
      if (!parent) return tl::unexpected(parent.error());
      if (Result<void> made = make(entry, *parent, buffer); !made) return made;
    }
    return {};
  };
  parallel_for(pieces, workers, [&](std::size_t number, unsigned worker) {
    if (stopped) return;
    Result<void> done = piece(number, worker);
    if (done) return;
    const std::lock_guard guard(mutex);
    if (!stopped) result = std::move(done);
    stopped = true;
  });
  return result;
}

Result<void> Unpacking::make_links() {
  Parents from(root_);
  Parents to(root_);
  for (const std::size_t i : links_) {
    const Entry entry = layer_.at(i);
    const Result<int> target = from.of(entry.link);
    if (!target) return tl::unexpected(target.error());
    const Result<int> parent = to.of(entry.path);
    if (!parent) return tl::unexpected(parent.error());
    if (::linkat(*target, name_in_parent(entry.link).c_str(), *parent,
                 name_in_parent(entry.path).c_str(), 0) != 0) {
      return failed(entry.path);
    }
  }
  return {};
}

Result<void> Unpacking::finish_directories() {
  Parents parents(root_);
  const auto finish = [&](const Entry& entry) -> Result<void> {
    const Result<int> at = parents.at(entry.path);
    if (!at) return tl::unexpected(at.error());
    const FileDescriptor own(::openat(*at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own.valid()) return failed(entry.path);
    if (entry.kind != EntryKind::Opaque) return set_status(entry, own);
    if (::fsetxattr(own.get(), "trusted.overlay.opaque", "y", 1, 0) != 0) return failed(entry.path);
    return {};
  };
  Entry implied;
  implied.kind = EntryKind::Directory;
  implied.mode = 0755;
  const bool has_root =
      layer_.size() > 0 && layer_.path_at(0).empty() && layer_.kind_at(0) == EntryKind::Directory;
  if (!has_root) implied_.emplace_back();
  for (auto path = implied_.rbegin(); path != implied_.rend(); ++path) {
    implied.path = *path;
    if (Result<void> done = finish(implied); !done) return done;
  }
  // Children first: a parent that nobody but root may enter is closed behind us.
  for (auto i = directories_.rbegin(); i != directories_.rend(); ++i) {
    if (Result<void> done = finish(layer_.at(*i)); !done) return done;
  }
  return {};
}

Result<void> Unpacking::make(const Entry& entry, int parent, std::vector<char>& buffer) {
  switch (entry.kind) {
    case EntryKind::File:
      return make_file(entry, parent, buffer);
    case EntryKind::Symlink: {
      const std::string name = name_in_parent(entry.path);
      if (::symlinkat(entry.link.c_str(), parent, name.c_str()) != 0) return failed(entry.path);
      return make_node(entry, parent);
    }
    case EntryKind::CharDevice:
    case EntryKind::BlockDevice:
    case EntryKind::Fifo:
    case EntryKind::Whiteout: {
      const mode_t type = entry.kind == EntryKind::Fifo          ? S_IFIFO
                          : entry.kind == EntryKind::BlockDevice ? S_IFBLK
                                                                 : S_IFCHR;
      const dev_t device =
          entry.kind == EntryKind::Whiteout ? 0 : ::makedev(entry.device_major, entry.device_minor);
      if (::mknodat(parent, name_in_parent(entry.path).c_str(), type | 0600, device) != 0) {
        return failed(entry.path);
      }
      return entry.kind == EntryKind::Whiteout ? Result<void>() : make_node(entry, parent);
    }
    default:
      return {};
  }
}

Result<void> Unpacking::make_file(const Entry& entry, int parent, std::vector<char>& buffer) {
  const FileDescriptor file(::openat(parent, name_in_parent(entry.path).c_str(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.valid()) return failed(entry.path);
  if (Result<void> written = write_content(entry, file, buffer); !written) {
    return tl::unexpected(std::move(written.error()).while_doing(entry.path));
  }
  return set_status(entry, file);
}

Result<void> Unpacking::write_content(const Entry& entry, const FileDescriptor& file,
                                      std::vector<char>& buffer) {
  if (entry.size == 0) return {};
  if (const auto* memory = std::get_if<InMemory>(&entry.content)) {
    return write_all(file, *memory->bytes);
  }
  const auto* range = std::get_if<InFileAt>(&entry.content);
  if (!range) return failure("its content is not in the layer");
  for (std::uint64_t done = 0; done < entry.size;) {
    const auto next =
        static_cast<std::size_t>(std::min<std::uint64_t>(entry.size - done, buffer.size()));
    Result<void> moved = read_exactly(*range->file, range->offset + done, buffer.data(), next);
    if (moved) moved = write_all(file, {buffer.data(), next});
    if (!moved) return moved;
    done += next;
  }
  return {};
}

// Links and devices: what has no descriptor to be changed by.
Result<void> Unpacking::make_node(const Entry& entry, int parent) {
  const std::string name = name_in_parent(entry.path);
  const bool is_link = entry.kind == EntryKind::Symlink;
  if ((entry.uid != uid_ || entry.gid != gid_) &&
      ::fchownat(parent, name.c_str(), entry.uid, entry.gid, AT_SYMLINK_NOFOLLOW) != 0) {
    return failed(entry.path);
  }
  if (!is_link && ::fchmodat(parent, name.c_str(), entry.mode, 0) != 0) return failed(entry.path);
  if (Result<void> set = set_attributes(entry, nullptr, parent); !set) return set;
  const std::array<timespec, 2> times = times_of(entry.mtime_s);
  if (::utimensat(parent, name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0) {
    return failed(entry.path);
  }
  return {};
}

Result<void> Unpacking::set_status(const Entry& entry, const FileDescriptor& file) {
  // The owner first: to change it takes setuid bits and capabilities away.
  if ((entry.uid != uid_ || entry.gid != gid_) && ::fchown(file.get(), entry.uid, entry.gid) != 0) {
    return failed(entry.path);
  }
  if (::fchmod(file.get(), entry.mode) != 0) return failed(entry.path);
  if (Result<void> set = set_attributes(entry, &file, -1); !set) return set;
  const std::array<timespec, 2> times = times_of(entry.mtime_s);
  if (::futimens(file.get(), times.data()) != 0) return failed(entry.path);
  return {};
}

Result<void> Unpacking::set_attributes(const Entry& entry, const FileDescriptor* file, int parent) {
  for (const auto& [name, value] : entry.xattrs) {
    if (is_order_to_overlay(name)) continue;
    int done = 0;
    if (file) {
      done = ::fsetxattr(file->get(), name.c_str(), value.data(), value.size(), 0);
    } else {
      const std::string path =
          fmt::format("/proc/self/fd/{}/{}", parent, name_in_parent(entry.path));
      done = ::lsetxattr(path.c_str(), name.c_str(), value.data(), value.size(), 0);
    }
    // A file system without such attributes runs most programs all the same, but not without
    // capabilities.
    const bool needed = name == "security.capability";
    if (done != 0 && (needed || (errno != ENOTSUP && errno != EPERM))) {
      return tl::unexpected(Error(failed(entry.path).value()).while_doing("setting " + name));
    }
  }
  return {};
}

}  // namespace

Result<void> unpack_layer(const LayerIndex& layer, const std::string& directory, unsigned workers) {
  Result<FileDescriptor> root = open_directory(directory);
  if (!root) return tl::unexpected(root.error());
  return Unpacking(layer, std::move(*root)).run(workers);
}

}  // namespace plimsoll::builder
