#include "analyzer/image/source/daemon.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/image/json.h"
#include "analyzer/image/source/readable.h"
#include "analyzer/reference/image_reference.h"

namespace plimsoll::image {
namespace {

// A daemon makes the whole archive before it sends the first byte.
constexpr unsigned stall_seconds = 600;
constexpr std::size_t max_answer_bytes = std::size_t{8} << 20;
constexpr int found = 200;
constexpr int not_found = 404;

http::Request request_of(const std::string& socket, const std::string& path) {
  http::Request request;
  request.url = "http://docker" + path;
  request.unix_socket = socket;
  request.follow = false;
  request.limits.stall_seconds = stall_seconds;
  return request;
}

tl::unexpected<Error> asked(const std::string& socket, Error error) {
  return tl::unexpected(
      std::move(error).while_doing(fmt::format("asking the docker daemon at {}", socket)));
}

// With the daemon's own words, if it has any.
tl::unexpected<Error> refused(const std::string& socket, const http::Response& answer) {
  std::string why;
  if (const Result<Json> object = parse_object(answer.body, max_answer_bytes, "answer")) {
    why = Members(*object, "").text("message");
  }
  return asked(socket, {fmt::format("it answers {}{}{}", answer.status, why.empty() ? "" : ": ",
                                    readable(why))});
}

}  // namespace

bool is_daemon_name(std::string_view name) {
  if (parse_image_reference(name)) return true;
  if (name.starts_with("sha256:")) name.remove_prefix(7);
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

Result<std::optional<Platform>> daemon_image(http::Client& http, const std::string& socket,
                                             const std::string& name) {
  const Result<http::Response> answer =
      http.request(request_of(socket, fmt::format("/images/{}/json", name)));
  if (!answer) return asked(socket, Error(answer.error()));
  if (answer->status == not_found) return std::nullopt;
  const Result<Json> image = parse_object(answer->body, max_answer_bytes, "answer");
  if (answer->status != found) return refused(socket, *answer);
  if (!image) return asked(socket, Error(image.error()));
  Members members(*image, "");
  Platform platform{members.text("Os"), members.text("Architecture"), members.text("Variant")};
  if (members.error()) return asked(socket, *members.error());
  return platform;
}

Result<bool> save_from_daemon(http::Client& http, const std::string& socket,
                              const std::string& name, std::uint64_t limit_bytes,
                              const std::function<Result<void>(std::string_view)>& sink) {
  http::Request request = request_of(socket, fmt::format("/images/{}/get", name));
  request.limits.body_bytes = limit_bytes;
  request.sink = sink;
  const Result<http::Response> answer = http.request(request);
  if (!answer) return asked(socket, Error(answer.error()));
  if (answer->status == not_found) return false;
  if (answer->status != found) return refused(socket, *answer);
  return true;
}

}  // namespace plimsoll::image
