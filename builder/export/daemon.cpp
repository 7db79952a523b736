#include <fmt/format.h>

#include <cerrno>

#include "analyzer/image/source/daemon.h"
#include "builder/export/export.h"
#include "builder/export/transfer.h"
#include "builder/store/names.h"

namespace plimsoll::builder {

namespace {

constexpr std::uint64_t max_archive_bytes = std::uint64_t{1} << 40;

}  // namespace

Result<std::optional<StoredImage>> from_daemon(Store& store, http::Client& http,
                                               const std::string& socket,
                                               const std::string& reference,
                                               const Platform& platform) {
  const std::optional<std::string> normal = normal_name(reference);
  if (!normal) return failure(fmt::format("`{}` is no image reference", reference), EINVAL);
  const std::string name = familiar_name(*normal);
  const Result<std::optional<Platform>> offered = image::daemon_image(http, socket, name);
  if (!offered) return tl::unexpected(offered.error());
  if (!*offered) return std::nullopt;
  const bool fits = (*offered)->architecture.empty() || platform_match(**offered, platform) > 0;
  if (!fits) return std::nullopt;

  Result<NewFile> archive = store.new_file();
  if (!archive) return tl::unexpected(archive.error());
  const Result<bool> saved = image::save_from_daemon(
      http, socket, name, max_archive_bytes,
      [&](std::string_view bytes) { return write_all(archive->file(), bytes); });
  if (!saved) return tl::unexpected(saved.error());
  if (!*saved) return std::nullopt;
  Result<FileDescriptor> again = duplicate(archive->file());
  if (!again) return tl::unexpected(again.error());
  const Result<std::vector<BroughtImage>> images = bring_images(store, std::move(*again));
  if (!images) {
    return tl::unexpected(
        Error(images.error()).while_doing(fmt::format("reading {} from the docker daemon", name)));
  }
  for (const BroughtImage& brought : *images) {
    Result<std::optional<StoredImage>> image = store.image(brought.image, platform);
    if (!image) return image;
    if (!*image) continue;
    if (Result<void> tagged = store.tag(*normal, brought.image); !tagged) {
      return tl::unexpected(tagged.error());
    }
    return image;
  }
  return std::nullopt;
}

}  // namespace plimsoll::builder
