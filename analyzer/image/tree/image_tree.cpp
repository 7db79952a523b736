// What the stacked layers are asked afterwards; stacking.cpp has the making of them.

#include "analyzer/image/tree/image_tree.h"

#include <algorithm>
#include <map>

#include "analyzer/base/check.h"
#include "analyzer/image/tree/stacking.h"

namespace plimsoll::image {

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::Live:
      return "live";
    case Fate::Replaced:
      return "replaced";
    case Fate::Restored:
      return "restored";
    case Fate::Deleted:
      return "deleted";
    case Fate::Opaque:
      return "opaque";
    case Fate::TypeChanged:
      return "type-changed";
    case Fate::DuplicatePath:
      return "duplicate-path";
    case Fate::Overhead:
      return "overhead";
  }
  return "";
}

void Bytes::add(const Bytes& other) {
  file += other.file;
  tar += other.tar;
  wire += other.wire;
  entries += other.entries;
}

struct ImageTree::State {
  explicit State(std::vector<StackedLayer> layers)
      : entries(std::move(layers)),
        tree(entries.biggest_paths(), entries.paths()),
        fates(entries.size()) {}

  LayerEntries entries;
  LiveTree tree;
  Fates fates;
  std::vector<BytesByFate> sums;
  std::vector<TreeNote> notes;
  std::vector<std::pair<std::string_view, std::uint64_t>> note_counts;
  bool exhausted = false;

  [[nodiscard]] Bytes bytes(std::uint32_t layer, std::uint32_t entry) const;
  void sum_up(std::uint32_t layer);
};

namespace {

Bytes& of(BytesByFate& bytes, Fate fate) { return bytes[static_cast<std::size_t>(fate)]; }

std::uint64_t less(std::uint64_t from, std::uint64_t what) { return from > what ? from - what : 0; }

}  // namespace

Bytes ImageTree::State::bytes(std::uint32_t index, std::uint32_t number) const {
  const ScannedLayer& layer = *entries.layer(index);
  const ScannedEntry& entry = layer.entries[number];
  const bool last = number + 1 == layer.entries.size();
  Bytes bytes;
  bytes.entries = 1;
  bytes.file = entry.size();
  bytes.tar = less(last ? layer.entries_end : layer.entries[number + 1].begin(), entry.begin());
  bytes.wire = less(last ? layer.wire_entries_end : layer.entries[number + 1].wire, entry.wire);
  return bytes;
}

void ImageTree::State::sum_up(std::uint32_t index) {
  const StackedLayer& stacked = entries.layers()[index];
  if (!stacked.layer) return;
  BytesByFate& sum = sums[index];
  Bytes all;
  const auto count = static_cast<std::uint32_t>(stacked.layer->entries.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const Bytes one = bytes(index, i);
    of(sum, fates.fate[entries.first_of(index) + i]).add(one);
    all.add(one);
  }
  // End blocks, and whatever else is no entry's.
  Bytes& overhead = of(sum, Fate::Overhead);
  overhead.tar += less(stacked.layer->plain_bytes, all.tar);
  overhead.wire += less(stacked.blob_bytes, all.wire);
}

ImageTree::ImageTree(std::vector<StackedLayer> layers)
    : state_(std::make_unique<State>(std::move(layers))) {
  Stacking stacking(state_->entries, state_->tree, state_->fates);
  stacking.run();
  state_->notes = std::move(stacking.notes);
  state_->note_counts = std::move(stacking.note_counts);
  state_->exhausted = stacking.exhausted;
  state_->sums.resize(state_->entries.layers().size());
  for (std::uint32_t i = 0; i < layer_count(); ++i) state_->sum_up(i);
}

ImageTree::~ImageTree() = default;

std::size_t ImageTree::layer_count() const { return state_->entries.layers().size(); }

const ScannedLayer* ImageTree::layer(std::uint32_t layer) const {
  return state_->entries.layer(layer);
}

const ScannedEntry& ImageTree::at(EntryRef entry) const {
  CHECK(entry.valid());
  return state_->entries.layer(entry.layer)->entries[entry.entry];
}

