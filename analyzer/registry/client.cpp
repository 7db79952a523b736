#include "analyzer/registry/client.h"

#include <cerrno>
#include <set>

#include "analyzer/registry/challenge.h"
#include "analyzer/registry/json.h"
#include "analyzer/registry/state.h"

namespace plimsoll::registry {

namespace {

constexpr std::size_t most_tags = 100'000;
constexpr std::uint64_t largest_page_bytes = 16ULL << 20;

// One page of a list of tags; false when it told nothing new, which would go on for ever.
Result<bool> add_tags(std::string_view body, std::vector<std::string>& tags,
                      std::set<std::string>& seen) {
  const auto object = parse_object(body);
  if (!object) return failure("the list of tags is " + object.error().message, EBADMSG);
  const Json* found = member(*object, "tags", Json::value_t::array);
  if (found == nullptr) return false;  // null: none
  const std::size_t before = tags.size();
  for (const Json& tag : *found) {
    if (!tag.is_string()) continue;
    std::string text = printable(tag.get<std::string>());
    if (seen.insert(text).second) tags.push_back(std::move(text));
    if (tags.size() > most_tags) {
      return failure("more than " + std::to_string(most_tags) + " tags", EFBIG);
    }
  }
  return tags.size() > before;
}

}  // namespace

Scopes pull_scopes(const Endpoint& endpoint) {
  return {"repository:" + endpoint.repository + ":pull"};
}

Scopes push_scopes(const Endpoint& endpoint) {
  return {"repository:" + endpoint.repository + ":pull,push"};
}

std::string manifest_name(const ImageReference& image) {
  return image.digest.empty() ? std::string(image.tag_or_latest()) : image.digest;
}

std::optional<std::string> told_digest(const http::Response& response) {
  const auto told = response.headers.first("Docker-Content-Digest");
  if (!told || !is_digest(*told)) return std::nullopt;
  return std::string(*told);
}

std::vector<std::size_t> distinct(const std::vector<Descriptor>& blobs) {
  std::vector<std::size_t> places;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    if (seen.insert(blobs[i].digest).second) places.push_back(i);
  }
  return places;
}

Client::Client(http::Client& http, World world, Settings settings)
    : state_(std::make_unique<State>(http, std::move(world), std::move(settings))) {}
Client::~Client() = default;

Result<void> Client::delete_manifest(const ImageReference& image) {
  if (auto fine = permit_registry(state_->settings, image); !fine) return fine;
  const std::string doing = "deleting " + shown(image);
  const Endpoint endpoint = endpoint_of(state_->settings, image);
  std::string digest = image.digest;
  if (digest.empty()) {
    auto found = head(image);
    if (!found) return tl::unexpected(found.error());
    digest = found->digest;
  }
  Ask ask;
  ask.method = "DELETE";
  ask.path = "manifests/" + digest;
  ask.scopes = {"repository:" + endpoint.repository + ":delete,pull"};
  const auto response = state_->session.send(endpoint, ask);
  if (!response) return tl::unexpected(Error(response.error()).while_doing(doing));
  if (response->status == 202 || response->status == 200 || response->status == 204) return {};
  Error error = state_->session.refusal(endpoint, *response);
  if (response->status == 405) {
    error.message = endpoint.host +
                    " does not delete (docker's registry does when it is started "
                    "with REGISTRY_STORAGE_DELETE_ENABLED=true)";
  }
  return tl::unexpected(std::move(error).while_doing(doing));
}

Result<std::vector<std::string>> Client::list_tags(const ImageReference& image) {
  if (auto fine = permit_registry(state_->settings, image); !fine) {
    return tl::unexpected(fine.error());
  }
  const std::string doing = "listing the tags of " + image.familiar();
  const Endpoint endpoint = endpoint_of(state_->settings, image);
  std::vector<std::string> tags;
  std::set<std::string> seen;
  Ask ask;
  ask.path = "tags/list?n=1000";
  ask.body_bytes = largest_page_bytes;
  ask.scopes = pull_scopes(endpoint);
  for (;;) {
    const auto response = state_->session.send(endpoint, ask);
    if (!response) return tl::unexpected(Error(response.error()).while_doing(doing));
    if (response->status != 200) {
      return tl::unexpected(state_->session.refusal(endpoint, *response).while_doing(doing));
    }
    const auto more = add_tags(response->body, tags, seen);
    if (!more) return tl::unexpected(Error(more.error()).while_doing(doing));
    const auto link = next_link(response->headers.first("Link").value_or(""));
    if (!*more || !link) return tags;
    const auto here = http::parse_url(response->url);
    const auto next = here ? http::resolve_url(*here, *link) : std::nullopt;
    if (!next || !http::same_origin(*here, *next)) {
      return tl::unexpected(
          Error{endpoint.host + " goes on at another server", EPERM}.while_doing(doing));
    }
    ask.url = next->text();
  }
}

}  // namespace plimsoll::registry
