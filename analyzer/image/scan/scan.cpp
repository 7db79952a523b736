// Who scans which layer, and what need not be scanned.
//
// Each worker takes the biggest layer that is left; when there is none, it hashes for the others
// (hash_station.cpp says how). Before a layer is read, the cache is asked what it might be:
//
//   the same file as when it was hashed         nothing is read
//   its descriptor names a blob that is known   it is hashed, and if that agrees, not unpacked
//   a plain layer whose diffID is known         the same
//   anything else                               the whole pass; then it is known
//
// A blob that is no file of this machine is known by its descriptor's digest alone: whoever pulls
// it gets those bytes or an error. Layers that share a blob are scanned once.

#include "analyzer/image/scan/scan.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "analyzer/base/tasks.h"
#include "analyzer/image/scan/layer_cache.h"
#include "analyzer/image/scan/layer_pass.h"
#include "analyzer/image/scan/note_kinds.h"
#include "analyzer/image/source/layer_types.h"

namespace plimsoll::image {
namespace {

// Reads and hashes alone.
class HashPass final : private Unpacker::Visitor {
 public:
  HashPass(BlobReader& reader, const PassTools& tools)
      : tools_(tools),
        stream_(tools.station.open()),
        unpacker_(reader, tools.station, tools.in_haste, *this) {}

  // Empty where it could not be read to its end.
  std::string run() {
    auto drained = unpacker_.drain();
    std::string digest = "sha256:" + tools_.station.finish(stream_);
    return drained ? std::move(digest) : std::string();
  }
  std::uint64_t bytes() const { return bytes_; }

 private:
  Result<void> packed(const HashStation::BlockRef& block, std::string_view bytes) override {
    tools_.station.push(stream_, block, bytes);
    bytes_ += bytes.size();
    if (tools_.progress) tools_.progress(bytes_);
    if (tools_.options.stopped && tools_.options.stopped()) return failure("stopped");
    return {};
  }
  Result<void> plain(const HashStation::BlockRef&, std::string_view) override { return {}; }
  void reached(std::uint64_t, std::uint64_t) override {}
  void trailing(std::uint64_t) override {}

  const PassTools& tools_;
  HashStation::StreamRef stream_;
  Unpacker unpacker_;
  std::uint64_t bytes_ = 0;
};

// One layer of the image, from its reader to its scan.
class LayerTask {
 public:
  LayerTask(const ImageSource& source, std::size_t index, const PassTools& tools)
      : source_(source), index_(index), told_(source.description().layers[index]), tools_(tools) {}

  LayerScan run() {
    Result<std::unique_ptr<BlobReader>> reader = source_.open_layer(index_);
    if (!reader) {
      result_.failure = reader.error().message;
      return std::move(result_);
    }
    const std::optional<FileRange> range = (*reader)->in_file();
    // The cache knows no other digests.
    const std::string& digest = told_.blob.digest;
    const bool can_be_known =
        tools_.options.cache && (digest.empty() || digest.starts_with("sha256:"));
    if (can_be_known && range) identity_ = identity_of(*range);
    if (can_be_known && find(range.has_value(), **reader)) return std::move(result_);
    if (read_) {
      reader = source_.open_layer(index_);
      if (!reader) {
        result_.failure = reader.error().message;
        return std::move(result_);
      }
    }
    pass(**reader);
    keep(range);
    return std::move(result_);
  }

 private:
  // The layer without unpacking it, if it is known.
  bool find(bool is_file, BlobReader& reader) {
    const LayerCache& cache = *tools_.options.cache;
    if (!tools_.options.verify_always) {
      std::optional<std::string> digest = identity_ ? cache.find_digest(*identity_) : std::nullopt;
      if (!is_file && !told_.blob.digest.empty()) digest = told_.blob.digest;
      if (digest && take_known(*digest)) {
        result_.trusted = true;
        compare(result_.blob_digest);
        return true;
      }
    }
    const std::string likely = likely_digest();
    if (likely.empty()) return false;
    read_ = true;
    HashPass hash(reader, tools_);
    const std::string digest = hash.run();
    if (digest != likely || !take_known(digest)) return false;
    if (identity_) tools_.options.cache->keep(*identity_, digest);
    compare(digest);
    return true;
  }

  // What the blob would have to be for its layer to be known.
  std::string likely_digest() const {
    const LayerCache& cache = *tools_.options.cache;
    if (const auto blob = cache.find_blob(told_.blob.digest)) {
      return cache.has_layer(blob->diff_id) ? told_.blob.digest : std::string();
    }
    return told_.blob.digest.empty() && cache.has_layer(told_.diff_id) ? told_.diff_id
                                                                       : std::string();
  }

