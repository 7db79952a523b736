// One image out of a docker daemon: GET /images/NAME/json says whether it is there and for which
// platform, GET /images/NAME/get is `docker save`.

#include <fmt/format.h>

#include <cerrno>
#include <nlohmann/json.hpp>

#include "builder/export/export.h"
#include "builder/export/transfer.h"
#include "builder/store/names.h"

namespace plimsoll::builder {
namespace {

using Json = nlohmann::json;

// A daemon makes the whole archive before it sends the first byte.
constexpr unsigned daemon_stall_seconds = 600;
constexpr std::uint64_t max_archive_bytes = std::uint64_t{1} << 40;

std::string text_of(const Json& object, const char* key) {
  const auto member = object.find(key);
  return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

http::Request request_of(const std::string& socket, const std::string& path) {
  http::Request request;
  request.url = "http://docker" + path;
  request.unix_socket = socket;
  request.follow = false;
  request.limits.stall_seconds = daemon_stall_seconds;
  return request;
}

Result<bool> has_image(http::Client& http, const std::string& socket, const std::string& name,
                       const Platform& platform) {
  const Result<http::Response> answer =
      http.request(request_of(socket, fmt::format("/images/{}/json", name)));
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status == 404) return false;
  const Json image = Json::parse(answer->body, nullptr, false);
  if (answer->status != 200 || !image.is_object()) {
    const std::string why = image.is_object() ? text_of(image, "message") : "";
    return failure(fmt::format("answers {}{}{}", answer->status, why.empty() ? "" : ": ", why));
  }
  const Platform offered{text_of(image, "Os"), text_of(image, "Architecture"),
                         text_of(image, "Variant")};
  return offered.architecture.empty() || platform_match(offered, platform) > 0;
}

}  // namespace

Result<std::optional<StoredImage>> from_daemon(Store& store, http::Client& http,
                                               const std::string& socket,
                                               const std::string& reference,
                                               const Platform& platform) {
  const std::optional<std::string> normal = normal_name(reference);
  if (!normal) return failure(fmt::format("`{}` is no image reference", reference), EINVAL);
  const std::string name = familiar_name(*normal);
  const auto failed = [&](Error error) {
    return tl::unexpected(
        std::move(error).while_doing(fmt::format("asking the docker daemon at {}", socket)));
  };
  const Result<bool> there = has_image(http, socket, name, platform);
  if (!there) return failed(Error(there.error()));
  if (!*there) return std::nullopt;

  Result<NewFile> archive = store.new_file();
  if (!archive) return tl::unexpected(archive.error());
  http::Request request = request_of(socket, fmt::format("/images/{}/get", name));
  request.limits.body_bytes = max_archive_bytes;
  request.sink = [&](std::string_view bytes) { return write_all(archive->file(), bytes); };
  const Result<http::Response> answer = http.request(request);
  if (!answer) return failed(Error(answer.error()));
  if (answer->status == 404) return std::nullopt;
  if (answer->status != 200) return failed({fmt::format("answers {}", answer->status), 0});
  Result<FileDescriptor> again = duplicate(archive->file());
  if (!again) return tl::unexpected(again.error());
  const Result<std::vector<BroughtImage>> images = bring_images(store, std::move(*again));
  if (!images) return failed(Error(images.error()));
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
