// The cache of layers.
//
// Three questions, each a file whose name is the question: which digest has this stretch of this
// file (device, inode, size, times)? what is in the blob of this digest? what is in the layer of
// this diffID? A warm run asks all three of each layer and reads nothing else.
//
// Files appear by rename, so any number of processes agree; each says what it is about, and whoever
// asks compares: a wrong name finds nothing. Their directory is nobody else's (0700): what is kept
// of an image may be its password file.
//
// Rejected: one database. It would need a lock, a library, and a repair.

#include "analyzer/image/scan/layer_cache.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <utility>
#include <vector>

#include "analyzer/digest/sha256.h"
#include "analyzer/image/manifest.h"
#include "analyzer/image/packed_text.h"
#include "analyzer/image/scan/byte_records.h"
#include "analyzer/image/scan/layer_record.h"

namespace plimsoll::image {
namespace {

constexpr std::string_view format = "4";
constexpr std::uint64_t max_record_bytes = std::uint64_t{1} << 30;
constexpr std::uint64_t max_blob_ratio = 1000;
constexpr std::int64_t mark_again_ns = std::int64_t{3600} * 1'000'000'000;
constexpr std::size_t key_digits = 32;
constexpr std::size_t version_digits = 12;
constexpr const char* layer_folder = "/layers";
constexpr const char* blob_folder = "/blobs";
constexpr const char* file_folder = "/files";
constexpr const char* new_folder = "/new";
constexpr std::array folders{layer_folder, blob_folder, file_folder, new_folder};
constexpr std::string_view digest_prefix = "sha256:";

std::string key_of(std::string_view text) {
  return digest::to_hex(digest::sha256(text)).substr(0, key_digits);
}

// A digest is a file's name only when it is one.
bool names_file(std::string_view digest) {
  return is_digest(digest) && digest.starts_with(digest_prefix);
}

std::string identity_text(const FileIdentity& identity) {
  RecordWriter to;
  to.number(identity.file.device);
  to.number(identity.file.inode);
  to.number(identity.file.size);
  to.signed_number(identity.file.mtime_ns);
  to.signed_number(identity.file.ctime_ns);
  to.number(identity.offset);
  to.number(identity.size);
  return to.bytes();
}

// Where it lies, without its times: a file that changed takes the place of what it was.
std::string place_key(const FileIdentity& identity) {
  FileIdentity place = identity;
  place.file.size = 0;
  place.file.mtime_ns = place.file.ctime_ns = 0;
  return key_of(identity_text(place));
}

std::optional<std::string> read_record(const std::string& path) {
  const Result<FileDescriptor> file = open_file(path);
  if (!file) return {};
  const Result<FileStamp> stamp = stamp_of(*file);
  if (!stamp || stamp->size > max_record_bytes) return {};
  std::string bytes(static_cast<std::size_t>(stamp->size), '\0');
  if (!read_exactly(*file, 0, bytes.data(), bytes.size())) return {};
  if (stamp->mtime_ns < file_clock_ns() - mark_again_ns) mark_used(*file);
  return bytes;
}

}  // namespace

struct LayerCache::State {
  std::string directory;
  std::string version;  // in front of every name: eviction sees all versions alike
  std::uint64_t limit_bytes = 0;
  std::atomic<bool> grown = false;

  std::string path(std::string_view folder, std::string_view name) const {
    return directory + std::string(folder) + "/" + version + "-" + std::string(name);
  }
  std::string path_of_digest(std::string_view folder, std::string_view digest) const {
    return path(folder, digest.substr(digest_prefix.size()));
  }

  void write(const std::string& path, std::string_view bytes) {
    Result<NewFile> file = NewFile::create(directory + new_folder);
    if (!file || !write_all(file->file(), bytes)) return;
    if (file->commit(path, 0600)) grown = true;
  }

