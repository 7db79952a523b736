#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>

#include "builder/export/destination.h"
#include "builder/export/transfer.h"
#include "builder/store/file_digest.h"
#include "builder/store/names.h"

namespace plimsoll::builder {
namespace {

constexpr int max_index_depth = 4;
constexpr std::size_t max_mount_sources = 3;  // repositories that are asked for one blob

class Push {
 public:
  Push(Store& store, registry::Client& client, ImageReference reference,
       const OnTransfer& on_transfer)
      : store_(store),
        client_(client),
        reference_(std::move(reference)),
        on_transfer_(on_transfer) {}

  Result<PushedImage> run(Descriptor image);

 private:
  // The one image of a partial index, or the index itself.
  Result<Descriptor> whole(const Descriptor& image);
  Result<void> collect(const Descriptor& image, int depth);
  Result<void> send_blobs();
  void find_mounts();
  void note_repositories(const Descriptor& image, const std::string& repository);
  Result<registry::Upload> upload_of(const Descriptor& blob);
  void tell(TransferEvent event) {
    if (on_transfer_) on_transfer_(event);
  }

  Store& store_;
  registry::Client& client_;
  ImageReference reference_;
  const OnTransfer& on_transfer_;
  std::vector<registry::Manifest> manifests_;  // children first
  std::map<std::string, Descriptor> blobs_;
  std::map<std::string, std::vector<std::string>> mounts_;  // by digest
};

Result<Descriptor> Push::whole(const Descriptor& image) {
  if (!is_index(image.media_type)) return image;
  const Result<std::string> text = store_.read_blob(image.digest, max_manifest_bytes);
  if (!text) return tl::unexpected(text.error());
  const Result<Index> index = parse_index(*text);
  if (!index) return tl::unexpected(index.error());
  std::vector<Descriptor> present;
  std::string missing;
  for (const Descriptor& member : index->manifests) {
    if (store_.has_blob(member.digest)) {
      present.push_back(member);
    } else {
      missing += (missing.empty() ? "" : ", ") +
                 (member.platform ? member.platform->to_string() : member.digest);
    }
  }
  if (missing.empty()) return image;
  if (present.size() != 1) {
    return failure(fmt::format("the store lacks some of its images ({}); pull them with "
                               "--all-platforms, or push one with --platform",
                               missing),
                   ENOENT);
  }
  tell({TransferEvent::Kind::Note, present.front().digest, 0,
        fmt::format("the store has it for {} alone, which is what is pushed",
                    present.front().platform ? present.front().platform->to_string()
                                             : std::string("one platform"))});
  return present.front();
}

Result<void> Push::collect(const Descriptor& image, int depth) {
  if (depth == max_index_depth) return failure("indexes in indexes, too deep");
  Result<std::string> text = store_.read_blob(image.digest, max_manifest_bytes);
  if (!text) return tl::unexpected(text.error());
  if (is_index(image.media_type)) {
    const Result<Index> index = parse_index(*text);
    if (!index) return tl::unexpected(index.error());
    for (const Descriptor& member : index->manifests) {
      if (Result<void> done = collect(member, depth + 1); !done) return done;
    }
  } else {
    const Result<Manifest> manifest = parse_manifest(*text);
    if (!manifest) return tl::unexpected(manifest.error());
    blobs_.emplace(manifest->config.digest, manifest->config);
    for (const Descriptor& layer : manifest->layers) {
      // Foreign layers stay where they are distributed.
      if (layer.urls.empty() || store_.has_blob(layer.digest)) blobs_.emplace(layer.digest, layer);
    }
  }
  manifests_.push_back({image.media_type, image.digest, std::move(*text)});
  return {};
}

// Repositories of the same registry that have a blob: by the names in the store.
void Push::find_mounts() {
  const Result<std::vector<NamedImage>> names = store_.names();
  if (!names) return;
  for (const NamedImage& named : *names) {
    const std::optional<ImageReference> reference = parse_image_reference(named.name);
    if (!reference || reference->registry != reference_.registry ||
        reference->repository == reference_.repository) {
      continue;
    }
    note_repositories(named.descriptor, reference->repository);
  }
}

void Push::note_repositories(const Descriptor& image, const std::string& repository) {
  std::vector<Descriptor> waiting = {image};
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    const Descriptor next = waiting[i];
    if (!store_.has_blob(next.digest)) continue;
    const Result<std::string> text = store_.read_blob(next.digest, max_manifest_bytes);
    if (!text) continue;
    if (is_index(next.media_type)) {
      const Result<Index> index = parse_index(*text);
      if (index && i == 0) {
        waiting.insert(waiting.end(), index->manifests.begin(), index->manifests.end());
      }
      continue;
    }
    const Result<Manifest> manifest = parse_manifest(*text);
    if (!manifest) continue;
    for (const Descriptor& layer : manifest->layers) {
      std::vector<std::string>& known = mounts_[layer.digest];
      const bool is_new = std::find(known.begin(), known.end(), repository) == known.end();
      if (is_new && known.size() < max_mount_sources) known.push_back(repository);
    }
  }
}

Result<registry::Upload> Push::upload_of(const Descriptor& blob) {
  const Result<Entry> checked = verified_blob(store_, blob.digest);
  if (!checked) return tl::unexpected(checked.error());
  registry::Upload upload;
  upload.blob = {blob.media_type, blob.digest, checked->size};
  const auto file = std::get<InFileAt>(checked->content).file;
  upload.read = [this, file, size = checked->size, digest = blob.digest](
                    std::uint64_t offset, char* into, std::size_t room) -> Result<std::size_t> {
    const auto next = static_cast<std::size_t>(std::min<std::uint64_t>(size - offset, room));
    if (Result<void> read = read_exactly(*file, offset, into, next); !read) {
      return tl::unexpected(read.error());
    }
    tell({TransferEvent::Kind::Bytes, digest, next, {}});
    return next;
  };
  if (const auto known = mounts_.find(blob.digest); known != mounts_.end()) {
    upload.mount_from = known->second;
  }
  return upload;
}

Result<void> Push::send_blobs() {
  std::vector<registry::Upload> uploads;
  for (const auto& [digest, blob] : blobs_) {
    Result<registry::Upload> upload = upload_of(blob);
    if (!upload) return tl::unexpected(upload.error());
    tell({TransferEvent::Kind::Begin, digest, upload->blob.size, {}});
    uploads.push_back(std::move(*upload));
  }
  const Result<std::vector<registry::Pushed>> pushed = client_.push_blobs(reference_, uploads);
  if (!pushed) return tl::unexpected(pushed.error());
  for (std::size_t i = 0; i < uploads.size(); ++i) {
    const TransferEvent::Kind kind =
        (*pushed)[i] == registry::Pushed::Present   ? TransferEvent::Kind::Present
        : (*pushed)[i] == registry::Pushed::Mounted ? TransferEvent::Kind::Mounted
                                                    : TransferEvent::Kind::End;
    tell({kind, uploads[i].blob.digest, uploads[i].blob.size, {}});
  }
  return {};
}

Result<PushedImage> Push::run(Descriptor image) {
  Result<Descriptor> root = whole(image);
  if (!root) return tl::unexpected(root.error());
  if (Result<void> done = collect(*root, 0); !done) return tl::unexpected(done.error());
  find_mounts();
  if (Result<void> done = send_blobs(); !done) return tl::unexpected(done.error());
  PushedImage pushed;
  pushed.image = std::move(*root);
  std::set<std::string> sent;
  for (std::size_t i = 0; i < manifests_.size(); ++i) {
    const bool is_root = i + 1 == manifests_.size();
    if (!is_root && !sent.insert(manifests_[i].digest).second) continue;
    Result<std::string> digest = client_.push_manifest(reference_, manifests_[i], !is_root);
    if (!digest) return tl::unexpected(digest.error());
    tell({TransferEvent::Kind::Manifest, *digest, manifests_[i].bytes.size(), {}});
    pushed.digest = std::move(*digest);
  }
  return pushed;
}

}  // namespace

Result<PushedImage> push(Store& store, registry::Client& client, const Descriptor& image,
                         const std::string& reference, const OnTransfer& on_transfer) {
  std::optional<ImageReference> parsed = parse_image_reference(reference);
  if (!parsed) return failure(fmt::format("`{}` is no image reference", reference), EINVAL);
  if (!parsed->digest.empty() && parsed->tag.empty()) {
    return failure(fmt::format("`{}` names a digest; push to a tag", reference), EINVAL);
  }
  return Push(store, client, *std::move(parsed), on_transfer).run(image);
}

}  // namespace plimsoll::builder
