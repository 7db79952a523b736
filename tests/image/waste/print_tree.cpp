// Says of images what their stacked layers are, for run.py to judge: one line a fact, bytes of
// names that are not plain as %xx.
//
//   print_tree REFERENCE...

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/scan/scan.h"
#include "analyzer/image/source/image_source.h"
#include "analyzer/image/tree/dive.h"
#include "analyzer/image/tree/image_tree.h"

using namespace plimsoll;
using namespace plimsoll::image;

namespace {

std::string shown(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 32 && byte < 127 && byte != '%') {
      text += c;
    } else {
      text += fmt::format("%{:02x}", byte);
    }
  }
  return text.empty() ? "." : text;
}

std::string_view kind_name(EntryKind kind) {
  switch (kind) {
    case EntryKind::File:
      return "file";
    case EntryKind::Directory:
      return "dir";
    case EntryKind::Symlink:
      return "symlink";
    case EntryKind::CharDevice:
      return "char";
    case EntryKind::BlockDevice:
      return "block";
    case EntryKind::Fifo:
      return "fifo";
    default:
      return "none";
  }
}

std::string ref_name(EntryRef ref) {
  return ref.valid() ? fmt::format("{}.{}", ref.layer, ref.entry) : "-";
}

void print_live(const ImageTree& tree, PathId path) {
  const std::string name = shown(tree.paths().path(path));
  const EntryRef inode = tree.inode(tree.live(path));
  if (!inode.valid()) {
    fmt::print("live {} dir 755 0 0 0 - -\n", name);
    return;
  }
  const ScannedEntry& entry = tree.at(inode);
  const ScannedLayer& layer = *tree.layer(inode.layer);
  std::string text = "-";
  std::string xattrs;
  if (entry.kind == EntryKind::Symlink) text = shown(layer.link_text(entry));
  if (entry.kind == EntryKind::CharDevice || entry.kind == EntryKind::BlockDevice) {
    const std::uint64_t device = layer.extra(entry)->value;
    text = fmt::format("{},{}", device >> 32, device & 0xFFFF'FFFF);
  }
  for (const auto& [key, value] : layer.xattrs(entry)) {
    xattrs += fmt::format(" {}={}", shown(key), value.empty() ? "" : shown(value));
  }
  fmt::print("live {} {} {:o} {} {} {} {} {}{}\n", name, kind_name(entry.kind), entry.mode,
             entry.uid, entry.gid, entry.mtime_s, ref_name(inode), text, xattrs);
}

void print_layer(const ImageTree& tree, const LayerScan& scan, std::uint32_t index) {
  const ScannedLayer* layer = tree.layer(index);
  if (!layer) {
    fmt::print("unreadable {} {}\n", index, scan.failure);
    return;
  }
  fmt::print("layer {} {} {} {} {}\n", index, layer->plain_bytes, scan.blob_bytes,
             shown(layer->diff_id), shown(layer->partial));
  for (std::size_t i = 0; i < fate_count; ++i) {
    const Bytes& bytes = tree.sums(index)[i];
    fmt::print("sum {} {} {} {} {} {}\n", index, to_string(static_cast<Fate>(i)), bytes.file,
               bytes.tar, bytes.wire, bytes.entries);
  }
  for (EntryRef ref{index, 0}; ref.entry < layer->entries.size(); ++ref.entry) {
    const Bytes bytes = tree.bytes(ref);
    fmt::print("entry {} {} {} {} {}\n", ref_name(ref), to_string(tree.fate(ref)),
               ref_name(tree.hidden_by(ref)), bytes.file, bytes.tar);
  }
}

void print_dive(const ImageTree& tree) {
  const DiveFigures dive = dive_figures(tree);
  fmt::print("dive {:.17g} {} {} {}\n", dive.efficiency, dive.wasted_bytes, dive.image_bytes,
             dive.wasted_ratio ? fmt::format("{:.17g}", *dive.wasted_ratio) : "nan");
  for (const std::uint64_t bytes : dive.layer_bytes) fmt::print("dive-layer {}\n", bytes);
  for (const DiveFile& file : dive.inefficient) {
    fmt::print("dive-file {} {} {}\n", file.count, file.size_bytes,
               shown("/" + tree.paths().path(file.path)));
  }
}

bool print_image(const std::string& reference) {
  const auto source = open_image(reference, OpenOptions());
  if (!source) {
    fmt::print("failure {}\n", source.error().message);
    return false;
  }
  const ImageScan scan = scan_image(**source, ScanOptions());
  std::vector<StackedLayer> layers;
  for (const LayerScan& layer : scan.layers) layers.push_back({layer.layer, layer.blob_bytes});
  const ImageTree tree(std::move(layers));
  for (std::uint32_t i = 0; i < tree.layer_count(); ++i) print_layer(tree, scan.layers[i], i);
  std::vector<PathId> rest = {root_path};
  while (!rest.empty()) {
    const PathId path = rest.back();
    rest.pop_back();
    print_live(tree, path);
    const std::vector<PathId> children = tree.children(path);
    rest.insert(rest.end(), children.rbegin(), children.rend());
  }
  for (const TreeNote& note : tree.notes()) {
    fmt::print("note {} {}\n", note.kind, ref_name(note.entry));
  }
  print_dive(tree);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  bool all = true;
  for (int i = 1; i < argc; ++i) {
    fmt::print("image {}\n", argv[i]);
    all &= print_image(argv[i]);
  }
  return all ? 0 : 1;
}