  // Whatever was not used for longest goes, a tenth more than it must, so that it is rare.
  void evict() const {
    struct Old {
      UsedFile file;
      std::string path;
    };
    std::vector<Old> all;
    std::uint64_t total = 0;
    for (const char* folder : folders) {
      const std::string place = directory + folder;
      for (UsedFile& file : list_used(place)) {
        total += file.size;
        std::string path = place + "/" + file.name;
        all.push_back({std::move(file), std::move(path)});
      }
    }
    if (total <= limit_bytes) return;
    std::sort(all.begin(), all.end(), [](const Old& a, const Old& b) {
      return std::pair(a.file.used_ns, std::string_view(a.path)) <
             std::pair(b.file.used_ns, std::string_view(b.path));
    });
    const std::uint64_t aim = limit_bytes - limit_bytes / 10;
    for (const Old& old : all) {
      if (total <= aim) break;
      remove_file(old.path);
      total -= old.file.size;
    }
  }
};

std::optional<FileIdentity> identity_of(const FileRange& range) {
  const Result<FileStamp> stamp = stamp_of(*range.file);
  if (!stamp || !is_settled(*stamp, file_clock_ns())) return {};
  return FileIdentity{*stamp, range.offset, range.size};
}

LayerCache::LayerCache(std::unique_ptr<State> state) : state_(std::move(state)) {}

LayerCache::~LayerCache() {
  if (state_->grown) state_->evict();
}

Result<std::unique_ptr<LayerCache>> LayerCache::open(const std::string& directory,
                                                     std::string version,
                                                     std::uint64_t limit_bytes) {
  auto state = std::make_unique<State>();
  state->directory = directory;
  state->version = key_of(version.append("\n").append(format)).substr(0, version_digits);
  state->limit_bytes = limit_bytes;
  for (const char* folder : folders) {
    if (auto made = make_directories(directory + folder, 0700); !made) {
      return tl::unexpected(std::move(made).error().while_doing("making the cache of layers"));
    }
  }
  return std::unique_ptr<LayerCache>(new LayerCache(std::move(state)));
}

bool LayerCache::has_layer(std::string_view diff_id) const {
  return names_file(diff_id) &&
         open_file(state_->path_of_digest(layer_folder, diff_id)).has_value();
}

std::shared_ptr<ScannedLayer> LayerCache::find_layer(std::string_view diff_id) const {
  if (!names_file(diff_id)) return nullptr;
  const std::optional<std::string> record =
      read_record(state_->path_of_digest(layer_folder, diff_id));
  std::shared_ptr<ScannedLayer> layer = record ? read_layer_record(*record) : nullptr;
  return layer && layer->diff_id == diff_id ? layer : nullptr;
}

void LayerCache::keep(const ScannedLayer& layer) {
  if (!names_file(layer.diff_id) || !layer.partial.empty()) return;
  TextPacker packer(layer_record_magic);
  state_->write(state_->path_of_digest(layer_folder, layer.diff_id),
                write_layer_record(layer, packer));
}

std::optional<KnownBlob> LayerCache::find_blob(std::string_view digest) const {
  if (!names_file(digest)) return {};
  const std::optional<std::string> record =
      read_record(state_->path_of_digest(blob_folder, digest));
  if (!record) return {};
  std::optional<TextUnpacker> packed = TextUnpacker::open(*record, record->size() * max_blob_ratio);
  if (!packed) return {};
  RecordReader from(*packed);
  KnownBlob blob;
  blob.digest = from.text();
  blob.diff_id = from.text();
  blob.size = from.number();
  blob.compression =
      static_cast<Compression>(from.number(static_cast<std::uint64_t>(Compression::Xz)));
  blob.wire.resize(from.count());
  std::uint64_t before = 0;
  for (std::uint64_t& wire : blob.wire) {
    const std::uint64_t step = from.number();
    if (step > blob.size - before) return {};
    before = wire = before + step;
  }
  if (!from.good() || !from.at_end() || blob.digest != digest) return {};
  return blob;
}

void LayerCache::keep(const KnownBlob& blob) {
  if (!names_file(blob.digest)) return;
  TextPacker packer;
  RecordWriter to(packer);
  to.text(blob.digest);
  to.text(blob.diff_id);
  to.number(blob.size);
  to.number(static_cast<std::uint64_t>(blob.compression));
  to.number(blob.wire.size());
  std::uint64_t before = 0;
  for (const std::uint64_t wire : blob.wire) to.number(wire - std::exchange(before, wire));
  to.flush();
  state_->write(state_->path_of_digest(blob_folder, blob.digest), packer.finish());
}

std::optional<std::string> LayerCache::find_digest(const FileIdentity& file) const {
  const std::optional<std::string> record = read_record(state_->path(file_folder, place_key(file)));
  if (!record) return {};
  const std::string identity = identity_text(file);
  RecordReader from(*record);
  const bool same = from.text() == identity;
  const std::string_view digest = from.text();
  const std::string_view check = from.text();
  const bool whole =
      from.good() && from.at_end() && check == key_of(identity + std::string(digest));
  if (!same || !whole || !names_file(digest)) return {};
  return std::string(digest);
}

void LayerCache::keep(const FileIdentity& file, std::string_view digest) {
  if (!names_file(digest)) return;
  const std::string identity = identity_text(file);
  RecordWriter to;
  to.text(identity);
  to.text(digest);
  to.text(key_of(identity + std::string(digest)));
  state_->write(state_->path(file_folder, place_key(file)), to.bytes());
}

}  // namespace plimsoll::image
