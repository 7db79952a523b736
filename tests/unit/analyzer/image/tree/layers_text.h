#pragma once

// Images described in text, bottom layer first; "---" begins the next layer:
//
//   usr/                a directory
//   usr/a = text        a file; "text*100" is the text a hundred times
//   usr/b -> a          a symlink
//   usr/c == usr/a      a hardlink, as the archive names its target
//   dev/n c 1 3         a device (c or b); "fifo p" is a fifo
//   usr/.wh.a           a whiteout; usr/.wh..wh..opq an opaque directory
//   x ! refused         an entry that runtimes refuse; "y ! metadata" one of aufs or eStargz
//
// Behind any of them: " mode=4755", " uid=7", " gid=8", " mtime=9". A name is taken as it stands;
// "./" alone is the root.
//
// Long because it is a small language with both its ways, in and out.

#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::image {

class LayersText {
 public:
  explicit LayersText(const std::string& text) {
    begin_layer();
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t start = line.find_first_not_of(' ');
      if (start == std::string::npos) continue;
      line.erase(0, start);
      if (line == "---") {
        end_layer();
        begin_layer();
      } else {
        add(line);
      }
    }
    end_layer();
  }

  [[nodiscard]] std::vector<StackedLayer> layers() const { return layers_; }

 private:
  void begin_layer() { layer_ = std::make_shared<ScannedLayer>(); }

  void end_layer() {
    layer_->entries_end = layer_->plain_bytes;
    layer_->wire_entries_end = layer_->entries_end / 2 + 10;
    layer_->plain_bytes += 1024;
    const std::uint64_t blob_bytes = layer_->wire_entries_end + 18;
    layers_.push_back({std::move(layer_), blob_bytes});
  }

  static std::string content(const std::string& word) {
    const std::size_t star = word.rfind('*');
    if (star == std::string::npos) return word;
    std::string all;
    for (int i = std::stoi(word.substr(star + 1)); i > 0; --i) all += word.substr(0, star);
    return all;
  }

  void add(const std::string& line) {
    std::istringstream words(line);
    ScannedEntry entry;
    std::string name, what, word;
    words >> name;
    if (name.ends_with('/')) entry.kind = EntryKind::Directory;
    while (name.ends_with('/')) name.pop_back();
    if (name == ".") name.clear();
    entry.mode = entry.kind == EntryKind::Directory ? 0755 : 0644;
    while (words >> word) {
      if (word.starts_with("mode=")) {
        entry.mode = std::stoi(word.substr(5), nullptr, 8) & 07777;
      } else if (word.starts_with("uid=")) {
        entry.uid = static_cast<std::uint32_t>(std::stoul(word.substr(4)));
      } else if (word.starts_with("gid=")) {
        entry.gid = static_cast<std::uint32_t>(std::stoul(word.substr(4)));
      } else if (word.starts_with("mtime=")) {
        entry.mtime_s = std::stol(word.substr(6));
      } else {
        kind(entry, word, words);
      }
    }
    whiteout(entry, name);
    entry.path = layer_->paths.intern(name);
    entry.set_begin(layer_->plain_bytes);
    entry.wire = entry.begin() / 2 + 10;  // behind the head of a gzip member, say
    layer_->plain_bytes += 512 + (entry.size() + 511) / 512 * 512;
    layer_->entries.push_back(entry);
  }

  void kind(ScannedEntry& entry, const std::string& word, std::istringstream& words) {
    std::string value;
    if (word == "p") {
      entry.kind = EntryKind::Fifo;
      return;
    }
    words >> value;
    if (word == "=") {
      const std::string bytes = content(value);
      entry.kind = EntryKind::File;
      entry.set_size(bytes.size());
      entry.set_content(std::hash<std::string>()(bytes));
    } else if (word == "->") {
      entry.kind = EntryKind::Symlink;
      entry.mode = 0777;
      entry.set_link(layer_->add_text(value));
    } else if (word == "==") {
      entry.kind = EntryKind::Hardlink;
      entry.set_link(layer_->paths.intern(value));
    } else if (word == "c" || word == "b") {
      entry.kind = word == "c" ? EntryKind::CharDevice : EntryKind::BlockDevice;
      std::uint64_t minor = 0;
      words >> minor;
      entry.flags |= entry_has_extra;
      layer_->add_extra({}, std::stoull(value) << 32 | minor);
    } else {
      entry.kind = value == "metadata" ? EntryKind::Metadata : EntryKind::Refused;
    }
  }

  static void whiteout(ScannedEntry& entry, std::string& name) {
    const std::size_t slash = name.rfind('/');
    const std::size_t last = slash == std::string::npos ? 0 : slash + 1;
    if (name.compare(last, std::string::npos, ".wh..wh..opq") == 0) {
      entry.kind = EntryKind::Opaque;
      name.erase(last == 0 ? 0 : slash);
    } else if (name.compare(last, 4, ".wh.") == 0) {
      entry.kind = EntryKind::Whiteout;
      name.erase(last, 4);
    }
  }

  std::shared_ptr<ScannedLayer> layer_;
  std::vector<StackedLayer> layers_;
};

// "1 usr/a replaced by 2 usr/a" for each entry that is not live; the path as written, and where it
// lies if that is elsewhere. Whiteouts and other overhead are left out.
inline std::string hidden_text(const ImageTree& tree) {
  std::string text;
  const auto name = [&](EntryRef ref) {
    const std::string path = tree.layer(ref.layer)->path_of(tree.at(ref));
    return std::to_string(ref.layer) + " " + (path.empty() ? "." : path);
  };
  for (EntryRef ref{0, 0}; ref.layer < tree.layer_count(); ++ref.layer) {
    for (ref.entry = 0; ref.entry < tree.layer(ref.layer)->entries.size(); ++ref.entry) {
      if (!is_waste(tree.fate(ref))) continue;
      text += name(ref) + " " + std::string(to_string(tree.fate(ref))) + " by " +
              name(tree.hidden_by(ref)) + "\n";
    }
  }
  return text;
}

// One line for each live path, by name: "usr/" a directory (with "0" behind it where no entry made
// it), "usr/a 1" with the layer of its entry, "usr/c 1 == usr/a" with where its file is said to
// lie.
inline std::string live_text(const ImageTree& tree) {
  std::string text;
  std::vector<PathId> rest = {root_path};
  while (!rest.empty()) {
    const PathId path = rest.back();
    rest.pop_back();
    const EntryRef ref = tree.live(path);
    if (path != root_path) {
      text += tree.paths().path(path) + (tree.is_directory(path) ? "/" : "");
      text += ref.valid() ? " " + std::to_string(ref.layer) : " implied";
      if (ref.valid() && tree.inode(ref) != ref) {
        text += " == " + tree.paths().path(tree.path(tree.inode(ref)));
      }
      text += "\n";
    }
    const std::vector<PathId> children = tree.children(path);
    rest.insert(rest.end(), children.rbegin(), children.rend());
  }
  return text;
}

}  // namespace plimsoll::image
