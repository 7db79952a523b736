#pragma once

// A file tree for tests, written as text: one line an entry,
//
//   KIND MODE [UID:GID] [t=SECONDS] PATH [-> LINK] [=GROUP] ["CONTENT"] [{ATTRIBUTE=VALUE}]
//
// KIND is one of f d l h p c (file, directory, link, hard link, fifo, device). Parents that no line
// speaks of are directories with mode 0755. In a source, files with one =GROUP share an inode.

#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "builder/layer/file_tree.h"

namespace plimsoll::builder::testing {

class MemoryTree final : public FileTree {
 public:
  MemoryTree() {
    Entry root;
    root.kind = EntryKind::Directory;
    root.mode = 0755;
    entries_[""] = root;
  }
  void add(Entry entry) {
    for (std::size_t slash = entry.path.find('/'); slash != std::string::npos;
         slash = entry.path.find('/', slash + 1)) {
      Entry parent = entries_[""];
      parent.path = entry.path.substr(0, slash);
      entries_.emplace(parent.path, parent);
    }
    entries_[entry.path] = std::move(entry);
  }
  [[nodiscard]] Result<std::optional<Entry>> find(std::string_view path) const override {
    const auto at = entries_.find(std::string(path));
    return at == entries_.end() ? std::optional<Entry>() : std::optional(at->second);
  }
  [[nodiscard]] Result<std::vector<Entry>> children(std::string_view path) const override {
    std::vector<Entry> found;
    for (const auto& [name, entry] : entries_) {
      const std::size_t slash = name.rfind('/');
      if (name.empty()) continue;
      if ((slash == std::string::npos ? "" : name.substr(0, slash)) == path) found.push_back(entry);
    }
    return found;
  }

 private:
  std::map<std::string, Entry> entries_;
};

inline Entry read_entry(const std::string& line) {
  std::istringstream words(line);
  Entry entry;
  std::string word;
  words >> word;
  const std::string kinds = "fdlhpc";
  const EntryKind of[] = {EntryKind::File,     EntryKind::Directory, EntryKind::Symlink,
                          EntryKind::Hardlink, EntryKind::Fifo,      EntryKind::CharDevice};
  entry.kind = of[kinds.find(word.at(0))];
  words >> word;
  entry.mode = static_cast<std::uint32_t>(std::stoul(word, nullptr, 8));
  while (words >> word) {
    if (word.starts_with("t=")) {
      entry.mtime_s = std::stoll(word.substr(2));
    } else if (word == "->") {
      words >> entry.link;
    } else if (word.starts_with('=')) {
      entry.link = word.substr(1);
    } else if (word.starts_with('"')) {
      const std::size_t begin = line.find('"') + 1;
      const std::size_t end = line.rfind('"');
      entry.content =
          InMemory{std::make_shared<const std::string>(line.substr(begin, end - begin))};
      entry.size = end - begin;
      break;
    } else if (word.starts_with('{')) {
      const std::size_t equals = word.find('=');
      entry.xattrs.emplace_back(word.substr(1, equals - 1),
                                word.substr(equals + 1, word.size() - equals - 2));
    } else if (entry.path.empty() && std::isdigit(static_cast<unsigned char>(word[0])) &&
               word.find(':') != std::string::npos) {
      entry.uid = static_cast<std::uint32_t>(std::stoul(word));
      entry.gid = static_cast<std::uint32_t>(std::stoul(word.substr(word.find(':') + 1)));
    } else {
      entry.path = word == "/" ? "" : word;
    }
  }
  return entry;
}

inline std::string write_entry(const Entry& entry) {
  const char kinds[] = {'f', 'd', 'l', 'h', 'c', 'b', 'p', 'w', 'o'};
  std::ostringstream out;
  out << kinds[static_cast<int>(entry.kind)] << " ";
  out << std::oct;
  out.width(4);
  out.fill('0');
  out << entry.mode << std::dec << " " << entry.uid << ":" << entry.gid << " t=" << entry.mtime_s
      << " " << entry.path;
  if (!entry.link.empty()) out << " -> " << entry.link;
  if (entry.kind == EntryKind::File) {
    const auto bytes = read_content(entry, 1 << 20);
    out << " \"" << (bytes ? *bytes : bytes.error().message) << '"';
  }
  for (const auto& [name, value] : entry.xattrs) out << " {" << name << "=" << value << "}";
  return out.str();
}

}  // namespace plimsoll::builder::testing
