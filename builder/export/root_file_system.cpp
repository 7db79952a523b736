#include "builder/export/root_file_system.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <map>

#include "analyzer/base/tasks.h"
#include "builder/export/destination.h"

namespace plimsoll::builder {
namespace {

// The first name that is met of a hardlink group has the content, the others lead to it.
class LinkGroups {
 public:
  void place(Entry& entry) {
    if (entry.kind != EntryKind::File || entry.link.empty()) return;
    const std::string group = std::exchange(entry.link, {});
    const auto [first, is_first] = first_.try_emplace(group, entry.path);
    if (is_first) return;
    entry.kind = EntryKind::Hardlink;
    entry.link = first->second;
    entry.content = {};
    entry.size = 0;
  }

 private:
  std::map<std::string, std::string> first_;
};

std::string folder_of(const Platform& platform) {
  std::string name = platform.to_string();
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

void move_below(std::vector<Entry>& entries, const std::string& folder) {
  for (Entry& entry : entries) {
    entry.path = entry.path.empty() ? folder : folder + "/" + entry.path;
    if (entry.kind == EntryKind::Hardlink) entry.link = folder + "/" + entry.link;
  }
}

}  // namespace

Result<std::vector<Entry>> root_file_system(Store& store, const StoredImage& image,
                                            unsigned workers) {
  const std::size_t count = image.manifest.layers.size();
  std::vector<Result<StoredLayer>> layers =
      parallel_map<Result<StoredLayer>>(count, workers, [&](std::size_t i, unsigned) {
        return store.layer(image.manifest.layers[i], image.config.diff_ids[i]);
      });
  std::vector<std::shared_ptr<const LayerIndex>> indexes;
  for (Result<StoredLayer>& layer : layers) {
    if (!layer) return tl::unexpected(layer.error());
    indexes.push_back(std::move(layer->index));
  }
  const Stack stack(std::move(indexes));
  std::vector<Entry> entries;
  Result<void> walked = walk(stack, "", [&](const Entry& entry) -> Result<void> {
    entries.push_back(entry);
    return {};
  });
  if (!walked) return tl::unexpected(walked.error());
  sort_entries(entries);
  LinkGroups groups;
  for (Entry& entry : entries) groups.place(entry);
  return entries;
}

Result<void> export_root_file_systems(Store& store, const std::vector<Descriptor>& manifests,
                                      const Output& output, std::int64_t epoch_s,
                                      unsigned workers) {
  if (output.kind == Output::Kind::Local && output.destination == "-") {
    return failure("a directory cannot go to standard output; write type=tar", EINVAL);
  }
  if (output.destination.empty()) return failure("name where to write to (dest=PATH)", EINVAL);
  Result<std::vector<Descriptor>> images = members_of(store, manifests);
  if (!images) return tl::unexpected(images.error());
  std::vector<Entry> all;
  for (const Descriptor& manifest : *images) {
    const Result<StoredImage> image = store.image(manifest);
    if (!image) return tl::unexpected(image.error());
    Result<std::vector<Entry>> entries = root_file_system(store, *image, workers);
    if (!entries) return tl::unexpected(entries.error());
    if (images->size() > 1) {
      Entry top;
      top.path = folder_of(image->config.platform);
      top.kind = EntryKind::Directory;
      top.mode = 0755;
      move_below(*entries, top.path);
      all.push_back(std::move(top));
    }
    std::move(entries->begin(), entries->end(), std::back_inserter(all));
  }
  sort_entries(all);
  if (output.kind == Output::Kind::Local) return write_tree(all, output.destination);
  Result<Destination> destination = Destination::open(output.destination);
  if (!destination) return tl::unexpected(destination.error());
  LayerOptions options;
  options.epoch_s = epoch_s;
  options.workers = workers;
  const Result<WrittenLayer> written = write_layer(all, options, destination->file());
  if (!written) {
    return tl::unexpected(Error(written.error()).while_doing("writing " + output.destination));
  }
  return destination->commit();
}

}  // namespace plimsoll::builder
