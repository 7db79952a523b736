// Removing what nobody needs.
//
// Names reach blobs: name -> index -> manifest -> configuration and layers; the configuration's
// diffIDs reach what was made of the layers. What is reached is marked, in one walk; then each file
// of the store is a candidate or not:
//
//   blob        reached in the layout            never
//               plain copy of a reached layer    with --all (it is made again from the compressed
//               one) else                             yes
//   index, tree, notes of a layer                as the plain copy
//   step                                         names a blob that is not there (or goes): always;
//                                                else as its layer; with --all: yes
//   context, cache mount                         with --all
//
// Candidates are sorted by their last use: the age limit cuts the list at one end, the size to keep
// at the other. A layer's parts share one age, that of its index, which every use sets.

#include "builder/store/prune.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "analyzer/image/config.h"
#include "builder/store/store.h"

namespace plimsoll::builder {
namespace {

constexpr int max_index_depth = 4;

struct Candidate {
  std::string path;
  std::int64_t used_s = 0;
  std::uint64_t bytes = 0;
};

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, CloseDirectory> open(::opendir(directory.c_str()));
  if (!open) return names;
  while (const dirent* entry = ::readdir(open.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::int64_t last_use(const std::string& path) {
  struct stat status = {};
  return ::lstat(path.c_str(), &status) == 0 ? status.st_mtim.tv_sec : 0;
}

class Pruning {
 public:
  // `now_s`: times of use are compared with it.
  Pruning(const Store& store, const PruneOptions& options, std::int64_t now_s)
      : store_(store), options_(options), directory_(store.directory()), now_s_(now_s) {}

  Result<PruneReport> run();

 private:
  Result<void> mark_names();
  Result<void> mark(const Descriptor& image, int depth);
  void mark_config(const std::string& digest);
  void find_candidates();
  void find_layer_parts();
  void find_steps();
  void consider(const std::string& path, bool may_go, std::int64_t used_s);
  [[nodiscard]] std::int64_t use_of_layer(const std::string& hex) const;
  [[nodiscard]] std::string hex_of(const std::string& digest) const { return digest.substr(7); }

  const Store& store_;
  const PruneOptions& options_;
  const std::string directory_;
  const std::int64_t now_s_;
  std::set<std::string> layout_;  // hex digits of blobs that names reach
  std::set<std::string> layers_;  // and of the diffIDs of their layers
  std::vector<Candidate> candidates_;
  std::set<std::string> going_;  // hex digits of plain blobs that may go
  PruneReport report_;
};

Result<void> Pruning::mark(const Descriptor& image, int depth) {
  if (depth == max_index_depth || !store_.has_blob(image.digest)) return {};
  if (!layout_.insert(hex_of(image.digest)).second) return {};
  const Result<std::string> text = store_.read_blob(image.digest, max_manifest_bytes);
  if (!text) return {};  // damaged: it leads nowhere, and says so when it is asked for
  if (is_index(media_type_of(*text))) {
    const Result<Index> index = parse_index(*text);
    if (!index) return tl::unexpected(index.error());
    for (const Descriptor& member : index->manifests) {
      if (Result<void> done = mark(member, depth + 1); !done) return done;
    }
    return {};
  }
  const Result<Manifest> manifest = parse_manifest(*text);
  if (!manifest) return tl::unexpected(manifest.error());
  layout_.insert(hex_of(manifest->config.digest));
  for (const Descriptor& layer : manifest->layers) layout_.insert(hex_of(layer.digest));
  mark_config(manifest->config.digest);
  return {};
}

void Pruning::mark_config(const std::string& digest) {
  const Result<std::string> text = store_.read_blob(digest, max_config_bytes);
  if (!text) return;
  const Result<ImageConfig> config = parse_image_config(*text);
  if (!config) return;  // of something that is no image
  for (const std::string& diff_id : config->diff_ids) {
    if (is_digest(diff_id)) layers_.insert(hex_of(diff_id));
  }
}

Result<void> Pruning::mark_names() {
  const Result<std::vector<NamedImage>> names = store_.names();
  if (!names) return tl::unexpected(names.error());
  for (const NamedImage& named : *names) {
    if (Result<void> done = mark(named.descriptor, 0); !done) {
      return tl::unexpected(std::move(done.error()).while_doing("reading the image " + named.name));
    }
  }
  return {};
}

void Pruning::consider(const std::string& path, bool may_go, std::int64_t used_s) {
  const std::uint64_t bytes = disk_usage(path);
  report_.kept_bytes += bytes;
  if (!may_go || (options_.unused_for_s && now_s_ - used_s < *options_.unused_for_s)) return;
  candidates_.push_back({path, used_s, bytes});
}

std::int64_t Pruning::use_of_layer(const std::string& hex) const {
  return last_use(directory_ + "/layers/" + hex + ".index");
}

void Pruning::find_layer_parts() {
  for (const char* folder : {"layers", "trees"}) {
    for (const std::string& name : names_in(directory_ + "/" + folder)) {
      const std::string hex = name.substr(0, name.find('.'));
      const std::string path = directory_ + "/" + folder + "/" + name;
      const std::int64_t used = std::max(use_of_layer(hex), last_use(path));
      consider(path, options_.all || !layers_.contains(hex), used);
    }
  }
}

// A record that leads nowhere is of no use to anyone.
void Pruning::find_steps() {
  constexpr std::string_view mark = "sha256:";
  for (const std::string& name : names_in(directory_ + "/steps")) {
    const std::string path = directory_ + "/steps/" + name;
    bool may_go = options_.all;
    if (const Result<MappedFile> file = MappedFile::open(path); file && !may_go) {
      const std::string_view text = file->bytes();
      for (std::size_t at = text.find(mark); at != std::string_view::npos;
           at = text.find(mark, at + 1)) {
        const std::string_view digest = text.substr(at, mark.size() + 64);
        if (!is_digest(digest)) continue;
        const std::string hex = hex_of(std::string(digest));
        may_go = may_go || going_.contains(hex) || !store_.has_blob(digest);
      }
    }
    consider(path, may_go, last_use(path));
  }
}

void Pruning::find_candidates() {
  const std::string blobs = directory_ + "/blobs/sha256";
  for (const std::string& hex : names_in(blobs)) {
    const std::string path = blobs + "/" + hex;
    const bool may_go = !layout_.contains(hex) && (options_.all || !layers_.contains(hex));
    const std::int64_t used = std::max(use_of_layer(hex), last_use(path));
    const std::size_t before = candidates_.size();
    consider(path, may_go, used);
    if (candidates_.size() > before) going_.insert(hex);
  }
  find_layer_parts();
  find_steps();
  for (const char* folder : {"contexts", "caches"}) {
    for (const std::string& name : names_in(directory_ + "/" + folder)) {
      const std::string path = directory_ + "/" + folder + "/" + name;
      consider(path, options_.all, last_use(path));
    }
  }
}

Result<PruneReport> Pruning::run() {
  if (Result<void> marked = mark_names(); !marked) return tl::unexpected(marked.error());
  find_candidates();
  std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    return a.used_s != b.used_s ? a.used_s < b.used_s : a.path < b.path;
  });
  std::uint64_t cached = 0;
  for (const Candidate& each : candidates_) cached += each.bytes;
  for (const Candidate& each : candidates_) {
    if (options_.keep_bytes && cached <= *options_.keep_bytes) break;
    if (!options_.dry_run) {
      if (Result<void> removed = remove_all(each.path); !removed) {
        return tl::unexpected(removed.error());
      }
    }
    cached -= each.bytes;
    report_.freed_bytes += each.bytes;
    report_.kept_bytes -= each.bytes;
    ++report_.removed;
  }
  return report_;
}

}  // namespace

Result<PruneReport> prune(const std::string& directory, const PruneOptions& options) {
  // Opened before it is locked: the store's own lock is shared, and let go of at once.
  {
    const Result<Store> there = Store::open(directory);
    if (!there) return tl::unexpected(there.error());
  }
  const std::string path = directory + "/lock";
  const FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!lock.valid()) {
    const int code = errno;
    return failure(fmt::format("{}: {}", path, std::strerror(code)), code);
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return failure(
        fmt::format("the store {} is in use by another process; prune it when that has ended",
                    directory),
        EBUSY);
  }
  const std::uint64_t leftovers = options.dry_run ? 0 : remove_leftovers(directory + "/tmp");
  const Result<Store> store = Store::open(directory, true, Store::Locking::None);
  if (!store) return tl::unexpected(store.error());
  const Result<NewFile> made_now = NewFile::create(directory + "/tmp");
  if (!made_now) return tl::unexpected(made_now.error());
  struct stat status = {};
  if (::fstat(made_now->file().get(), &status) != 0) return failure(std::strerror(errno), errno);
  Result<PruneReport> report = Pruning(*store, options, status.st_mtim.tv_sec).run();
  if (report) report->freed_bytes += leftovers;
  return report;
}

}  // namespace plimsoll::builder
