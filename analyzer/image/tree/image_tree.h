#pragma once

// Layers stacked: what is live in the end, and for every byte that is not, who wrote and who hid
// it. One path table for all layers, one pass over the entries, no copies of trees. (OCI image-spec
// layer.md, "Applying Changesets", as containerd and docker apply it.)

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/image/scan/scanned_layer.h"

namespace plimsoll::image {

// What became of an entry; every entry has exactly one.
enum class Fate : std::uint8_t {
  Live,
  Replaced,       // by a file of other content at the same path
  Restored,       // by the same content with other metadata: chown, chmod, touch
  Deleted,        // a whiteout of it or of a directory above it
  Opaque,         // an opaque directory above it
  TypeChanged,    // something of another kind came to stand there, or to a directory above it
  DuplicatePath,  // the same path again in its own layer
  Overhead        // whiteouts, metadata, refused entries: bytes that belong to no file
};
inline constexpr std::size_t fate_count = 8;
[[nodiscard]] std::string_view to_string(Fate fate);  // "live", "replaced", "restored", ...
// Replaced to DuplicatePath: bytes that are pulled and can never be seen.
[[nodiscard]] constexpr bool is_waste(Fate fate) {
  return fate != Fate::Live && fate != Fate::Overhead;
}

// Three currencies: contents of files; bytes of the tar (headers and padding of the entry); bytes
// of the blob on the wire. End blocks and what follows them are Overhead, so that tar sums to
// plain_bytes and wire to the blob's size, layer by layer, exactly.
struct Bytes {
  std::uint64_t file = 0, tar = 0, wire = 0;
  std::uint64_t entries = 0;
  void add(const Bytes& other);
  friend bool operator==(const Bytes&, const Bytes&) = default;
};
using BytesByFate = std::array<Bytes, fate_count>;

struct EntryRef {
  std::uint32_t layer = nothing;
  std::uint32_t entry = nothing;
  [[nodiscard]] bool valid() const { return layer != nothing; }
  friend bool operator==(const EntryRef&, const EntryRef&) = default;
  friend auto operator<=>(const EntryRef&, const EntryRef&) = default;
};

// Bytes of one layer that another one hides.
struct Culprit {
  std::uint32_t wrote = 0, hid = 0;  // layers; equal for DuplicatePath
  BytesByFate bytes{};
};

// What is odd about how layers lie on each other; stacking.cpp has the kinds and who takes them
// how.
struct TreeNote {
  std::string_view kind;  // kebab-case, stable, static storage
  EntryRef entry;
};

// What a layer needs to be stacked, and what its blob weighs (from LayerScan).
struct StackedLayer {
  std::shared_ptr<const ScannedLayer> layer;  // null: not readable, taken as empty
  std::uint64_t blob_bytes = 0;
};

class ImageTree {
 public:
  // Bottom first.
  explicit ImageTree(std::vector<StackedLayer> layers);
  ~ImageTree();
  ImageTree(const ImageTree&) = delete;
  ImageTree& operator=(const ImageTree&) = delete;

  [[nodiscard]] std::size_t layer_count() const;
  [[nodiscard]] const ScannedLayer* layer(std::uint32_t layer) const;  // null: not readable
  [[nodiscard]] const ScannedEntry& at(EntryRef entry) const;

  // Of all layers together.
  [[nodiscard]] const PathTable& paths() const;
  // The path at which an entry lies once unpacked: where a directory of its name is a link in the
  // layers below, that is not the path it is written under. Where the name of a file is gone but a
  // hardlink to it lives, the first such link. no_path for Overhead.
  [[nodiscard]] PathId path(EntryRef entry) const;

  // A file is live as long as one of its names is: that its own is deleted frees nothing where a
  // hardlink keeps it. When the last name goes, so does the file, by whatever that was. What is
  // hidden by its own layer is a DuplicatePath, however.
  [[nodiscard]] Fate fate(EntryRef entry) const;
  // Who hid it (the whiteout, the opaque marker, the entry that replaced it or a directory above
  // it); not valid for Live and Overhead.
  [[nodiscard]] EntryRef hidden_by(EntryRef entry) const;
  [[nodiscard]] Bytes bytes(EntryRef entry) const;

  // The entry that is live at a path; not valid for none, also for a directory that no layer has
  // itself but that something lies in (implied, 0755 of root: is_directory says yes).
  [[nodiscard]] EntryRef live(PathId path) const;
  [[nodiscard]] EntryRef live(std::string_view clean_path) const;
  [[nodiscard]] bool is_directory(PathId path) const;
  // Live paths directly in a directory, by bytes of the name.
  [[nodiscard]] std::vector<PathId> children(PathId directory) const;
  // Where a process chrooted into the image would end up for a path: links followed, at most 40;
  // no_path where that does not exist. `follow_last`: also a link at the end.
  [[nodiscard]] PathId resolve(std::string_view path, bool follow_last = true) const;
  // The inode of a live hardlink: the File entry that has its bytes, mode and owner; itself for
  // others.
  [[nodiscard]] EntryRef inode(EntryRef entry) const;

  [[nodiscard]] const BytesByFate& sums(std::uint32_t layer) const;
  [[nodiscard]] BytesByFate sums() const;
  [[nodiscard]] std::vector<Culprit> culprits() const;  // by layers

  // The first max_notes of each kind, in the order of entries; and how many there are.
  [[nodiscard]] const std::vector<TreeNote>& notes() const;
  [[nodiscard]] const std::vector<std::pair<std::string_view, std::uint64_t>>& note_counts() const;
  // Why some entries could not be placed (they are Overhead); empty = all were.
  [[nodiscard]] std::string_view partial() const;
  // Of this tree alone, without the layers.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The same content live at several paths, none of them links of each other: the bytes of all copies
// but one, biggest first. Files below `least_bytes` are left out.
struct Duplicates {
  std::uint64_t size = 0;        // of one copy
  std::vector<EntryRef> copies;  // by path
};
struct FoundDuplicates {
  std::vector<Duplicates> biggest;           // at most most_duplicates
  std::uint64_t count = 0, spare_bytes = 0;  // of all
};
inline constexpr std::size_t most_duplicates = 10'000;
[[nodiscard]] FoundDuplicates find_duplicates(const ImageTree& tree, std::uint64_t least_bytes);

}  // namespace plimsoll::image
