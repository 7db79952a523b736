#include "builder/images.h"

#include <fmt/format.h>

namespace plimsoll::builder {

Images::Images(Store& store, const Fetch& fetch, Events& events, bool pull)
    : store_(store), fetch_(fetch), events_(events), pull_(pull) {}

Result<std::shared_ptr<const StoredImage>> Images::find(const std::string& reference,
                                                        const Platform& platform) {
  std::shared_ptr<Asked> asked;
  {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<Asked>& slot = asked_[platform.to_string() + " " + reference];
    if (!slot) slot = std::make_shared<Asked>();
    asked = slot;
  }
  const std::lock_guard lock(asked->mutex);
  if (!asked->image) {
    Result<std::shared_ptr<const StoredImage>> found = look(reference, platform);
    if (!found) return found;
    asked->image = std::move(*found);
  }
  return asked->image;
}

Result<std::optional<StoredImage>> Images::fetch(const std::string& reference,
                                                 const Platform& platform) {
  if (!fetch_) return std::optional<StoredImage>();
  const std::uint32_t step = events_.announce("[internal] load " + reference, 0);
  events_.start(step);
  Result<std::optional<StoredImage>> fetched = fetch_(reference, platform);
  const bool failed = !fetched;
  events_.end(step, failed ? BuildEvent::Kind::StepFailed : BuildEvent::Kind::StepDone,
              failed ? std::string_view(fetched.error().message) : std::string_view());
  return fetched;
}

Result<std::shared_ptr<const StoredImage>> Images::look(const std::string& reference,
                                                        const Platform& platform) {
  const bool elsewhere = reference.starts_with("oci-layout://");
  if (!elsewhere && !pull_) {
    Result<std::optional<StoredImage>> stored = store_.image(reference, platform);
    if (!stored) return tl::unexpected<Error>(stored.error());
    if (*stored) return std::make_shared<const StoredImage>(std::move(**stored));
  }
  Result<std::optional<StoredImage>> fetched = fetch(reference, platform);
  if (!fetched) return tl::unexpected<Error>(fetched.error());
  if (*fetched) return std::make_shared<const StoredImage>(std::move(**fetched));
  if (!elsewhere && pull_) {
    Result<std::optional<StoredImage>> stored = store_.image(reference, platform);
    if (stored && *stored) return std::make_shared<const StoredImage>(std::move(**stored));
  }
  return failure(
      fmt::format("there is no image {} for {} here\n  `plimsoll pull` or `plimsoll store load` "
                  "brings one in",
                  reference, platform.to_string()));
}

Result<RootFs> root_of(const StoredImage& image) {
  if (image.manifest.layers.size() != image.config.diff_ids.size()) {
    return failure(fmt::format(
        "the image {} is damaged: its manifest has {} layers, its "
        "configuration {}",
        image.descriptor.digest, image.manifest.layers.size(), image.config.diff_ids.size()));
  }
  RootFs root;
  for (std::size_t i = 0; i < image.manifest.layers.size(); ++i) {
    root.add({image.config.diff_ids[i], image.manifest.layers[i]});
  }
  return root;
}

}  // namespace plimsoll::builder
