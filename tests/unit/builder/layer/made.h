#pragma once

// Entries, layers and stacks for tests, made in memory.

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "builder/layer/file_tree.h"
#include "builder/layer/layer.h"
#include "builder/layer/stack.h"

namespace plimsoll::builder::testing {

// A file without a name.
inline std::shared_ptr<const FileDescriptor> scratch_file() {
  char path[] = "/tmp/plimsoll-layer-XXXXXX";
  const int fd = ::mkstemp(path);
  REQUIRE(fd >= 0);
  ::unlink(path);
  return std::make_shared<const FileDescriptor>(fd);
}

inline std::string bytes_of(const FileDescriptor& file) {
  std::string bytes(size_of(file).value(), '\0');
  REQUIRE(read_exactly(file, 0, bytes.data(), bytes.size()).has_value());
  return bytes;
}

inline Entry made(EntryKind kind, std::string path, unsigned mode = 0644) {
  Entry entry;
  entry.kind = kind;
  entry.path = std::move(path);
  entry.mode = mode;
  return entry;
}
inline Entry file(std::string path, std::string content, unsigned mode = 0644) {
  Entry entry = made(EntryKind::File, std::move(path), mode);
  entry.size = content.size();
  entry.content = InMemory{std::make_shared<const std::string>(std::move(content))};
  return entry;
}
inline Entry directory(std::string path, unsigned mode = 0755) {
  return made(EntryKind::Directory, std::move(path), mode);
}
inline Entry linked(EntryKind kind, std::string path, std::string link) {
  Entry entry = made(kind, std::move(path), 0777);
  entry.link = std::move(link);
  return entry;
}
inline Entry soft_link(std::string path, std::string link) {
  return linked(EntryKind::Symlink, std::move(path), std::move(link));
}
inline Entry hard_link(std::string path, std::string link) {
  return linked(EntryKind::Hardlink, std::move(path), std::move(link));
}
inline Entry whiteout(std::string path) { return made(EntryKind::Whiteout, std::move(path)); }
inline Entry opaque(std::string path) { return made(EntryKind::Opaque, std::move(path)); }

struct MadeLayer {
  WrittenLayer written;
  std::shared_ptr<const FileDescriptor> blob;
  std::shared_ptr<const LayerIndex> index;
};
inline MadeLayer layer(std::vector<Entry> entries, LayerOptions options = {.epoch_s = INT64_MAX}) {
  sort_entries(entries);
  MadeLayer layer;
  layer.blob = scratch_file();
  auto written = write_layer(entries, options, *layer.blob);
  if (!written) FAIL(written.error().message);
  layer.written = std::move(*written);
  auto index = layer_index_of(layer.written.index, layer.blob);
  if (!index) FAIL(index.error().message);
  layer.index = *index;
  return layer;
}

inline Stack stack(std::vector<std::vector<Entry>> bottom_first) {
  std::vector<std::shared_ptr<const LayerIndex>> layers;
  for (std::vector<Entry>& entries : bottom_first)
    layers.push_back(layer(std::move(entries)).index);
  return Stack(std::move(layers));
}

// "path:kind mode content-or-link", one line an entry: what tests compare.
inline std::string shown(const Entry& entry) {
  static constexpr const char* kinds = "fdlhcbpwo";
  char mode[16];
  const bool is_link = entry.kind == EntryKind::Symlink;  // whose mode means nothing
  std::snprintf(mode, sizeof mode, " %o", is_link ? 0 : entry.mode);
  std::string text = entry.path + ":" + kinds[static_cast<int>(entry.kind)] + mode;
  if (!entry.link.empty()) text += " ->" + entry.link;
  if (entry.kind == EntryKind::File) {
    const auto content = read_content(entry, 1 << 20);
    text += " " + (content ? *content : "!" + content.error().message);
  }
  return text;
}
inline std::vector<std::string> listed(const FileTree& tree, std::string_view path = "") {
  std::vector<std::string> lines;
  const auto walked = walk(tree, path, [&](const Entry& entry) -> Result<void> {
    lines.push_back(shown(entry));
    return {};
  });
  if (!walked) FAIL(walked.error().message);
  return lines;
}

}  // namespace plimsoll::builder::testing
