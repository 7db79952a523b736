#include "builder/steps/target.h"

#include <algorithm>
#include <cerrno>

namespace plimsoll::builder {

namespace {

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return path.substr(0, slash == std::string_view::npos ? 0 : slash);
}

}  // namespace

bool Target::hidden(std::string_view path) const {
  if (hidden_.empty()) return false;
  for (;; path = parent_of(path)) {
    if (hidden_.contains(path)) return true;
    if (path.empty()) return false;
  }
}

Result<std::optional<Entry>> Target::find(std::string_view path) const {
  if (const auto at = written_.find(path); at != written_.end()) return *at->second;
  if (!path.empty() && made_.contains(parent_of(path))) return std::optional<Entry>();
  if (hidden(path)) return std::optional<Entry>();
  auto there = below_.find(path);
  if (there && *there && (*there)->kind == EntryKind::File) (*there)->link.clear();
  return there;
}

Result<std::vector<Entry>> Target::children(std::string_view path) const {
  return below_.children(path);
}

Result<void> Target::make_directories(std::string_view path, std::uint32_t mode, Owner owner) {
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view here = path.substr(0, end);
    at = end + 1;
    const auto there = find(here);
    if (!there) return tl::unexpected(there.error());
    if (*there && (*there)->kind == EntryKind::Directory) continue;
    if (*there) {
      return failure("/" + std::string(here) + " is not a directory, so /" + std::string(path) +
                         " cannot be made",
                     ENOTDIR);
    }
    Entry made;
    made.path = here;
    made.kind = EntryKind::Directory;
    made.mode = mode;
    made.uid = owner.uid;
    made.gid = owner.gid;
    made.mtime_s = now_s_;
    put(std::move(made));
    made_.insert(written_.find(here)->first);
  }
  return {};
}

Entry& Target::store(Entry entry) {
  entries_.push_back(std::move(entry));
  Entry& stored = entries_.back();
  written_.insert_or_assign(stored.path, &stored);
  return stored;
}

// What comes into a directory changes the directory's time.
void Target::put(Entry entry) {
  const Entry& stored = store(std::move(entry));
  const std::string_view parent = parent_of(stored.path);
  if (const auto at = written_.find(parent); at != written_.end()) {
    at->second->mtime_s = now_s_;
  } else {
    touched_.insert(parent);
  }
  if (stored.kind != EntryKind::Directory || !hidden_.contains(stored.path)) return;
  Entry opaque;
  opaque.path = stored.path;
  opaque.kind = EntryKind::Opaque;
  opaque_.push_back(std::move(opaque));
  hidden_.erase(stored.path);
  made_.insert(stored.path);
}

Entry* Target::written(std::string_view path) {
  const auto at = written_.find(path);
  return at == written_.end() ? nullptr : at->second;
}

void Target::remove(std::string_view path) {
  const std::string below = std::string(path) + "/";
  bool directory = false;
  if (const auto at = written_.find(path); at != written_.end()) {
    directory = at->second->kind == EntryKind::Directory;
  } else if (const auto there = find(path); there && *there) {
    directory = (*there)->kind == EntryKind::Directory;
  }
  if (!directory) return;
  for (auto at = written_.begin(); at != written_.end();) {
    const bool gone = at->first == path || at->first.starts_with(below);
    if (gone) made_.erase(at->first);
    at = gone ? written_.erase(at) : std::next(at);
  }
  opaque_.erase(std::remove_if(opaque_.begin(), opaque_.end(),
                               [&](const Entry& entry) {
                                 return entry.path == path || entry.path.starts_with(below);
                               }),
                opaque_.end());
  hidden_.insert(std::string(path));
}

Result<void> Target::add_parents() {
  std::vector<std::string_view> paths;
  paths.reserve(written_.size());
  for (const auto& [path, entry] : written_) paths.push_back(path);
  for (std::string_view path : paths) {
    for (path = parent_of(path); !path.empty() && !written_.contains(path);
         path = parent_of(path)) {
      auto there = below_.find(path);
      if (!there) return tl::unexpected(there.error());
      if (!*there) break;
      if (touched_.contains(path)) (*there)->mtime_s = now_s_;
      store(std::move(**there));
    }
  }
  return {};
}

Result<std::vector<Entry>> Target::take() {
  if (auto parents = add_parents(); !parents) return tl::unexpected(parents.error());
  std::vector<Entry*> sorted;
  sorted.reserve(written_.size() + opaque_.size());
  for (const auto& [path, entry] : written_) {
    if (!path.empty()) sorted.push_back(entry);
  }
  for (Entry& entry : opaque_) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(),
            [](const Entry* a, const Entry* b) { return sorts_before(*a, *b); });
  std::unordered_map<std::string, std::string> first_of_group;
  std::vector<Entry> entries;
  entries.reserve(sorted.size());
  for (Entry* entry : sorted) {
    if (entry->kind == EntryKind::File && !entry->link.empty()) {
      const auto [first, is_first] = first_of_group.emplace(std::move(entry->link), entry->path);
      entry->link.clear();
      if (!is_first) {
        entry->kind = EntryKind::Hardlink;
        entry->link = first->second;
        entry->size = 0;
        entry->content = {};
        entry->content_digest.clear();
        entry->xattrs.clear();
      }
    }
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace plimsoll::builder
