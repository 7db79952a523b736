#pragma once

// Images made by calls, bottom layer first, as the pass over their layers would give them:
//
//   MadeImage image;
//   image.file("etc/passwd", "root:x:0:0:...").directory("tmp", 01777).layer().remove("tmp");
//   Contents contents(image.tree(), image.config);

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/image/contents/contents.h"

namespace plimsoll::image {

class MadeImage {
 public:
  ImageConfig config;

  MadeImage() {
    config.platform.architecture = "amd64";
    layer();
  }

  MadeImage& layer() {
    layers_.push_back(std::make_shared<ScannedLayer>());
    return *this;
  }
  MadeImage& file(std::string_view path, const std::string& bytes, unsigned mode = 0644,
                  unsigned uid = 0, unsigned gid = 0) {
    ScannedEntry& entry = add(path, EntryKind::File, mode, uid, gid);
    const std::uint32_t number = last_entry();
    entry.set_size(bytes.size());
    entry.set_content(std::hash<std::string>()(bytes));
    top().plain_bytes += (bytes.size() + 511) / 512 * 512;
    if (file_interest().keep(path, bytes.size()) > 0) top().kept.push_back({number, bytes});
    if (bytes.starts_with("#!")) {
      entry.flags |= entry_is_script;
      top().add_script(number, bytes.substr(2, bytes.find('\n') - 2));
    }
    return *this;
  }
  MadeImage& program(std::string_view path, ElfHead head = {}, unsigned mode = 0755) {
    file(path, "ELF of " + std::string(path), mode);
    top().entries.back().flags |= entry_is_elf;
    head.entry = last_entry();
    if (head.machine == 0) head.machine = 62;
    if (head.bits == 0) head.bits = 64;
    head.known = true;
    top().elfs.push_back(std::move(head));
    return *this;
  }
  // Digests of the file added last.
  MadeImage& digests(std::string md5, std::string sha1 = {}, std::string sha256 = {}) {
    top().digests.push_back({last_entry(), std::move(md5), std::move(sha1), std::move(sha256)});
    return *this;
  }
  MadeImage& directory(std::string_view path, unsigned mode = 0755, unsigned uid = 0,
                       unsigned gid = 0) {
    add(path, EntryKind::Directory, mode, uid, gid);
    return *this;
  }
  MadeImage& link(std::string_view path, std::string_view target) {
    ScannedEntry& entry = add(path, EntryKind::Symlink, 0777, 0, 0);
    entry.set_link(top().add_text(target));
    return *this;
  }
  MadeImage& hardlink(std::string_view path, std::string_view target) {
    ScannedEntry& entry = add(path, EntryKind::Hardlink, 0644, 0, 0);
    entry.set_link(top().paths.intern(target));
    return *this;
  }
  MadeImage& remove(std::string_view path) {
    add(path, EntryKind::Whiteout, 0, 0, 0);
    return *this;
  }
  MadeImage& partial() {
    top().partial = "cut off";
    return *this;
  }

  const ImageTree& tree() {
    if (!tree_) {
      std::vector<StackedLayer> stacked;
      for (const auto& each : layers_) {
        each->entries_end = each->plain_bytes;
        each->wire_entries_end = each->plain_bytes;
        stacked.push_back({each, each->plain_bytes});
      }
      tree_ = std::make_unique<ImageTree>(std::move(stacked));
    }
    return *tree_;
  }

 private:
  ScannedLayer& top() { return *layers_.back(); }
  std::uint32_t last_entry() { return static_cast<std::uint32_t>(top().entries.size() - 1); }
  ScannedEntry& add(std::string_view path, EntryKind kind, unsigned mode, unsigned uid,
                    unsigned gid) {
    ScannedEntry entry;
    entry.kind = kind;
    entry.mode = mode & 07777U;
    entry.uid = uid;
    entry.gid = gid;
    entry.path = top().paths.intern(path);
    entry.set_begin(top().plain_bytes);
    entry.wire = top().plain_bytes;
    top().plain_bytes += 512;
    top().entries.push_back(entry);
    return top().entries.back();
  }

  std::vector<std::shared_ptr<ScannedLayer>> layers_;
  std::unique_ptr<ImageTree> tree_;
};

}  // namespace plimsoll::image
