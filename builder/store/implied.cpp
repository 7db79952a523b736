// A layer may hold usr/lib/x and say nothing of usr and usr/lib: they are what the layers below
// say. In an overlay of unpacked layers they would be what the uppermost tree says, 0755 of root,
// and /tmp would lose its sticky bit. One more tree on top, of such directories alone, says it
// right.

#include <algorithm>
#include <set>
#include <utility>

#include "builder/layer/stack.h"
#include "builder/store/unpack.h"

namespace plimsoll::builder {
namespace {

class Entries final : public LayerIndex {
 public:
  explicit Entries(std::vector<Entry> entries) : entries_(std::move(entries)) {}
  std::size_t size() const override { return entries_.size(); }
  Entry at(std::size_t position) const override { return entries_[position]; }
  std::string_view path_at(std::size_t position) const override { return entries_[position].path; }
  EntryKind kind_at(std::size_t position) const override { return entries_[position].kind; }
  std::size_t lower_bound(std::string_view path) const override {
    const auto found =
        std::lower_bound(entries_.begin(), entries_.end(), path,
                         [](const Entry& entry, std::string_view p) { return entry.path < p; });
    return static_cast<std::size_t>(found - entries_.begin());
  }
  bool implied_at(std::size_t) const override { return false; }
  std::size_t next_link_at(std::size_t position) const override { return position; }
  std::size_t implied_count() const override { return 0; }

 private:
  std::vector<Entry> entries_;
};

// As the tree of an implying layer has it. A time of a directory is worth no mount.
bool is_plain(const Entry& entry) {
  return entry.mode == 0755 && entry.uid == 0 && entry.gid == 0 && entry.xattrs.empty();
}

}  // namespace

std::unique_ptr<LayerIndex> index_of_entries(std::vector<Entry> entries) {
  sort_entries(entries);
  return std::make_unique<Entries>(std::move(entries));
}

Result<std::vector<Entry>> implied_directories(
    const std::vector<std::shared_ptr<const LayerIndex>>& bottom_first) {
  std::vector<std::string> paths;
  for (const auto& layer : bottom_first) {
    if (layer->implied_count() == 0) continue;
    for (std::size_t i = 0; i < layer->size(); ++i) {
      if (layer->implied_at(i)) paths.emplace_back(layer->path_at(i));
    }
  }
  // The root, too, is what the lowest layer that has it says.
  const bool rootless = !bottom_first.empty() && (bottom_first.back()->size() == 0 ||
                                                  !bottom_first.back()->path_at(0).empty());
  if (rootless) paths.emplace_back();
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());

  const Stack stack(bottom_first);
  std::vector<Entry> entries;
  for (const std::string& path : paths) {
    Result<std::optional<Entry>> entry = stack.find(path);
    if (!entry) return tl::unexpected(entry.error());
    if (!*entry || (*entry)->kind != EntryKind::Directory) continue;  // gone again
    if (!is_plain(**entry)) entries.push_back(std::move(**entry));
  }
  // Parents that nobody implied are directories of that tree as well.
  std::set<std::string> known;
  for (const Entry& entry : entries) known.insert(entry.path);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::size_t slash = entries[i].path.rfind('/');
    const std::string parent = entries[i].path.substr(0, slash == std::string::npos ? 0 : slash);
    if (!known.insert(parent).second) continue;
    Result<std::optional<Entry>> entry = stack.find(parent);
    if (!entry) return tl::unexpected(entry.error());
    if (*entry) entries.push_back(std::move(**entry));
  }
  sort_entries(entries);
  return entries;
}

}  // namespace plimsoll::builder
