// Which directories are read, and what of them is seen.
//
// A directory is read when something in it is asked for, so that `COPY go.mod go.sum ./` does not
// pay for the thousands of files beside them. A COPY of a whole directory reads it level by level,
// the directories of a level in parallel.
//
// .dockerignore decides on each name with the results of the directory that it stands in. A
// directory that is ignored is still entered when a later `!` could take in something below it; it
// is seen exactly if something below it is (the parents of a re-included file come along with it).
// So such a directory is read to the bottom as soon as its parent is, and taken out of the parent's
// list when nothing was found.

#include "builder/context/scanned_tree.h"

#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "analyzer/base/tasks.h"

namespace plimsoll::builder {

namespace {

constexpr std::size_t read_bytes = std::size_t{128} << 10;

// How long after it was written a file may be written again without a change of its times. The
// kernel stamps by its tick; file systems with coarse times give themselves away.
std::int64_t blind_ns(const FileStamp& stamp) {
  constexpr std::int64_t two_ticks = 20'000'000;
  constexpr std::int64_t coarsest = 2'000'000'000;  // FAT
  return stamp.ctime_ns % 1'000'000 == 0 ? coarsest : two_ticks;
}

std::string joined(const std::string& directory, std::string_view name) {
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  if (!directory.empty()) path.append(directory).push_back('/');
  return path.append(name);
}

struct Digested {
  digest::Sha256 digest = {};
  bool changed = false;  // while it was read, or since it was scanned
};

Result<Digested> digest_file(const FileDescriptor& root, const std::string& path,
                             const FileStamp& stamp) {
  auto file = open_beneath(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!file && file.error().code == ENOENT) {
    return failure(path + ": vanished from the build context while it was read", ENOENT);
  }
  if (!file) return tl::unexpected(file.error());
  digest::Sha256Stream stream;
  std::string buffer(std::min<std::uint64_t>(read_bytes, stamp.size), '\0');
  for (std::uint64_t at = 0; at < stamp.size;) {
    const auto part =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), stamp.size - at));
    if (auto got = read_exactly(*file, at, buffer.data(), part); !got) {
      return failure(path + ": " + got.error().message, got.error().code);
    }
    stream.update({buffer.data(), part});
    at += part;
  }
  const auto now = stamp_of(*file);
  return Digested{stream.finish(), !now || *now != stamp};
}

}  // namespace

ScannedTree::ScannedTree(FileDescriptor root, IgnoreFile ignore, DigestMemory memory,
                         unsigned workers)
    : root_(std::make_shared<const FileDescriptor>(std::move(root))),
      ignore_(std::move(ignore)),
      memory_(std::move(memory)),
      workers_(workers),
      begin_ns_(file_clock_ns()) {
  directories_.emplace_back();
}

Result<ScannedDirectory> ScannedTree::read(const ContextDirectory& directory) const {
  auto scan = scan_directory(*root_, directory.path);
  if (!scan) return scan;
  std::size_t kept = 0;
  for (ScannedItem& item : scan->items) {
    if (!ignore_.empty()) {
      const std::string path = joined(directory.path, scan->name(item));
      const bool entered = item.kind == EntryKind::Directory && ignore_.has_negation();
      if (ignore_.ignores_in(directory.ignored, path, nullptr) &&
          !(entered && ignore_.may_include_below(path))) {
        continue;
      }
    }
    if (item.kind == EntryKind::File) {
      if (const digest::Sha256* known = memory_.find(item.stamp)) {
        item.digest = *known;
        item.digested = true;
      }
    }
    scan->items[kept++] = item;
  }
  scan->items.resize(kept);
  return scan;
}

void ScannedTree::take_in(std::uint32_t number, ScannedDirectory scan) {
  directories_[number].scan = std::move(scan);
  directories_[number].scanned = true;
  for (ScannedItem& item : directories_[number].scan.items) {
    if (item.kind != EntryKind::Directory) continue;
    ContextDirectory below;
    below.path = joined(directories_[number].path, directories_[number].scan.name(item));
    below.number = static_cast<std::uint32_t>(directories_.size());
    below.parent = number;
    if (!ignore_.empty()) {
      (void)ignore_.ignores_in(directories_[number].ignored, below.path, &below.ignored);
    }
    item.directory = below.number;
    directories_.push_back(std::move(below));
  }
}

// Ignored directories from `first` on in which nothing is seen, the deepest first.
void ScannedTree::leave_out_empty(std::uint32_t first) {
  for (std::size_t number = directories_.size(); number-- > first;) {
    const ContextDirectory& directory = directories_[number];
    if (number == 0 || !directory.ignored.ignored || !directory.scanned ||
        !directory.scan.items.empty()) {
      continue;
    }
    auto& items = directories_[directory.parent].scan.items;
    items.erase(std::remove_if(items.begin(), items.end(),
                               [&](const ScannedItem& item) { return item.directory == number; }),
                items.end());
  }
}

