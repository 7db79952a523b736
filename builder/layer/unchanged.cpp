#include "builder/layer/unchanged.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::builder {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;

std::string_view capability_of(const Entry& entry) {
  for (const auto& [name, value] : entry.xattrs) {
    if (name == "security.capability") return value;
  }
  return "";
}

bool is_below(std::string_view path, std::string_view directory) {
  return directory.empty() || (path.size() > directory.size() && path[directory.size()] == '/' &&
                               path.substr(0, directory.size()) == directory);
}

class Dropping {
 public:
  Dropping(std::vector<Entry>& entries, const FileTree& below) : entries_(entries), below_(below) {}

  Result<void> run() {
    keep_.resize(entries_.size(), true);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const Entry& entry = entries_[i];
      // What is below a new or replaced directory is new as well.
      if (new_directory_ && is_below(entry.path, *new_directory_)) continue;
      if (Result<void> done = look_at(i); !done) return done;
    }
    keep_parents();
    move_contents();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!keep_[i]) continue;
      if (kept != i) entries_[kept] = std::move(entries_[i]);
      ++kept;
    }
    entries_.resize(kept);
    return {};
  }

 private:
  Result<void> look_at(std::size_t i) {
    const Entry& entry = entries_[i];
    if (entry.kind == EntryKind::Opaque) new_directory_ = entry.path;
    if (entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque) return {};
    const Result<std::optional<Entry>> below = below_.find(entry.path);
    if (!below) return tl::unexpected(below.error());
    if (!*below || (entry.kind == EntryKind::Directory && (*below)->kind != entry.kind)) {
      if (entry.kind == EntryKind::Directory) new_directory_ = entry.path;
      return {};
    }
    const Entry* speaks = &entry;
    if (entry.kind == EntryKind::Hardlink) speaks = file_at(entry.link);
    if (!speaks) return {};
    const Result<bool> same = is_unchanged(*speaks, **below);
    if (!same) return tl::unexpected(same.error());
    keep_[i] = !*same;
    return {};
  }

  [[nodiscard]] std::size_t position(std::string_view path) const {
    return static_cast<std::size_t>(
        std::lower_bound(entries_.begin(), entries_.end(), path,
                         [](const Entry& entry, std::string_view p) { return entry.path < p; }) -
        entries_.begin());
  }

  [[nodiscard]] const Entry* file_at(std::string_view path) const {
    for (std::size_t i = position(path); i < entries_.size() && entries_[i].path == path; ++i) {
      if (entries_[i].kind == EntryKind::File) return &entries_[i];
    }
    return nullptr;
  }

  void keep_parents() {
    for (std::size_t i = entries_.size(); i-- > 0;) {
      if (!keep_[i]) continue;
      std::string_view path = entries_[i].path;
      while (path.find('/') != std::string_view::npos) {
        path = path.substr(0, path.rfind('/'));
        std::size_t at = position(path);
        while (at < entries_.size() && entries_[at].path == path &&
               entries_[at].kind != EntryKind::Directory) {
          ++at;
        }
        if (at == entries_.size() || entries_[at].path != path || keep_[at]) break;
        keep_[at] = true;
      }
    }
  }

  // The File of a group is dropped and a Hardlink to it is not: that gets the contents.
  void move_contents() {
    std::map<std::string, std::string> heirs;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      Entry& entry = entries_[i];
      if (!keep_[i] || entry.kind != EntryKind::Hardlink) continue;
      const Entry* file = file_at(entry.link);
      if (!file || keep_[static_cast<std::size_t>(file - entries_.data())]) continue;
      const auto [heir, is_new] = heirs.emplace(entry.link, entry.path);
      if (is_new) {
        std::string path = std::move(entry.path);
        entry = *file;
        entry.path = std::move(path);
      } else {
        entry.link = heir->second;
      }
    }
  }

  std::vector<Entry>& entries_;
  const FileTree& below_;
  std::vector<bool> keep_;
  std::optional<std::string> new_directory_;
};

}  // namespace

Result<bool> same_content(const Entry& one, const Entry& other) {
  if (!one.content_digest.empty() && !other.content_digest.empty()) {
    return one.content_digest == other.content_digest;
  }
  std::string a(std::min<std::uint64_t>(chunk_bytes, one.size), '\0');
  std::string b(a.size(), '\0');
  for (std::uint64_t at = 0; at < one.size; at += a.size()) {
    const std::size_t size = std::min<std::uint64_t>(a.size(), one.size - at);
    Result<void> read = read_content(one, at, a.data(), size);
    if (read) read = read_content(other, at, b.data(), size);
    if (!read) return tl::unexpected(read.error());
    if (std::memcmp(a.data(), b.data(), size) != 0) return false;
  }
  return true;
}

Result<bool> is_unchanged(const Entry& now, const Entry& below) {
  if (now.kind != below.kind || now.mode != below.mode || now.uid != below.uid ||
      now.gid != below.gid || now.device_major != below.device_major ||
      now.device_minor != below.device_minor || capability_of(now) != capability_of(below)) {
    return false;
  }
  if (now.kind == EntryKind::Directory) return true;
  if (now.mtime_s != below.mtime_s) return false;
  if (now.kind == EntryKind::Symlink) return now.link == below.link;
  if (now.kind != EntryKind::File) return true;
  if (now.size != below.size) return false;
  return same_content(now, below);
}

Result<void> drop_unchanged(std::vector<Entry>& entries, const FileTree& below) {
  return Dropping(entries, below).run();
}

}  // namespace plimsoll::builder
