#include "builder/bind_sources.h"

#include <fmt/format.h>

#include <map>

#include "builder/key.h"

namespace plimsoll::builder {
namespace {

Entry plain_directory(std::string path) {
  Entry entry;
  entry.path = std::move(path);
  entry.kind = EntryKind::Directory;
  entry.mode = 0755;
  return entry;
}

// Files of one group as a layer has them: the first as it is, the others as its hardlinks.
class Groups {
 public:
  void add(std::vector<Entry>& entries, Entry entry) {
    if (entry.kind == EntryKind::File && !entry.link.empty()) {
      const auto [first, is_new] = first_.emplace(entry.link, entry.path);
      entry.link.clear();
      if (!is_new) {
        entry.kind = EntryKind::Hardlink;
        entry.link = first->second;
        entry.size = 0;
        entry.content = std::monostate();
        entry.content_digest.clear();
      }
    }
    entries.push_back(std::move(entry));
  }

 private:
  std::map<std::string, std::string> first_;
};

}  // namespace

Result<BindSource> BindSource::find(const Place& place, const lowered::Source& from,
                                    const std::string& path) {
  BindSource bind;
  bind.asked_ = path;
  Result<SourceOf> source = place.open(from);
  if (!source) return tl::unexpected<Error>(source.error());
  bind.source_ = std::move(*source);
  const bool layered = bind.source_.context == nullptr;
  std::string quick;
  if (layered) {
    quick = KeyWriter("bind").text(bind.source_.root.chain).text(path).finish();
    if (path == "/" || path.empty()) {  // all of it: the chain says it without reading a file
      bind.key_ = quick;
      return bind;
    }
    if (const std::optional<std::string> known = place.bench.store.recall(quick)) {
      bind.key_ = *known;
      return bind;
    }
  }
  if (const Result<void> collected = bind.collect(place); !collected) {
    return tl::unexpected<Error>(collected.error());
  }
  bind.key_ = KeyWriter("subtree").text(key_of(bind.entries_, place.bench.epoch_s)).finish();
  if (layered) place.bench.store.remember(quick, bind.key_);
  return bind;
}

Result<void> BindSource::collect(const Place& place) {
  const Result<std::shared_ptr<const FileTree>> tree = tree_of(place.bench, source_);
  if (!tree) return tl::unexpected<Error>(tree.error());
  const Result<std::string> resolved = resolve_in_tree(**tree, asked_, true);
  if (!resolved) return tl::unexpected<Error>(resolved.error());
  const Result<std::optional<Entry>> top = (*tree)->find(*resolved);
  if (!top) return tl::unexpected<Error>(top.error());
  if (!resolved->empty() && !*top) {
    return failure(fmt::format("the source {} of a mount is not there", asked_));
  }
  within_ = *resolved;
  directory_ = within_.empty() || (*top)->kind == EntryKind::Directory;
  for (std::size_t slash = within_.find('/'); slash != std::string::npos;
       slash = within_.find('/', slash + 1)) {
    entries_.push_back(plain_directory(within_.substr(0, slash)));
  }
  Groups groups;
  if (!within_.empty()) groups.add(entries_, **top);
  if (directory_) {
    const Result<void> walked = walk(**tree, within_, [&](const Entry& entry) -> Result<void> {
      groups.add(entries_, entry);
      return {};
    });
    if (!walked) return walked;
  }
  sort_entries(entries_);
  return fill_digests(entries_, source_.context, place.bench.workers);
}

Result<SandboxMount> BindSource::mount(const Place& place) {
  SandboxMount mount;
  if (source_.context == nullptr) {
    Result<std::vector<std::string>> trees = place.bench.layers.trees(source_.root);
    if (!trees) return tl::unexpected<Error>(trees.error());
    mount.layers = std::move(*trees);
    mount.within = asked_;
    return mount;
  }
  const Result<Made> made = place.bench.results.get(
      key_, [&] { return place.bench.layers.write(entries_); },
      [&] { return holds_ = source_.context->holds(); });
  if (!made) return tl::unexpected<Error>(made.error());
  const Result<std::string> tree = place.bench.layers.tree(made->layer);
  if (!tree) return tl::unexpected<Error>(tree.error());
  mount.source = *tree;
  mount.within = within_;
  if (!directory_) mount.kind = SandboxMount::Kind::File;
  return mount;
}

Result<std::string> BindSource::copy_into(const Place& place, const std::string& scratch) {
  if (entries_.empty()) {
    if (const Result<void> collected = collect(place); !collected) {
      return tl::unexpected<Error>(collected.error());
    }
  }
  if (!directory_) return failure(fmt::format("{} is not a directory", asked_));
  const Result<std::string> upper = apply_in_overlay({}, scratch, entries_);
  if (!upper) return upper;
  return within_.empty() ? *upper : *upper + "/" + within_;
}

}  // namespace plimsoll::builder
