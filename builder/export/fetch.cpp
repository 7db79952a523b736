#include "builder/export/fetch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "analyzer/base/input.h"
#include "analyzer/image/source/choose.h"
#include "analyzer/image/source/in_file.h"
#include "builder/export/export.h"
#include "builder/store/names.h"

namespace plimsoll::builder {
namespace {

bool has_tag(const BroughtImage& image, const std::string& tag) {
  return image.tag == tag || image::is_called(image.names, tag);
}

Result<std::optional<StoredImage>> from_layout(Store& store, std::string_view text,
                                               const Platform& platform) {
  const image::InFile in = image::in_file(text);
  const auto failed = [&](Error error) {
    return tl::unexpected(std::move(error).while_doing("reading the image " + in.path));
  };
  const Result<std::vector<BroughtImage>> images = bring_images(store, in.path);
  if (!images) return failed(Error(images.error()));
  std::vector<const BroughtImage*> fitting;
  for (const BroughtImage& image : *images) {
    const bool right_digest = in.digest.empty() || image.image.digest == in.digest;
    if (right_digest && (in.tag.empty() || has_tag(image, in.tag))) fitting.push_back(&image);
  }
  if (fitting.empty() && !in.digest.empty() && store.has_blob(in.digest)) {
    // A member of one of its indexes.
    const Result<std::optional<Descriptor>> member = store.find(in.digest);
    if (member && *member) return store.image(**member, platform);
  }
  if (fitting.size() > 1 && in.tag.empty() && in.digest.empty()) {
    return failed(
        {fmt::format("it has {} images; name one by :TAG or @DIGEST", fitting.size()), EINVAL});
  }
  for (const BroughtImage* image : fitting) {
    Result<std::optional<StoredImage>> found = store.image(image->image, platform);
    if (!found || *found) return found;
  }
  return failed({fmt::format("it has no image{} for {}",
                             in.tag.empty() && in.digest.empty() ? "" : " of that name",
                             platform.to_string()),
                 ENOENT});
}

Result<std::optional<StoredImage>> from_registry(Store& store, const std::string& reference,
                                                 const Platform& platform,
                                                 const FetchOptions& options) {
  const Result<registry::Client*> client = options.registry();
  if (!client) return tl::unexpected(client.error());
  const Result<Pulled> pulled = pull(store, **client, reference, {platform}, options.on_transfer);
  if (!pulled) return tl::unexpected(pulled.error());
  // An image that stands alone is what the name means, whatever its platform says.
  Result<StoredImage> image = store.image(pulled->images.front());
  if (!image) return tl::unexpected(image.error());
  return std::move(*image);
}

}  // namespace

Result<std::optional<StoredImage>> fetch_image(Store& store, const std::string& reference,
                                               const Platform& platform,
                                               const FetchOptions& options) {
  for (const std::string_view scheme : {"oci-layout://", "docker-archive://", "oci-archive://"}) {
    if (reference.starts_with(scheme)) {
      return from_layout(store, std::string_view(reference).substr(scheme.size()), platform);
    }
  }
  const bool may_ask = !options.offline && options.registry;
  if (may_ask && options.pull) return from_registry(store, reference, platform, options);
  bool with_daemon = false;
  if (options.http && !options.socket.empty() && kind_at(options.socket) == FileKind::Socket) {
    with_daemon = true;
    Result<std::optional<StoredImage>> image =
        from_daemon(store, options.http(), options.socket, reference, platform);
    if (image && *image) return image;
    // A daemon that we may not speak to must not keep the registry from being asked.
    if (!image && options.on_transfer) {
      options.on_transfer({TransferEvent::Kind::Note, {}, 0, image.error().message});
    }
  }
  if (may_ask) return from_registry(store, reference, platform, options);
  return failure(
      fmt::format("there is no image {} for {} in the store {}{}, and no registry is asked "
                  "(--offline)\n  `plimsoll pull` or `plimsoll store load` brings it in",
                  reference, platform.to_string(), store.directory(),
                  with_daemon ? " or the docker daemon" : ""),
      ENOENT);
}

}  // namespace plimsoll::builder
