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
  if (sorted_) sorted_->insert(stored.path);
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
  opaque_.insert(stored.path);
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
  if (!sorted_) {
    sorted_.emplace();
    for (const auto& [written, entry] : written_) sorted_->insert(written);
  }
  const auto forget = [this](std::set<std::string_view>::iterator at) {
    made_.erase(*at);
    written_.erase(*at);
    return sorted_->erase(at);
  };
  for (auto at = sorted_->lower_bound(below); at != sorted_->end() && at->starts_with(below);) {
    at = forget(at);
  }
  if (const auto at = sorted_->find(path); at != sorted_->end()) forget(at);
  opaque_.erase(std::string(path));
  for (auto at = opaque_.lower_bound(below); at != opaque_.end() && at->starts_with(below);) {
    at = opaque_.erase(at);
  }
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

// The names of an inode: the first is the file, the others point to it. What was said of any of
// them last holds for all, also when that name itself was written over since.
void Target::join_hardlinks(const std::vector<Entry*>& sorted) {
  std::unordered_map<std::string_view, const Entry*> latest;
  for (const Entry& entry : entries_) {
    if (entry.kind == EntryKind::File && !entry.link.empty()) latest[entry.link] = &entry;
  }
  if (latest.empty()) return;
  std::unordered_map<std::string_view, const std::string*> first;
  std::vector<Entry*> others;
  for (Entry* entry : sorted) {
    if (entry->kind != EntryKind::File || entry->link.empty()) continue;
    const Entry& last = *latest[entry->link];
    entry->mode = last.mode;
    entry->uid = last.uid;
    entry->gid = last.gid;
    entry->mtime_s = last.mtime_s;
    if (!first.emplace(entry->link, &entry->path).second) others.push_back(entry);
  }
  std::vector<const std::string*> targets;
  targets.reserve(others.size());
  for (const Entry* other : others) targets.push_back(first[other->link]);
  for (Entry* entry : sorted) {
    if (entry->kind == EntryKind::File) entry->link.clear();
  }
  for (std::size_t i = 0; i < others.size(); ++i) {
    Entry& other = *others[i];
    other.kind = EntryKind::Hardlink;
    other.link = *targets[i];
    other.size = 0;
    other.content = {};
    other.content_digest.clear();
    other.xattrs.clear();
  }
}

Result<std::vector<Entry>> Target::take() {
  if (auto parents = add_parents(); !parents) return tl::unexpected(parents.error());
  std::vector<Entry*> sorted;
  sorted.reserve(written_.size() + opaque_.size());
  for (const auto& [path, entry] : written_) {
    if (!path.empty()) sorted.push_back(entry);
  }
  for (const std::string& path : opaque_) {
    entries_.emplace_back();
    entries_.back().path = path;
    entries_.back().kind = EntryKind::Opaque;
    sorted.push_back(&entries_.back());
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const Entry* a, const Entry* b) { return sorts_before(*a, *b); });
  join_hardlinks(sorted);
  std::vector<Entry> entries;
  entries.reserve(sorted.size());
  for (Entry* entry : sorted) entries.push_back(std::move(*entry));
  return entries;
}

}  // namespace plimsoll::builder