const PathTable& ImageTree::paths() const { return state_->tree.paths(); }

PathId ImageTree::path(EntryRef entry) const {
  return state_->fates.path[state_->entries.number(entry)];
}

Fate ImageTree::fate(EntryRef entry) const {
  return state_->fates.fate[state_->entries.number(entry)];
}

EntryRef ImageTree::hidden_by(EntryRef entry) const {
  const EntryNumber number = state_->entries.number(entry);
  if (!is_waste(state_->fates.fate[number])) return {};
  return state_->entries.ref(state_->fates.other[number]);
}

Bytes ImageTree::bytes(EntryRef entry) const { return state_->bytes(entry.layer, entry.entry); }

EntryRef ImageTree::live(PathId path) const {
  if (path == no_path) return {};
  return state_->entries.ref(state_->tree.entry(path));
}

EntryRef ImageTree::live(std::string_view clean_path) const {
  return live(paths().find(clean_path));
}

bool ImageTree::is_directory(PathId path) const {
  return path != no_path && state_->tree.stands(path) == Stands::Directory;
}

std::vector<PathId> ImageTree::children(PathId directory) const {
  std::vector<PathId> children;
  if (directory == no_path) return children;
  state_->tree.for_children(directory, [&](PathId path) { children.push_back(path); });
  std::sort(children.begin(), children.end(),
            [&](PathId a, PathId b) { return paths().name(a) < paths().name(b); });
  return children;
}

PathId ImageTree::resolve(std::string_view path, bool follow_last) const {
  // The kernel takes no longer ones, nor do links have longer texts (PATH_MAX).
  constexpr std::size_t longest = 4096;
  if (path.size() > longest) return no_path;
  LinkWalk walk(state_->tree, state_->entries, state_->fates, longest * max_links);
  unsigned links = 0;
  const Way way = walk.follow(root_path, path, follow_last, links);
  return way.broken ? no_path : way.at;
}

EntryRef ImageTree::inode(EntryRef entry) const {
  if (!entry.valid() || fate(entry) != Fate::Live) return entry;
  return state_->entries.ref(state_->fates.inode(state_->entries.number(entry)));
}

const BytesByFate& ImageTree::sums(std::uint32_t layer) const { return state_->sums[layer]; }

BytesByFate ImageTree::sums() const {
  BytesByFate total{};
  for (const BytesByFate& sum : state_->sums) {
    for (std::size_t i = 0; i < fate_count; ++i) total[i].add(sum[i]);
  }
  return total;
}

std::vector<Culprit> ImageTree::culprits() const {
  std::map<std::pair<std::uint32_t, std::uint32_t>, BytesByFate> pairs;
  for (std::uint32_t wrote = 0; wrote < layer_count(); ++wrote) {
    if (!layer(wrote)) continue;
    const auto count = static_cast<std::uint32_t>(layer(wrote)->entries.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      const EntryNumber number = state_->entries.first_of(wrote) + i;
      if (!is_waste(state_->fates.fate[number])) continue;
      const std::uint32_t hid = state_->entries.layer_of(state_->fates.other[number]);
      of(pairs[{wrote, hid}], state_->fates.fate[number]).add(state_->bytes(wrote, i));
    }
  }
  std::vector<Culprit> culprits;
  culprits.reserve(pairs.size());
  for (const auto& [layers, bytes] : pairs)
    culprits.push_back({layers.first, layers.second, bytes});
  return culprits;
}

const std::vector<TreeNote>& ImageTree::notes() const { return state_->notes; }

const std::vector<std::pair<std::string_view, std::uint64_t>>& ImageTree::note_counts() const {
  return state_->note_counts;
}

std::string_view ImageTree::partial() const {
  return state_->exhausted ? "links that lead through links take too much work" : "";
}

std::size_t ImageTree::memory_bytes() const {
  constexpr std::size_t of_entry = sizeof(PathId) + sizeof(EntryNumber) + sizeof(Fate);
  return state_->entries.size() * of_entry + state_->tree.memory_bytes();
}

}  // namespace plimsoll::image