  bool take_known(const std::string& digest) {
    const LayerCache& cache = *tools_.options.cache;
    const std::optional<KnownBlob> blob = cache.find_blob(digest);
    if (!blob) return false;
    std::shared_ptr<ScannedLayer> layer = cache.find_layer(blob->diff_id);
    if (!layer || blob->wire.size() != layer->entries.size() + 1 || !classes_fit(*layer)) {
      return false;
    }
    const std::size_t count = layer->entries.size();
    if (!tools_.budget.take_entries(counted_entries(*layer))) return false;
    if (!tools_.budget.take_told(told_bytes(*layer))) return false;
    for (std::size_t i = 0; i < count; ++i) layer->entries[i].wire = blob->wire[i];
    layer->wire_entries_end = blob->wire.back();
    tools_.budget.keep_all(index_, *layer);
    result_.layer = std::move(layer);
    result_.compression = blob->compression;
    result_.blob_digest = digest;
    result_.blob_bytes = blob->size;
    return true;
  }

  bool classes_fit(const ScannedLayer& layer) const {
    const SecretScanner* scanner = tools_.options.secrets;
    const std::size_t count = scanner ? scanner->classes().size() : 0;
    return std::all_of(layer.secrets.begin(), layer.secrets.end(),
                       [&](const FileSecret& secret) { return secret.hit.secret_class < count; });
  }

  void pass(BlobReader& reader) {
    PassedLayer passed = LayerPass(reader, tools_).run();
    ScannedLayer& layer = *passed.layer;
    result_.failure = std::move(passed.failure);
    result_.compression = passed.compression;
    result_.blob_bytes = passed.blob_bytes;
    result_.blob_digest = std::move(passed.blob_digest);
    if (!result_.failure.empty() && layer.partial.empty()) layer.partial = result_.failure;
    if (!passed.late.empty() && result_.failure.empty()) {
      if (auto again = source_.open_layer(index_)) {
        add_digests(layer, late_digests(**again, tools_.station, std::move(passed.late)));
      }
    }
    result_.layer = std::move(passed.layer);
    compare(tools_.wants_sha512 ? passed.blob_sha512 : result_.blob_digest);
  }

  static void add_digests(ScannedLayer& layer, std::vector<FileDigests> late) {
    std::move(late.begin(), late.end(), std::back_inserter(layer.digests));
    std::sort(layer.digests.begin(), layer.digests.end(),
              [](const FileDigests& a, const FileDigests& b) { return a.entry < b.entry; });
  }

  void keep(const std::optional<FileRange>& range) {
    if (!tools_.options.cache || !result_.failure.empty() || !result_.layer->partial.empty())
      return;
    // What it loses to later layers from now on is in the cache already.
    const auto held = tools_.budget.hold_kept();
    if (tools_.budget.has_lost(index_)) return;
    LayerCache& cache = *tools_.options.cache;
    KnownBlob blob{
        result_.blob_digest, result_.layer->diff_id, result_.blob_bytes, result_.compression, {}};
    blob.wire.reserve(result_.layer->entries.size() + 1);
    for (const ScannedEntry& entry : result_.layer->entries) blob.wire.push_back(entry.wire);
    blob.wire.push_back(result_.layer->wire_entries_end);
    cache.keep(*result_.layer);
    cache.keep(blob);
    // Only if nobody wrote to the file while it was read.
    if (range && identity_ && identity_of(*range) == identity_) {
      cache.keep(*identity_, result_.blob_digest);
    }
  }

  void note(const char* kind, std::string what, bool partial) {
    result_.notes.push_back({kind, std::move(what), static_cast<std::int32_t>(index_), partial});
  }

  // What was read beside what the image says of it.
  void compare(const std::string& digest) {
    if (!result_.failure.empty()) return;
    const Descriptor& blob = told_.blob;
    if (auto clause = disagreement(blob.media_type, result_.compression)) {
      note("media-type-disagrees", std::move(*clause), false);
    }
    if (!blob.digest.empty() && blob.size != result_.blob_bytes) {
      note("size-mismatch",
           "the blob is " + std::to_string(result_.blob_bytes) + " bytes, its descriptor says " +
               std::to_string(blob.size),
           true);
    }
    const auto algorithm = [](const std::string& text) { return text.substr(0, text.find(':')); };
    if (!blob.digest.empty() && algorithm(blob.digest) != algorithm(digest)) {
      note("digest-not-checked", "this version cannot compute " + algorithm(blob.digest), true);
    } else if (!blob.digest.empty() && blob.digest != digest) {
      note("digest-mismatch",
           "the blob's digest is " + digest + ", not " + blob.digest + " as its descriptor says",
           true);
    }
    if (!told_.diff_id.empty() && result_.layer->partial.empty() &&
        told_.diff_id != result_.layer->diff_id) {
      note("diff-id-mismatch",
           "unpacked its digest is " + result_.layer->diff_id + ", not " + told_.diff_id +
               " as the configuration says",
           true);
    }
  }