Result<void> ScannedTree::scan_below(ContextDirectory& top) {
  const auto first = static_cast<std::uint32_t>(directories_.size());
  std::vector<std::uint32_t> level;
  std::vector<std::uint32_t> next;
  const auto queue_children = [&](const ContextDirectory& directory) {
    for (const ScannedItem& item : directory.scan.items) {
      if (item.kind == EntryKind::Directory) next.push_back(item.directory);
    }
  };
  for (level = {top.number}; !level.empty(); level.swap(next)) {
    next.clear();
    std::vector<Result<ScannedDirectory>> scans(level.size());
    parallel_for(level.size(), workers_, [&](std::size_t i, unsigned) {
      if (!directories_[level[i]].scanned) scans[i] = read(directories_[level[i]]);
    });
    for (std::size_t i = 0; i < level.size(); ++i) {
      if (!scans[i]) return tl::unexpected(scans[i].error());
      if (!directories_[level[i]].scanned) take_in(level[i], std::move(*scans[i]));
      queue_children(directories_[level[i]]);
    }
  }
  leave_out_empty(std::min(first, top.number));
  return {};
}

Result<void> ScannedTree::scan_one(std::uint32_t number) {
  if (directories_[number].scanned) return {};
  auto scan = read(directories_[number]);
  if (!scan) return tl::unexpected(scan.error());
  take_in(number, std::move(*scan));
  if (!ignore_.has_negation()) return {};
  const std::vector<ScannedItem> items = directories_[number].scan.items;
  for (const ScannedItem& item : items) {
    if (item.kind != EntryKind::Directory) continue;
    if (!directories_[item.directory].ignored.ignored) continue;
    if (auto below = scan_below(directories_[item.directory]); !below) return below;
  }
  return {};
}

Result<ScannedTree::Place> ScannedTree::find(std::string_view path) {
  if (path.empty()) return Place{nullptr, nullptr, true};
  std::uint32_t number = 0;
  for (std::size_t at = 0;;) {
    if (auto scanned = scan_one(number); !scanned) return tl::unexpected(scanned.error());
    const std::size_t end = std::min(path.find('/', at), path.size());
    ContextDirectory& directory = directories_[number];
    ScannedItem* item = directory.scan.find(path.substr(at, end - at));
    if (!item || end == path.size()) return Place{&directory, item, false};
    if (item->kind != EntryKind::Directory) return Place{&directory, nullptr, false};
    number = item->directory;
    at = end + 1;
  }
}

Result<ContextDirectory*> ScannedTree::directory(const Place& place) {
  if (!place.root && (!place.item || place.item->kind != EntryKind::Directory)) return nullptr;
  const std::uint32_t number = place.root ? 0 : place.item->directory;
  if (auto scanned = scan_one(number); !scanned) return tl::unexpected(scanned.error());
  return &directories_[number];
}

Result<void> ScannedTree::digest(const std::vector<Wanted>& files) {
  if (files.empty()) return {};
  std::vector<Result<Digested>> digests(files.size());
  parallel_for(files.size(), workers_, [&](std::size_t i, unsigned) {
    const Wanted& wanted = files[i];
    const std::string path =
        joined(wanted.directory->path, wanted.directory->scan.name(*wanted.item));
    digests[i] = digest_file(*root_, path, wanted.item->stamp);
  });
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!digests[i]) return tl::unexpected(digests[i].error());
    ScannedItem& item = *files[i].item;
    const std::int64_t written = std::max(item.stamp.mtime_ns, item.stamp.ctime_ns);
    item.digest = digests[i]->digest;
    item.digested = true;
    item.racy = digests[i]->changed || written >= begin_ns_ - blind_ns(item.stamp);
    digested_ = digested_ || !item.racy;
  }
  return {};
}

bool ScannedTree::holds(const ContextDirectory& directory) const {
  const auto is_known = [](const ScannedItem& item) {
    return item.kind == EntryKind::File && item.digested;
  };
  const std::vector<ScannedItem>& items = directory.scan.items;
  if (std::none_of(items.begin(), items.end(), is_known)) return true;
  auto now = scan_directory(*root_, directory.path);
  if (!now) return false;
  return std::all_of(items.begin(), items.end(), [&](const ScannedItem& item) {
    if (!is_known(item)) return true;
    const std::string_view name = directory.scan.name(item);
    const ScannedItem* there = now->find(name);
    if (!there || there->kind != item.kind || there->stamp != item.stamp) return false;
    if (!item.racy) return true;
    const auto again = digest_file(*root_, joined(directory.path, name), item.stamp);
    return again && !again->changed && again->digest == item.digest;
  });
}

bool ScannedTree::holds() const {
  std::atomic<bool> all = true;
  parallel_for(directories_.size(), workers_, [&](std::size_t number, unsigned) {
    if (all && directories_[number].scanned && !holds(directories_[number])) all = false;
  });
  return all;
}

std::vector<Remembered> ScannedTree::new_memories() const {
  std::vector<Remembered> all;
  if (!digested_) return all;
  for (const ContextDirectory& directory : directories_) {
    for (const ScannedItem& item : directory.scan.items) {
      if (item.kind != EntryKind::File || !item.digested || item.racy) continue;
      all.push_back({item.stamp, item.digest});
    }
  }
  return all;
}

}  // namespace plimsoll::builder
