#include "analyzer/image/scan/layer_builder.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "analyzer/base/check.h"
#include "analyzer/image/scan/note_kinds.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t max_detail_bytes = 256;
constexpr std::uint64_t greatest_id = 0xFFFF'FFFE;  // the next one means "leave it as it is"
constexpr std::size_t max_xattr_bytes = std::size_t{256} << 10;  // of one entry

EntryKind kind_of(char type) {
  switch (type) {
    case '0':
    case 'S':
      return EntryKind::File;
    case '1':
      return EntryKind::Hardlink;
    case '2':
      return EntryKind::Symlink;
    case '3':
      return EntryKind::CharDevice;
    case '4':
      return EntryKind::BlockDevice;
    case '5':
      return EntryKind::Directory;
    case '6':
      return EntryKind::Fifo;
    default:
      return EntryKind::Refused;
  }
}

bool is_estargz(std::string_view name) {
  return name == "stargz.index.json" || name == ".prefetch.landmark" ||
         name == ".no.prefetch.landmark";
}

// What overlayfs and fuse-overlayfs would read as whiteouts and redirects of their own.
bool is_overlay_mark(std::string_view xattr) {
  for (const std::string_view prefix :
       {"trusted.overlay.", "user.overlay.", "user.fuseoverlayfs."}) {
    if (!xattr.starts_with(prefix)) continue;
    const std::string_view rest = xattr.substr(prefix.size());
    return rest == "opaque" || rest == "redirect" || rest == "metacopy" || rest == "whiteout" ||
           rest == "whiteouts";
  }
  return false;
}

std::uint32_t clamped(std::uint64_t id) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(id, 0xFFFF'FFFF));
}

}  // namespace

LayerBuilder::LayerBuilder(ScannedLayer& layer, const ScanOptions& options, SecretReader* secrets,
                           ScanBudget& budget, std::size_t number)
    : layer_(layer),
      content_(options, secrets, budget, number),
      names_(layer.paths),
      budget_(budget) {}

Result<void> LayerBuilder::entry(const TarEntry& from) {
  if (in_file_) {
    if (auto finished = finish_file(false); !finished) return finished;
  }
  ScannedEntry entry;
  at_ = from.begin;
  entry.set_begin(from.begin);
  entry.mtime_s = from.mtime_s;
  entry.uid = clamped(from.uid);
  entry.gid = clamped(from.gid);
  entry.mode = from.mode & 07777;
  add_name(from, entry);
  if (kind_of(from.type) == EntryKind::File) entry.set_size(from.size);
  add_link(from, entry);
  add_extra(from, entry);
  note_attributes(from, entry);
  note_duplicate(from, entry);
  refused_name_ = false;
  const auto index = static_cast<std::uint32_t>(layer_.entries.size());
  layer_.entries.push_back(entry);
  said_ = left_ = from.size;
  if (auto counted = count_entries(); !counted) {
    layer_.entries.pop_back();
    said_ = left_ = 0;
    return counted;
  }
  if (entry.kind != EntryKind::File) return {};
  in_file_ = true;
  content_.begin(index, layer_.paths.path(entry.path), from.size, from.offset);
  if (left_ == 0) return finish_file(false);
  return {};
}

Result<void> LayerBuilder::count_entries() {
  const std::uint64_t before = std::exchange(counted_, counted_entries(layer_));
  if (budget_.take_entries(counted_ - before)) return {};
  note("too-many-entries", nothing, at_, "more entries than the limit for an image");
  return failure("the image has more entries than the limit");
}

Result<void> LayerBuilder::content(std::string_view bytes) {
  left_ -= bytes.size();
  if (!in_file_) return {};
  content_.take(bytes);
  if (left_ == 0) return finish_file(false);
  return {};
}

