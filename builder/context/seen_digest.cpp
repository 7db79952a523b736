// What a COPY can see is written down, name by name, and digested in one go: no entry is made of
// what is below its sources, and a file that is remembered costs a look-up and a hundred bytes.
// Globs are expanded first, links followed, so that nothing else is read.

#include "builder/context/seen_digest.h"

#include <cstring>

#include "builder/layer/glob.h"

namespace plimsoll::builder {

namespace {

template <class T>
void put(std::string& text, const T& value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  text.append(bytes, sizeof value);
}

void put_text(std::string& text, std::string_view value) {
  put(text, static_cast<std::uint32_t>(value.size()));
  text.append(value);
}

class Writer {
 public:
  explicit Writer(ScannedTree& tree) : tree_(tree) {}

  // Everything from `top` down; reads what is not read.
  [[nodiscard]] Result<void> take(std::string_view top);
  std::string text;

 private:
  [[nodiscard]] Result<void> digest_unread(ContextDirectory& top);
  [[nodiscard]] Result<void> put_item(const ContextDirectory& in, const ScannedItem& item);
  [[nodiscard]] Result<void> put_directory(ContextDirectory& top);

  ScannedTree& tree_;
};

Result<void> Writer::digest_unread(ContextDirectory& top) {
  std::vector<ScannedTree::Wanted> unread;
  std::vector<ContextDirectory*> open = {&top};
  while (!open.empty()) {
    ContextDirectory& directory = *open.back();
    open.pop_back();
    for (ScannedItem& item : directory.scan.items) {
      if (item.kind == EntryKind::Directory) open.push_back(&tree_.child(item));
      if (item.kind == EntryKind::File && !item.digested) unread.push_back({&directory, &item});
    }
  }
  return tree_.digest(unread);
}

Result<void> Writer::put_item(const ContextDirectory& in, const ScannedItem& item) {
  put_text(text, in.scan.name(item));
  put(text, static_cast<std::uint8_t>(item.kind));
  put(text, item.stamp.mode);
  put(text, item.stamp.mtime_ns / 1'000'000'000);
  if (item.kind == EntryKind::File) {
    put(text, item.stamp.size);
    text.append(reinterpret_cast<const char*>(item.digest.data()), item.digest.size());
    put(text, item.links > 1 ? item.stamp.inode : std::uint64_t{0});
  } else if (item.kind == EntryKind::Symlink) {
    const std::string name(in.scan.name(item));
    const auto link = read_link(*tree_.root(), in.path.empty() ? name : in.path + "/" + name);
    if (!link) return tl::unexpected(link.error());
    put_text(text, *link);
  } else if (item.kind != EntryKind::Directory) {
    put(text, item.device_major);
    put(text, item.device_minor);
  }
  return {};
}

Result<void> Writer::put_directory(ContextDirectory& top) {
  std::vector<ContextDirectory*> open = {&top};
  while (!open.empty()) {
    const ContextDirectory& directory = *open.back();
    open.pop_back();
    put_text(text, directory.path);
    put(text, directory.scan.items.size());
    for (const ScannedItem& item : directory.scan.items) {
      if (auto done = put_item(directory, item); !done) return done;
      if (item.kind == EntryKind::Directory) open.push_back(&tree_.child(item));
    }
  }
  return {};
}

Result<void> Writer::take(std::string_view top) {
  const auto place = tree_.find(top);
  if (!place) return tl::unexpected(place.error());
  put_text(text, top);
  if (!place->root && !place->item) {
    text.push_back('\0');
    return {};
  }
  text.push_back('\1');
  const auto directory = tree_.directory(*place);
  if (!directory) return tl::unexpected(directory.error());
  if (*directory) {
    if (auto scanned = tree_.scan_below(**directory); !scanned) return scanned;
    if (auto digested = digest_unread(**directory); !digested) return digested;
  } else if (place->item->kind == EntryKind::File && !place->item->digested) {
    const auto digested = tree_.digest({{place->directory, place->item}});
    if (!digested) return digested;
  }
  if (place->item) {
    if (auto done = put_item(*place->directory, *place->item); !done) return done;
  }
  return *directory ? put_directory(**directory) : Result<void>();
}

}  // namespace

Result<std::vector<SeenPath>> seen_by(const FileTree& tree,
                                      const std::vector<std::string>& sources) {
  std::vector<SeenPath> seen;
  for (const std::string& source : sources) {
    auto paths = expand_source(tree, clean_source(source));
    if (!paths) return tl::unexpected(paths.error());
    for (std::string& path : *paths) {
      auto resolved = resolve_in_tree(tree, path, true);
      if (!resolved) return tl::unexpected(resolved.error());
      seen.push_back({std::move(path), std::move(*resolved)});
    }
  }
  return seen;
}

Result<std::string> digest_of_seen(ScannedTree& tree, const std::vector<SeenPath>& paths) {
  Writer writer(tree);
  for (const SeenPath& path : paths) {
    put_text(writer.text, path.written);
    if (auto taken = writer.take(path.resolved); !taken) return tl::unexpected(taken.error());
  }
  return digest::to_hex(digest::sha256(writer.text));
}

}  // namespace plimsoll::builder
