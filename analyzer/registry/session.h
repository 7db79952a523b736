#pragma once

// Requests to one endpoint: the way to it, authorization, and trying again. Private to the folder.

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/http/http.h"
#include "analyzer/http/url.h"
#include "analyzer/registry/endpoint.h"
#include "analyzer/registry/tokens.h"

namespace plimsoll::registry {

struct Ask {
  std::string method = "GET";
  std::string path;  // behind /v2/REPOSITORY/; ignored when `url` is set
  std::string url;   // absolute: a place that the registry has told
  http::Headers headers;
  std::optional<http::Body> body;
  std::function<Result<void>(const http::Response&)> head;
  std::function<Result<void>(std::string_view)> sink;
  std::uint64_t body_bytes = 1ULL << 20;  // the longest answer
  unsigned patience = 1;                  // times the usual time without a byte
  Scopes scopes;
};

class Session {
 public:
  Session(http::Client& http, const World& world, const Settings& settings)
      : http_(http), world_(world), settings_(settings), authorizer_(http, world, settings) {}

  // With authorization, and anew with a better one when it is asked for. Other refusals are
  // answers.
  [[nodiscard]] Result<http::Response> once(const Endpoint& endpoint, const Ask& ask);
  // once(), repeated with a growing pause while that may help.
  [[nodiscard]] Result<http::Response> send(const Endpoint& endpoint, const Ask& ask);

  // Whether trying again may help, and the pause for it: true when it has been made. `tried` counts
  // from 1.
  [[nodiscard]] bool pause(unsigned tried, const Result<http::Response>& outcome);

  // What to say of an answer that was not hoped for.
  [[nodiscard]] Error refusal(const Endpoint& endpoint, const http::Response& response);

  // Where the endpoint is: "https://host", or "http://host" once that is known.
  [[nodiscard]] std::string base(const Endpoint& endpoint);

 private:
  [[nodiscard]] Result<http::Response> exchange(const Endpoint& endpoint, http::Request& request,
                                                const Ask& ask);
  [[nodiscard]] bool may_be_plain(const Endpoint& endpoint);
  void settle(const Endpoint& endpoint, const char* scheme);

  http::Client& http_;
  const World& world_;
  const Settings& settings_;
  Authorizer authorizer_;
  std::mutex mutex_;
  std::map<std::string, std::string> schemes_;  // by host, of those that may be plain
};

// The place that a Location header names, seen from the URL that answered.
[[nodiscard]] Result<http::Url> location_of(const http::Response& response);

}  // namespace plimsoll::registry
