#include "analyzer/image/contents/ownership.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace plimsoll::image {

const Owned* Ownership::find(PathId path) const {
  const auto found =
      std::lower_bound(paths.begin(), paths.end(), path,
                       [](const Owned& each, PathId wanted) { return each.path < wanted; });
  return found == paths.end() || found->path != path ? nullptr : &*found;
}

namespace {

class Collector {
 public:
  Collector(const ImageTree& tree, const Contents& contents) : tree_(tree), contents_(contents) {
    data_.on_file = [this](const PackagedFile& file) { take(file); };
  }

  Ownership collect() {
    dpkg();
    for (const std::string_view path : {"lib/apk/db/installed", "usr/lib/apk/db/installed"}) {
      if (once(path)) read(path, read_apk_installed);
    }
    for (const std::string_view directory :
         {"var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/"}) {
      // The newest form wins: the others are left by a migration.
      for (const std::string_view name : {"rpmdb.sqlite", "Packages.db", "Packages"}) {
        const std::string path = std::string(directory) + std::string(name);
        if (!once(path) || !read(path, read_rpm)) continue;
        // What stands in SQLite's log is not in the file yet.
        const EntryRef log = tree_.live(tree_.resolve(path + "-wal"));
        if (log.valid() && tree_.at(tree_.inode(log)).size() > 0) data_.known = false;
        break;
      }
    }
    return finish();
  }

 private:
  // Whether a path is there and leads to what has not been read yet.
  bool once(std::string_view path) {
    const PathId place = tree_.resolve(path);
    if (place == no_path) return false;
    const bool seen = std::find(read_.begin(), read_.end(), place) != read_.end();
    read_.push_back(place);
    return !seen;
  }

  template <class Reader>
  bool read(std::string_view path, Reader reader) {
    const std::optional<std::string_view> text = contents_.text(path);
    if (!text) {
      data_.known = false;
      return false;
    }
    reader(*text, data_);
    return true;
  }

  void dpkg() {
    if (once("var/lib/dpkg/status")) read("var/lib/dpkg/status", read_dpkg_status);
    each_file("var/lib/dpkg/status.d", [&](std::string_view name, std::string_view text) {
      if (!name.ends_with(".md5sums")) read_dpkg_status(text, data_);
    });
    each_file("var/lib/dpkg/status.d", [&](std::string_view name, std::string_view text) {
      if (name.ends_with(".md5sums")) read_dpkg_md5sums(stem(name), text, data_);
    });
    each_file("var/lib/dpkg/info", [&](std::string_view name, std::string_view text) {
      if (name.ends_with(".list")) read_dpkg_list(stem(name), text, data_);
      if (name.ends_with(".md5sums")) read_dpkg_md5sums(stem(name), text, data_);
    });
  }

  static std::string_view stem(std::string_view name) { return name.substr(0, name.rfind('.')); }

  template <class Take>
  void each_file(std::string_view directory, const Take& take) {
    const PathId folder = tree_.resolve(directory);
    if (folder == no_path) return;
    for (const PathId path : tree_.children(folder)) {
      const std::optional<std::string_view> text = contents_.text(tree_.live(path));
      if (text) take(tree_.paths().name(path), *text);
    }
  }

  void take(const PackagedFile& file) {
    const PathId folder = directory(file.directory);
    if (folder == no_path) return;
    const PathId path = tree_.paths().find_child(folder, file.name);
    if (path == no_path || !tree_.live(path).valid()) return;
    Owned owned;
    owned.path = path;
    owned.owner = file.owner;
    owned.kind = file.kind;
    for (std::size_t i = 0; i + 1 < file.digest.size() && i / 2 < owned.digest.size(); i += 2) {
      owned.digest[i / 2] =
          static_cast<char>(16 * digit(file.digest[i]) + digit(file.digest[i + 1]));
    }
    owned_.push_back(owned);
  }

  static int digit(char c) { return c <= '9' ? c - '0' : (c & 0xF) + 9; }

  PathId directory(std::string_view path) {
    if (path == last_text_) return last_;
    last_text_ = path;
    const PathId place = tree_.resolve(path);
    return last_ = place;
  }

  Ownership finish() {
    std::vector<std::uint32_t> order(data_.packages.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      const Package &left = data_.packages[a], &right = data_.packages[b];
      return std::tie(left.manager, left.name, left.architecture, left.version) <
             std::tie(right.manager, right.name, right.architecture, right.version);
    });
    Ownership result;
    std::vector<std::uint32_t> moved(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      moved[order[i]] = i;
      result.packages.push_back(std::move(data_.packages[order[i]]));
    }
    for (Owned& each : owned_) each.owner = moved[each.owner];
    // Lists name paths without digests, sums name some of them again; directories and what was
    // diverted belong to many. A digest is preferred, then the first that was read.
    std::stable_sort(owned_.begin(), owned_.end(), [](const Owned& a, const Owned& b) {
      return std::make_pair(a.path, a.kind == DigestKind::None) <
             std::make_pair(b.path, b.kind == DigestKind::None);
    });
    const auto same = [](const Owned& a, const Owned& b) { return a.path == b.path; };
    owned_.erase(std::unique(owned_.begin(), owned_.end(), same), owned_.end());
    result.paths = std::move(owned_);
    result.known = data_.known ? Answer::Yes : Answer::Unknown;
    return result;
  }

  const ImageTree& tree_;
  const Contents& contents_;
  PackageData data_;
  std::vector<PathId> read_;
  std::vector<Owned> owned_;
  std::string last_text_;
  PathId last_ = root_path;
};

}  // namespace

Ownership read_ownership(const ImageTree& tree, const Contents& contents) {
  return Collector(tree, contents).collect();
}

}  // namespace plimsoll::image