  const ImageSource& source_;
  const std::size_t index_;
  const LayerBlob& told_;
  const PassTools& tools_;
  std::optional<FileIdentity> identity_;
  bool read_ = false;  // the reader has been read from
  LayerScan result_;
};

class ImagePass {
 public:
  ImagePass(const ImageSource& source, const ScanOptions& options)
      : source_(source),
        options_(options),
        workers_(std::max(1U, options.workers)),
        station_(workers_),
        budget_(options.limits, source.description().layers.size()) {
    plan();
  }

  ImageScan run() {
    ImageScan result;
    result.layers.resize(source_.description().layers.size());
    parallel_for(workers_, workers_, [&](std::size_t, unsigned) {
      std::optional<SecretReader> secrets;
      if (options_.secrets) secrets.emplace(*options_.secrets);
      for (std::size_t i = next_++; i < order_.size(); i = next_++) {
        result.layers[order_[i]] = scan(order_[i], i == 0, secrets ? &*secrets : nullptr);
      }
      station_.leave();
      station_.work_until_all_left();
    });
    for (const std::size_t i : order_) {
      if (budget_.has_lost(i)) note_lost(result.layers[i], i);
    }
    for (std::size_t i = 0; i < same_as_.size(); ++i) {
      if (same_as_[i] != i) copy(result.layers[same_as_[i]], result.layers[i], i);
    }
    return result;
  }

 private:
  // The biggest first; of those with one blob the first.
  void plan() {
    const auto& layers = source_.description().layers;
    std::map<std::pair<std::string, std::string>, std::size_t> first;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const std::string& digest = layers[i].blob.digest;
      const bool known = !digest.empty();
      const auto [place, is_new] = first.try_emplace({digest, layers[i].diff_id}, i);
      same_as_.push_back(known ? place->second : i);
      if (same_as_[i] == i) order_.push_back(i);
    }
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return layers[a].blob.size > layers[b].blob.size;
    });
  }

  LayerScan scan(std::size_t index, bool biggest, SecretReader* secrets) {
    const std::string& digest = source_.description().layers[index].blob.digest;
    const PassTools tools{options_,
                          station_,
                          secrets,
                          budget_,
                          index,
                          [this, index](std::uint64_t bytes) {
                            if (options_.on_progress) options_.on_progress(index, bytes);
                          },
                          biggest && workers_ > 1,
                          digest.starts_with("sha512:")};
    return LayerTask(source_, index, tools).run();
  }

  static void note_lost(LayerScan& scan, std::size_t index) {
    scan.notes.push_back({"kept-limit",
                          "the image has more package data bases and settings than are kept: facts "
                          "that need this layer's are unknown",
                          static_cast<std::int32_t>(index), true});
  }

  static void copy(const LayerScan& from, LayerScan& to, std::size_t index) {
    to = from;
    for (SourceNote& note : to.notes) note.layer = static_cast<std::int32_t>(index);
  }

  const ImageSource& source_;
  const ScanOptions& options_;
  const unsigned workers_;
  HashStation station_;
  ScanBudget budget_;
  std::atomic<std::size_t> next_ = 0;
  std::vector<std::size_t> order_, same_as_;
};

bool has_limit_note(const ScannedLayer& layer) {
  return std::any_of(layer.note_counts.begin(), layer.note_counts.end(),
                     [](const auto& each) { return is_limit_note(each.first); });
}

bool is_partial(const LayerScan& scan) {
  return !scan.layer || !scan.failure.empty() || !scan.layer->partial.empty() ||
         has_limit_note(*scan.layer) ||
         std::any_of(scan.notes.begin(), scan.notes.end(),
                     [](const SourceNote& note) { return note.partial; });
}

}  // namespace

ImageScan scan_image(const ImageSource& source, const ScanOptions& options) {
  ImageScan result = ImagePass(source, options).run();
  result.partial = std::any_of(result.layers.begin(), result.layers.end(), is_partial);
  return result;
}

}  // namespace plimsoll::image
