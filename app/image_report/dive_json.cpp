// What `dive --json FILE` writes (wagoodman/dive, its export of an analysis), for scripts that read
// it: the same members, the figures by dive's definitions, its modes (Go's os.FileMode). Files come
// as dive walks a layer: by name, what is in a directory before the directory. Directories that a
// layer merely implies have no record here; dive writes empty ones for them.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/image_facts.h"
#include "app/image_report/writers.h"
#include "app/report/json_writer.h"

namespace plimsoll::app {

namespace {

using image::EntryKind;
using image::ScannedEntry;
using image::ScannedLayer;

// Bits of Go's os.FileMode.
std::uint32_t go_mode(const ScannedEntry& entry) {
  constexpr std::uint32_t directory = 1U << 31U, symlink = 1U << 27U, device = 1U << 26U,
                          pipe = 1U << 25U, setuid = 1U << 23U, setgid = 1U << 22U,
                          character = 1U << 21U, sticky = 1U << 20U;
  std::uint32_t mode = entry.mode & 0777U;
  if ((entry.mode & 04000U) != 0) mode |= setuid;
  if ((entry.mode & 02000U) != 0) mode |= setgid;
  if ((entry.mode & 01000U) != 0) mode |= sticky;
  switch (entry.kind) {
    case EntryKind::Directory:
      return mode | directory;
    case EntryKind::Symlink:
      return mode | symlink;
    case EntryKind::CharDevice:
      return mode | device | character;
    case EntryKind::BlockDevice:
      return mode | device;
    case EntryKind::Fifo:
      return mode | pipe;
    default:
      return mode;
  }
}

char type_flag(EntryKind kind) {
  switch (kind) {
    case EntryKind::Hardlink:
      return '1';
    case EntryKind::Symlink:
      return '2';
    case EntryKind::CharDevice:
      return '3';
    case EntryKind::BlockDevice:
      return '4';
    case EntryKind::Directory:
      return '5';
    case EntryKind::Fifo:
      return '6';
    default:
      return '0';
  }
}

struct DiveEntry {
  std::string path;
  std::uint32_t entry = 0;
};

// Component by component; what a path holds comes before the path.
bool before(const DiveEntry& a, const DiveEntry& b) {
  std::string_view left = a.path, right = b.path;
  while (!left.empty() && !right.empty()) {
    const std::size_t l = std::min(left.find('/'), left.size());
    const std::size_t r = std::min(right.find('/'), right.size());
    const int order = left.substr(0, l).compare(right.substr(0, r));
    if (order != 0) return order < 0;
    left.remove_prefix(std::min(l + 1, left.size()));
    right.remove_prefix(std::min(r + 1, right.size()));
  }
  if (left.empty() != right.empty()) return right.empty();
  return a.entry < b.entry;
}

std::vector<DiveEntry> entries_of(const ScannedLayer& layer) {
  std::vector<DiveEntry> entries;
  for (std::uint32_t i = 0; i < layer.entries.size(); ++i) {
    const ScannedEntry& entry = layer.entries[i];
    const bool hidden = entry.kind == EntryKind::Opaque || entry.kind == EntryKind::Metadata ||
                        entry.kind == EntryKind::Refused;
    if (hidden || entry.path == image::no_path || entry.path == image::root_path) continue;
    std::string path = layer.path_of(entry);
    if (entry.kind == EntryKind::Whiteout) path.insert(path.rfind('/') + 1, ".wh.");
    entries.push_back({std::move(path), i});
  }
  std::sort(entries.begin(), entries.end(), before);
  // Of equal paths the last is what dive has.
  std::vector<DiveEntry> last;
  for (DiveEntry& each : entries) {
    if (!last.empty() && last.back().path == each.path) {
      last.back() = std::move(each);
    } else {
      last.push_back(std::move(each));
    }
  }
  return last;
}

void append_file(JsonWriter& json, const ScannedLayer& layer, const DiveEntry& each) {
  const ScannedEntry& entry = layer.entries[each.entry];
  std::string link;
  if (entry.kind == EntryKind::Symlink) link = layer.link_text(entry);
  if (entry.kind == EntryKind::Hardlink && entry.link() != image::nothing) {
    link = layer.paths.path(entry.link());
  }
  json.new_line().begin_object().field("path", each.path);
  json.field("typeFlag", std::uint32_t{static_cast<unsigned char>(type_flag(entry.kind))});
  json.field("linkName", link);
  json.field("size", entry.size());
  json.field("fileMode", go_mode(entry)).field("uid", entry.uid).field("gid", entry.gid);
  json.field("isDir", entry.kind == EntryKind::Directory).end_object();
}

}  // namespace

void write_dive_json(const ImageReport& report, const Sink& sink) {
  constexpr std::size_t bytes_held = 1 << 16;
  const Figures& figures = *report.figures;
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("layer").begin_array();
  for (std::uint32_t i = 0; i < figures.layers.size(); ++i) {
    const LayerFigures& each = figures.layers[i];
    std::string_view command = each.instruction;
    if (each.keyword == "RUN" && command.starts_with("RUN ")) command.remove_prefix(4);
    json.new_line().begin_object().field("index", i);
    json.field("id", each.transport.digest).field("digestId", each.diff_id);
    json.field("sizeBytes", i < figures.dive.layer_bytes.size() ? figures.dive.layer_bytes[i] : 0);
    json.field("command", command).key("fileList").begin_array();
    if (const ScannedLayer* layer = report.facts->tree.layer(i)) {
      for (const DiveEntry& entry : entries_of(*layer)) {
        append_file(json, *layer, entry);
        if (out.size() < bytes_held) continue;
        sink(out);
        out.clear();
      }
    }
    json.end_array().end_object();
  }
  json.end_array().new_line().key("image").begin_object();
  json.field("sizeBytes", figures.dive.image_bytes);
  json.field("inefficientBytes", figures.dive.wasted_bytes);
  json.field("efficiencyScore", figures.dive.efficiency).key("fileReference").begin_array();
  for (const image::DiveFile& file : figures.dive.inefficient) {
    json.new_line().begin_object().field("count", std::uint64_t{file.count});
    json.field("sizeBytes", file.size_bytes)
        .field("file", "/" + report.facts->tree.paths().path(file.path))
        .end_object();
  }
  json.end_array().end_object().end_object();
  sink(out + '\n');
}

}  // namespace plimsoll::app