Result<void> LayerBuilder::finish_file(bool cut_off) {
  in_file_ = false;
  content_.finish(layer_.entries.back(), layer_, cut_off);
  const auto index = static_cast<std::uint32_t>(layer_.entries.size() - 1);
  if (content_.cut_short) note("too-many-secrets", index, at_, "not all are told");
  if (content_.archive_limited) note("archive-limit", index, at_, "not all of it was looked into");
  if (content_.not_kept) note("kept-limit", index, at_, "facts that need it are unknown");
  if (!content_.over_budget) return {};
  note("too-many-finds", index, at_, "more programs and secrets than the limit for an image");
  return failure("the image has more programs and secrets than the limit");
}

void LayerBuilder::finish() {
  // Of what was cut off as much counts as is there, whatever its header says.
  if (in_file_) {
    auto finished = finish_file(true);
    if (!finished && layer_.partial.empty()) layer_.partial = finished.error().message;
  }
  if (left_ > 0) {
    ScannedEntry& last = layer_.entries.back();
    if (last.size() > 0) last.set_size(said_ - left_);
    if (last.size() == 0) last.flags &= static_cast<std::uint8_t>(~entry_is_text);
  }
  // What was said of an entry that never came.
  for (LayerNote& note : layer_.notes) {
    if (note.entry != nothing && note.entry >= layer_.entries.size()) note.entry = nothing;
  }
}

Result<void> LayerBuilder::oddity(const TarOddity& odd) {
  // Both are told of the entry itself.
  if (odd.kind == "sparse" || odd.kind == "huge-id") return {};
  if (odd.kind == "name-with-nul") refused_name_ = true;
  const bool of_entry = !odd.fatal && odd.kind != "missing-end";
  note(odd.kind, of_entry ? static_cast<std::uint32_t>(layer_.entries.size()) : nothing, odd.at,
       odd.detail, odd.refused);
  return {};
}

void LayerBuilder::note(std::string_view kind, std::uint32_t entry, std::uint64_t at,
                        std::string detail, bool refused) {
  DCHECK(!note_kind(kind).empty());
  auto& counts = layer_.note_counts;
  auto count = std::find_if(counts.begin(), counts.end(),
                            [&](const auto& each) { return each.first == kind; });
  if (count == counts.end()) count = counts.insert(counts.end(), {kind, 0});
  if (++count->second > max_notes) return;
  if (detail.size() > max_detail_bytes) detail.resize(max_detail_bytes);
  layer_.notes.push_back({kind, entry, at, std::move(detail), refused});
}

void LayerBuilder::here(std::string_view kind, std::string detail, bool refused) {
  note(kind, static_cast<std::uint32_t>(layer_.entries.size()), at_, std::move(detail), refused);
}

void LayerBuilder::add_name(const TarEntry& from, ScannedEntry& entry) {
  using Kind = LayerName::Kind;
  const LayerName name = names_.read(from.name);
  entry.path = name.path;
  if (name.dot_dot && name.kind != Kind::Outside) here("dot-dot-name", from.name);
  if (name.through_whiteout && name.kind != Kind::Metadata)
    here("path-through-whiteout", from.name);
  entry.kind = EntryKind::Refused;
  switch (name.kind) {
    case Kind::Ordinary:
      add_kind(from, entry);
      break;
    case Kind::Whiteout:
      entry.kind = EntryKind::Whiteout;
      break;
    case Kind::Opaque:
      entry.kind = EntryKind::Opaque;
      break;
    case Kind::Metadata:
      entry.kind = EntryKind::Metadata;
      break;
    case Kind::BareWhiteout:
      here("bare-whiteout", from.name, true);
      break;
    case Kind::Outside:
      here("leaves-root", from.name, true);
      break;
    case Kind::ZeroByte:
      if (!refused_name_) here("name-with-nul", from.name, true);
      break;
    case Kind::TooLong:
    case Kind::TooDeep:
      here("long-name", from.name, true);
      break;
  }
  const bool hides = entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque;
  if (hides && (from.type != '0' || from.size > 0)) {
    here("whiteout-with-content", from.type == '0' ? std::to_string(from.size) + " bytes"
                                                   : std::string("kind ") + from.type);
  }
}

