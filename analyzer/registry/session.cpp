#include "analyzer/registry/session.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

#include "analyzer/registry/challenge.h"

namespace plimsoll::registry {

namespace {

constexpr unsigned most_refusals = 2;  // a token that has run out, and one for too little
constexpr unsigned loopback_connect_seconds = 3;
constexpr std::chrono::milliseconds first_pause(250);
constexpr std::chrono::milliseconds longest_pause(8000);
constexpr std::chrono::seconds longest_obedience(60);
constexpr std::array<int, 6> busy_statuses = {408, 429, 500, 502, 503, 504};

bool is_busy(int status) {
  return std::find(busy_statuses.begin(), busy_statuses.end(), status) != busy_statuses.end();
}

std::optional<std::chrono::seconds> asked_pause(const http::Response& response) {
  const auto value = response.headers.first("Retry-After");
  if (!value) return std::nullopt;
  unsigned seconds = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
  if (error != std::errc() || end != value->data() + value->size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

// A server to which we were redirected has no say in who gets our credentials.
bool is_from(const http::Response& response, const std::string& base) {
  const auto here = http::parse_url(base);
  const auto there = http::parse_url(response.url);
  return here && there && http::same_origin(*here, *there);
}

}  // namespace

std::string Session::base(const Endpoint& endpoint) {
  if (!endpoint.plain_allowed) return "https://" + endpoint.host;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto known = schemes_.find(endpoint.host);
  return (known == schemes_.end() ? "https" : known->second) + "://" + endpoint.host;
}

bool Session::may_be_plain(const Endpoint& endpoint) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return endpoint.plain_allowed && schemes_.find(endpoint.host) == schemes_.end();
}

void Session::settle(const Endpoint& endpoint, const char* scheme) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (endpoint.plain_allowed) schemes_.emplace(endpoint.host, scheme);
}

// Who may speak plain http is asked for TLS first; that it does not answer in TLS, or has nothing
// listening there, means the other. A certificate that we do not trust does not.
Result<http::Response> Session::exchange(const Endpoint& endpoint, http::Request& request,
                                         const Ask& ask) {
  const std::string rest = "/v2/" + endpoint.repository + "/" + ask.path;
  if (!ask.url.empty() || !may_be_plain(endpoint)) {
    request.url = ask.url.empty() ? base(endpoint) + rest : ask.url;
    return http_.request(request);
  }
  request.url = "https://" + endpoint.host + rest;
  const unsigned usual = request.limits.connect_seconds;
  request.limits.connect_seconds = std::min(usual, loopback_connect_seconds);
  auto response = http_.request(request);
  request.limits.connect_seconds = usual;
  if (response) {
    settle(endpoint, "https");
    return response;
  }
  const Error& error = response.error();
  if (!http::is_no_tls(error) && error.code != ECONNREFUSED && error.code != ETIMEDOUT) {
    return response;
  }
  request.url = "http://" + endpoint.host + rest;
  auto plain = http_.request(request);
  if (plain) settle(endpoint, "http");
  return plain;
}

Result<http::Response> Session::once(const Endpoint& endpoint, const Ask& ask) {
  http::Request request;
  request.method = ask.method;
  request.body = ask.body;
  request.head = ask.head;
  request.sink = ask.sink;
  request.stopped = settings_.stopped;
  request.insecure = endpoint.insecure;
  request.named = named_hosts(endpoint, settings_);
  request.limits.body_bytes = ask.body_bytes;
  request.limits.stall_seconds = settings_.stall_seconds * ask.patience;
  bool ours = true;
  if (!ask.url.empty()) {
    const auto here = http::parse_url(base(endpoint));
    const auto there = http::parse_url(ask.url);
    ours = here && there && http::same_origin(*here, *there);
  }
  for (unsigned refusals = 0;; ++refusals) {
    request.headers = ask.headers;
    const std::string who = ours ? authorizer_.header(endpoint, ask.scopes) : std::string();
    if (!who.empty()) request.headers.set("Authorization", who);
    auto response = exchange(endpoint, request, ask);
    const bool refused = response && response->status == 401 && ours;
    if (!refused || refusals == most_refusals || !is_from(*response, base(endpoint))) {
      return response;
    }
    const auto better = authorizer_.answer(endpoint, *response, ask.scopes, who);
    if (!better) return tl::unexpected(better.error());
    if (!*better) return response;
  }
}

Result<http::Response> Session::send(const Endpoint& endpoint, const Ask& ask) {
  for (unsigned tried = 1;; ++tried) {
    auto response = once(endpoint, ask);
    if (!pause(tried, response)) return response;
  }
}

bool Session::pause(unsigned tried, const Result<http::Response>& outcome) {
  if (tried >= settings_.attempts) return false;
  const bool helps = outcome
                         ? is_busy(outcome->status)
                         : http::is_transient(outcome.error()) || outcome.error().code == EAGAIN;
  if (!helps) return false;
  std::chrono::milliseconds pause =
      std::min(longest_pause, first_pause * (1U << std::min(tried - 1, 8U)));
  if (outcome) {
    if (const auto asked = asked_pause(*outcome)) {
      if (*asked > longest_obedience) return false;
      pause = std::max<std::chrono::milliseconds>(pause, *asked);
    }
  }
  world_.sleep(pause);
  return !settings_.stopped || !settings_.stopped();
}

Error Session::refusal(const Endpoint& endpoint, const http::Response& response) {
  const std::string words = server_words(response.body);
  const auto with = [&](std::string text, int code) {
    if (!words.empty()) text += " (" + words + ")";
    return Error{std::move(text), code};
  };
  const std::string& host = endpoint.host;
  switch (response.status) {
    case 401:
    case 403: {
      Error error = with(host + " denies access, or there is no such image", EACCES);
      const std::string advice = authorizer_.advice(endpoint);
      if (!advice.empty()) error.message += "; " + advice;
      return error;
    }
    case 404:
      return with(host + " does not have it", ENOENT);
    case 429: {
      std::string text = host + " is asked too often";
      if (const auto pause = asked_pause(response)) {
        text += " and wants " + std::to_string(pause->count()) + " s of silence";
      }
      return with(text, EAGAIN);
    }
    default:
      return with(host + " answered " + std::to_string(response.status), EIO);
  }
}

Result<http::Url> location_of(const http::Response& response) {
  const auto base = http::parse_url(response.url);
  const auto location = response.headers.first("Location");
  if (!base || !location) return failure("the registry does not say where to go on", EBADMSG);
  const auto url = http::resolve_url(*base, *location);
  if (!url) return failure("the registry goes on at what is no URL", EBADMSG);
  if (base->scheme == "https" && url->scheme == "http") {
    return failure("the registry goes on over plain http, at " + url->authority(), EPERM);
  }
  return *url;
}

}  // namespace plimsoll::registry
