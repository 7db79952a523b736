// What a COPY can see is written down, name by name, and digested in one go: no entry is made, and
// a file that is remembered costs a look-up and a hundred bytes.
//
// A source without wildcards sees what it resolves to and all below. A glob sees what matches; all
// below its fixed part is taken, which is more but never less, unless a link matches: then the file
// may be anywhere, and the whole context is taken.

#include "builder/context/seen_digest.h"

#include <cstring>

namespace plimsoll::builder {

namespace {

constexpr std::string_view wildcards = "*?[\\";

bool has_wildcard(std::string_view source) {
  return source.find_first_of(wildcards) != std::string_view::npos;
}

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
  [[nodiscard]] bool saw_link() const { return saw_link_; }
  std::string text;

 private:
  [[nodiscard]] Result<void> digest_unread(ContextDirectory& top);
  [[nodiscard]] Result<void> put_item(const ContextDirectory& in, const ScannedItem& item);
  [[nodiscard]] Result<void> put_directory(ContextDirectory& top);

  ScannedTree& tree_;
  bool saw_link_ = false;
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
    saw_link_ = true;
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

Result<std::string> top_of_source(const FileTree& tree, std::string_view source) {
  std::size_t end = source.size();
  const std::size_t wild = source.find_first_of(wildcards);
  if (wild != std::string_view::npos) {
    const std::size_t slash = source.rfind('/', wild);
    end = slash == std::string_view::npos ? 0 : slash;
  }
  return resolve_in_tree(tree, source.substr(0, end), true);
}

Result<std::string> digest_of_seen(ScannedTree& tree, const std::vector<std::string>& sources,
                                   const std::vector<std::string>& tops) {
  Writer writer(tree);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    put_text(writer.text, sources[i]);
    if (auto taken = writer.take(tops[i]); !taken) return tl::unexpected(taken.error());
    if (!has_wildcard(sources[i]) || !writer.saw_link() || tops[i].empty()) continue;
    if (auto all = writer.take(""); !all) return tl::unexpected(all.error());
  }
  return digest::to_hex(digest::sha256(writer.text));
}

}  // namespace plimsoll::builder
