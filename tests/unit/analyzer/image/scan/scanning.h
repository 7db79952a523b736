#pragma once

// Layers out of memory, scanned: what a test says of an archive in a line.

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/image/scan/scan.h"
#include "tests/unit/analyzer/image/tar_blocks.h"

namespace plimsoll::testing {

class MemoryBlob final : public image::BlobReader {
 public:
  explicit MemoryBlob(std::string bytes, std::size_t piece = SIZE_MAX)
      : bytes_(std::move(bytes)), piece_(piece) {}
  Result<std::size_t> read(char* into, std::size_t room) override {
    const std::size_t size = std::min({room, piece_, bytes_.size() - at_});
    bytes_.copy(into, size, at_);
    at_ += size;
    return size;
  }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

class MemoryImage final : public image::ImageSource {
 public:
  explicit MemoryImage(std::vector<std::string> blobs, std::size_t piece = SIZE_MAX)
      : blobs_(std::move(blobs)), piece_(piece) {
    description_.layers.resize(blobs_.size());
  }
  const image::ImageDescription& description() const override { return description_; }
  image::ImageDescription& describe() { return description_; }
  Result<std::unique_ptr<image::BlobReader>> open_layer(std::size_t layer) const override {
    return std::make_unique<MemoryBlob>(blobs_[layer], piece_);
  }

 private:
  std::vector<std::string> blobs_;
  std::size_t piece_;
  image::ImageDescription description_;
};

inline image::LayerScan scan_one(const std::string& blob, const image::ScanOptions& options = {},
                                 std::size_t piece = SIZE_MAX) {
  return image::scan_image(MemoryImage({blob}, piece), options).layers.at(0);
}

// As compress_into packs it.
inline std::string packed(std::string_view plain, Compression compression) {
  auto from = NewFile::create("/tmp");
  auto to = NewFile::create("/tmp");
  CHECK(write_all(from->file(), plain).has_value());
  const auto done = compress_into(from->file(), compression, 1, to->file());
  std::string bytes(static_cast<std::size_t>(done->size), '\0');
  CHECK(read_exactly(to->file(), 0, bytes.data(), bytes.size()).has_value());
  return bytes;
}

inline std::string file(const std::string& name, const std::string& bytes) {
  return Block{.name = name, .size = octal(bytes.size())}.text() + content(bytes);
}

inline char kind_letter(image::EntryKind kind) {
  return "fdlhcbpwomR"[static_cast<std::size_t>(kind)];
}

// "f a/b 5" a line: kind, path, size where there is one; " ->" a link; then "!" and each note.
inline std::string told(const image::ScannedLayer& layer) {
  std::string text;
  for (std::uint32_t i = 0; i < layer.entries.size(); ++i) {
    const image::ScannedEntry& entry = layer.entries[i];
    text += kind_letter(entry.kind);
    text += entry.path == image::no_path ? "" : " /" + layer.path_of(entry);
    if (entry.size() > 0) text += " " + std::to_string(entry.size());
    if (entry.kind == image::EntryKind::Symlink) {
      text += " ->" + std::string(layer.link_text(entry));
    } else if (entry.link() != image::nothing) {
      text += " ->" + layer.paths.path(entry.link());
    }
    for (const image::LayerNote& note : layer.notes) {
      if (note.entry == i) text += " " + std::string(note.kind) + (note.refused ? "!" : "");
    }
    text += "\n";
  }
  for (const image::LayerNote& note : layer.notes) {
    if (note.entry == image::nothing) {
      text += "note " + std::string(note.kind) + (note.refused ? "!" : "") + "\n";
    }
  }
  if (!layer.partial.empty()) text += "partial: " + layer.partial + "\n";
  return text;
}

// The same whatever the pieces that the blob comes in.
inline std::string told_of(const std::string& tar) {
  const image::LayerScan whole = scan_one(tar);
  const image::LayerScan bytewise = scan_one(tar, {}, 7);
  std::string text = told(*whole.layer);
  return text == told(*bytewise.layer) ? text : text + "IN PIECES:\n" + told(*bytewise.layer);
}

}  // namespace plimsoll::testing
