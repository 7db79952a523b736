#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "builder/export/transfer.h"
#include "builder/store/names.h"

namespace plimsoll::builder {
namespace {

registry::Descriptor remote(const Descriptor& blob) {
  return {blob.media_type, blob.digest, blob.size};
}

std::string platforms_of(const Index& index) {
  std::string text;
  for (const Descriptor& member : index.manifests) {
    if (!member.platform || member.platform->architecture == "unknown") continue;
    text += (text.empty() ? "" : ", ") + member.platform->to_string();
  }
  return text.empty() ? "none" : text;
}

class Pull {
 public:
  Pull(Store& store, registry::Client& client, ImageReference reference,
       const OnTransfer& on_transfer)
      : store_(store),
        client_(client),
        reference_(std::move(reference)),
        on_transfer_(on_transfer) {}

  Result<Pulled> run(const std::vector<Platform>& platforms);

 private:
  Result<void> image(const registry::Manifest& manifest, Pulled& pulled);
  Result<void> members(const Index& index, const std::vector<Platform>& platforms, Pulled& pulled);
  Result<void> blobs(std::vector<Descriptor> wanted);
  void tell(TransferEvent::Kind kind, const std::string& digest, std::uint64_t size = 0) {
    if (on_transfer_) on_transfer_({kind, digest, size, {}});
  }

  Store& store_;
  registry::Client& client_;
  ImageReference reference_;
  const OnTransfer& on_transfer_;
};

Descriptor descriptor_of(const registry::Manifest& manifest) {
  Descriptor descriptor;
  descriptor.media_type = manifest.media_type;
  descriptor.digest = manifest.digest;
  descriptor.size = manifest.bytes.size();
  return descriptor;
}

Result<Pulled> Pull::run(const std::vector<Platform>& platforms) {
  const Result<registry::Manifest> root = client_.fetch_manifest(reference_);
  if (!root) return tl::unexpected(root.error());
  Pulled pulled;
  pulled.root = descriptor_of(*root);
  if (is_index(root->media_type)) {
    const Result<Index> index = parse_index(root->bytes);
    if (!index) return tl::unexpected(index.error());
    if (Result<void> done = members(*index, platforms, pulled); !done) {
      return tl::unexpected(done.error());
    }
    if (pulled.images.empty()) {
      std::string wanted;
      for (const std::string& each : pulled.missing) wanted += (wanted.empty() ? "" : ", ") + each;
      return failure(fmt::format("while pulling {}: there is no image for {}; there are {}",
                                 reference_.familiar(), wanted.empty() ? "any platform" : wanted,
                                 platforms_of(*index)),
                     ENOENT);
    }
    const Result<std::string> added = store_.add_blob(root->bytes);
    if (!added) return tl::unexpected(added.error());
  } else if (Result<void> done = image(*root, pulled); !done) {
    return tl::unexpected(done.error());
  }
  return pulled;
}

Result<void> Pull::members(const Index& index, const std::vector<Platform>& platforms,
                           Pulled& pulled) {
  std::vector<const Descriptor*> chosen;
  for (const Platform& platform : platforms) {
    const Descriptor* member = choose(index, platform);
    if (!member) {
      pulled.missing.push_back(platform.to_string());
    } else if (std::find(chosen.begin(), chosen.end(), member) == chosen.end()) {
      chosen.push_back(member);
    }
  }
  // Attestations come with "all", since an index without them is another index to some.
  if (platforms.empty()) {
    for (const Descriptor& member : index.manifests) chosen.push_back(&member);
  }
  for (const Descriptor* member : chosen) {
    ImageReference by_digest = reference_;
    by_digest.digest = member->digest;
    const Result<registry::Manifest> manifest = client_.fetch_manifest(by_digest);
    if (!manifest) return tl::unexpected(manifest.error());
    if (is_index(manifest->media_type)) return failure("an index in an index is not supported");
    if (Result<void> done = image(*manifest, pulled); !done) return done;
    pulled.images.back().platform = member->platform;
  }
  return {};
}

Result<void> Pull::image(const registry::Manifest& manifest, Pulled& pulled) {
  const Result<Manifest> parsed = parse_manifest(manifest.bytes);
  if (!parsed) return tl::unexpected(parsed.error());
  std::vector<Descriptor> wanted = {parsed->config};
  wanted.insert(wanted.end(), parsed->layers.begin(), parsed->layers.end());
  if (Result<void> done = blobs(std::move(wanted)); !done) return done;
  const Result<std::string> added = store_.add_blob(manifest.bytes);
  if (!added) return tl::unexpected(added.error());
  tell(TransferEvent::Kind::Manifest, manifest.digest, manifest.bytes.size());
  pulled.images.push_back(descriptor_of(manifest));
  return {};
}

Result<void> Pull::blobs(std::vector<Descriptor> wanted) {
  std::vector<Descriptor> missing;
  for (Descriptor& blob : wanted) {
    const auto same = [&](const Descriptor& other) { return other.digest == blob.digest; };
    if (std::any_of(missing.begin(), missing.end(), same)) continue;
    if (store_.has_blob(blob.digest)) {
      tell(TransferEvent::Kind::Present, blob.digest, blob.size);
    } else {
      missing.push_back(std::move(blob));
    }
  }
  std::vector<registry::Descriptor> list;
  for (const Descriptor& blob : missing) list.push_back(remote(blob));
  std::vector<NewFile> files(missing.size());
  const auto sink_of = [&](std::size_t i) -> Result<registry::Sink> {
    Result<NewFile> file = store_.new_file();
    if (!file) return tl::unexpected(file.error());
    files[i] = std::move(*file);
    tell(TransferEvent::Kind::Begin, missing[i].digest, missing[i].size);
    registry::Sink sink;
    sink.write = [this, &files, &missing, i](std::string_view bytes) {
      tell(TransferEvent::Kind::Bytes, missing[i].digest, bytes.size());
      return write_all(files[i].file(), bytes);
    };
    sink.restart = [&files, i]() -> Result<void> {
      const int fd = files[i].file().get();
      if (::ftruncate(fd, 0) != 0 || ::lseek(fd, 0, SEEK_SET) != 0) {
        return failure(std::strerror(errno), errno);
      }
      return {};
    };
    return sink;
  };
  const auto done = [&](std::size_t i) -> Result<void> {
    Result<void> added = store_.add_blob(std::exchange(files[i], {}), missing[i].digest);
    if (added) tell(TransferEvent::Kind::End, missing[i].digest, missing[i].size);
    return added;
  };
  return client_.fetch_blobs(reference_, list, sink_of, done);
}

}  // namespace

Result<Pulled> pull(Store& store, registry::Client& client, const std::string& reference,
                    const std::vector<Platform>& platforms, const OnTransfer& on_transfer) {
  std::optional<ImageReference> parsed = parse_image_reference(reference);
  if (!parsed) return failure(fmt::format("`{}` is no image reference", reference), EINVAL);
  Result<Pulled> pulled = Pull(store, client, *std::move(parsed), on_transfer).run(platforms);
  if (!pulled) return pulled;
  if (Result<void> tagged = store.tag(reference, pulled->root); !tagged) {
    return tl::unexpected(tagged.error());
  }
  return pulled;
}

}  // namespace plimsoll::builder