void LayerBuilder::add_kind(const TarEntry& from, ScannedEntry& entry) {
  if (refused_name_) return;
  entry.kind = kind_of(from.type);
  if (entry.path == root_path && entry.kind != EntryKind::Directory &&
      entry.kind != EntryKind::Refused) {
    here("root-not-directory", from.name, true);
    entry.kind = EntryKind::Refused;
  }
  if (entry.kind == EntryKind::File && layer_.paths.parent(entry.path) == root_path &&
      is_estargz(layer_.paths.name(entry.path))) {
    entry.kind = EntryKind::Metadata;
  }
  if (from.type == '0' && from.name.ends_with('/')) here("slash-on-file", from.name);
}

void LayerBuilder::add_link(const TarEntry& from, ScannedEntry& entry) {
  if (entry.kind == EntryKind::Symlink) {
    if (from.link.empty()) here("empty-link", from.name, true);
    entry.set_link(layer_.add_text(from.link));
  }
  if (entry.kind != EntryKind::Hardlink) return;
  if (from.link.empty()) {
    here("empty-link", from.name, true);
    return;
  }
  const LayerName target = names_.target(from.link);
  if (target.path != no_path) {
    entry.set_link(target.path);
    return;
  }
  here(target.kind == LayerName::Kind::Outside ? "leaves-root" : "bad-link", from.link, true);
}

void LayerBuilder::add_extra(const TarEntry& from, ScannedEntry& entry) {
  const bool device = entry.kind == EntryKind::CharDevice || entry.kind == EntryKind::BlockDevice;
  if (from.sparse) entry.flags |= entry_is_sparse;
  if (from.xattrs.empty() && !device && !from.sparse) return;
  Xattrs xattrs;
  std::size_t bytes = 0;
  for (const auto& [name, value] : from.xattrs) {
    bytes += name.size() + value.size();
    if (bytes > max_xattr_bytes) {
      here("xattrs-too-big", std::to_string(bytes) + " bytes and more");
      break;
    }
    xattrs.emplace_back(name, value);
  }
  const std::uint64_t device_number =
      std::uint64_t{from.device_major} << 32 | std::uint64_t{from.device_minor};
  entry.flags |= entry_has_extra;
  layer_.add_extra(xattrs, from.sparse ? from.real_size : device ? device_number : 0);
}

void LayerBuilder::note_attributes(const TarEntry& from, const ScannedEntry& entry) {
  if (from.type == 'S') here("old-gnu-sparse", from.name, true);
  if (from.uid > greatest_id || from.gid > greatest_id) {
    here("huge-id", std::to_string(static_cast<std::int64_t>(from.uid)) + ":" +
                        std::to_string(static_cast<std::int64_t>(from.gid)));
  }
  if (entry.kind == EntryKind::CharDevice && from.device_major == 0 && from.device_minor == 0) {
    here("overlay-whiteout-form", "a device 0/0");
  }
  if (from.libarchive_xattrs) here("libarchive-xattr", from.name);
  for (const auto& [name, value] : from.xattrs) {
    if (is_overlay_mark(name)) here("overlay-whiteout-form", name);
  }
}

void LayerBuilder::note_duplicate(const TarEntry& from, const ScannedEntry& entry) {
  if (entry.path == no_path || entry.kind == EntryKind::Refused) return;
  std::vector<bool>& seen = entry.kind == EntryKind::Whiteout ? seen_hidden_ : seen_;
  if (entry.kind == EntryKind::Opaque) return;
  if (entry.path >= seen.size())
    seen.resize(std::max<std::size_t>(entry.path + 1, seen.size() * 2));
  if (seen[entry.path]) here("duplicate-path", from.name);
  seen[entry.path] = true;
}

void LayerBuilder::place(WireMap& wire) {
  while (unplaced_ < layer_.entries.size() && layer_.entries[unplaced_].begin() <= wire.known()) {
    ScannedEntry& entry = layer_.entries[unplaced_++];
    entry.wire = wire.wire(entry.begin());
  }
}

}  // namespace plimsoll::image
