#include "analyzer/registry/tokens.h"

#include <algorithm>
#include <cerrno>

#include "analyzer/base/base64.h"
#include "analyzer/http/url.h"
#include "analyzer/registry/json.h"

namespace plimsoll::registry {

namespace {

constexpr std::size_t longest_token = 64 * 1024;
constexpr std::uint64_t largest_answer_bytes = 256 * 1024;
constexpr std::uint64_t least_lifetime = 60;  // what a server means that says nothing
constexpr std::uint64_t most_lifetime = 3600;
constexpr std::chrono::seconds margin(10);  // a token is not used in its last moments
constexpr int status_ok = 200;

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string joined(const Scopes& scopes) {
  std::string text;
  for (const std::string& scope : scopes) text += (text.empty() ? "" : " ") + scope;
  return text;
}

// What the registry says is needed, if that is more than what we thought.
Scopes with_asked(Scopes scopes, std::string_view asked) {
  const bool usable = !asked.empty() && is_visible(asked) &&
                      std::find(scopes.begin(), scopes.end(), asked) == scopes.end();
  if (usable) scopes.emplace_back(asked);
  return scopes;
}

bool is_insecure(const Settings& settings, const http::Url& url) {
  return std::find(settings.insecure.begin(), settings.insecure.end(), url.authority()) !=
         settings.insecure.end();
}

// A registry may send us to whom it likes for a token, so the way there has to be as good as the
// way to itself.
Result<http::Url> realm_url(const std::string& realm, const Endpoint& endpoint,
                            const Settings& settings) {
  const auto url = http::parse_url(realm);
  if (!url || !url->userinfo.empty()) {
    return failure(endpoint.host + " asks for a token from what is no URL: " + printable(realm),
                   EBADMSG);
  }
  const bool plain_fine =
      endpoint.plain_allowed &&
      (http::is_loopback(url->host) || std::find(settings.insecure.begin(), settings.insecure.end(),
                                                 url->authority()) != settings.insecure.end());
  if (url->scheme == "http" && !plain_fine) {
    return failure(endpoint.host + " asks for a token over plain http, from " + url->authority(),
                   EPERM);
  }
  return *url;
}

}  // namespace

Result<Token> read_token(std::string_view body) {
  const auto object = parse_object(body);
  if (!object) return tl::unexpected(object.error());
  Token token;
  token.value = text_of(*object, "token");
  if (token.value.empty()) token.value = text_of(*object, "access_token");
  if (token.value.empty()) return failure("holds no token", EBADMSG);
  if (token.value.size() > longest_token || !is_visible(token.value)) {
    return failure("holds what is no token", EBADMSG);
  }
  const std::uint64_t lifetime = number_of(*object, "expires_in").value_or(least_lifetime);
  token.lifetime = std::chrono::seconds(std::clamp(lifetime, least_lifetime, most_lifetime));
  return token;
}

Authorizer::Known& Authorizer::known(const Endpoint& endpoint) {
  return known_[endpoint.host + "/" + endpoint.repository];
}

std::string Authorizer::header(const Endpoint& endpoint, const Scopes& scopes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return header_locked(endpoint, scopes);
}

std::string Authorizer::header_locked(const Endpoint& endpoint, const Scopes& scopes) {
  const Known& about = known(endpoint);
  if (!about.asked) return "";
  const Credential& credential = about.lookup.credential;
  if (!credential.registry_token.empty()) return "Bearer " + credential.registry_token;
  if (about.realm.empty()) {
    if (credential.username.empty()) return "";
    return "Basic " + base64_encoded(credential.username + ":" + credential.password);
  }
  const auto kept = tokens_.find({endpoint.host, joined(scopes)});
  if (kept == tokens_.end() || kept->second.end <= world_.host->now()) return "";
  return "Bearer " + kept->second.value;
}

// The lock is held while the token is fetched: who else needs the same one waits and then has it.
Result<bool> Authorizer::answer(const Endpoint& endpoint, const http::Response& refusal,
                                const Scopes& scopes, const std::string& used) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const std::string now = header_locked(endpoint, scopes); !now.empty() && now != used) {
    return true;
  }
  const std::vector<Challenge> challenges = challenges_of(refusal.headers);
  const auto bearer = std::find_if(challenges.begin(), challenges.end(),
                                   [](const Challenge& c) { return c.scheme == "bearer"; });
  const bool basic = std::any_of(challenges.begin(), challenges.end(),
                                 [](const Challenge& c) { return c.scheme == "basic"; });
  if (bearer == challenges.end() && !basic) return false;
  Known& about = known(endpoint);
  if (!about.looked_up) {
    about.lookup = find_credential(world_, settings_, endpoint.registry, endpoint.repository);
    about.looked_up = true;
  }
  about.asked = true;
  if (bearer == challenges.end() || !about.lookup.credential.registry_token.empty()) {
    about.realm.clear();
    const std::string now = header_locked(endpoint, scopes);
    return !now.empty() && now != used;
  }
  about.realm = std::string(bearer->parameter("realm"));
  about.service = std::string(bearer->parameter("service"));
  auto token = fetch(endpoint, about, with_asked(scopes, bearer->parameter("scope")));
  if (!token) return tl::unexpected(std::move(token.error()));
  Kept& kept = tokens_[{endpoint.host, joined(scopes)}];
  kept.value = std::move(token->value);
  kept.end = world_.host->now() + token->lifetime - margin;
  return "Bearer " + kept.value != used;
}

http::Request Authorizer::token_request(const Known& about, const Scopes& scopes) const {
  const Credential& credential = about.lookup.credential;
  http::Request request;
  request.url = about.realm;
  request.limits.body_bytes = largest_answer_bytes;
  request.limits.stall_seconds = settings_.stall_seconds;
  request.stopped = settings_.stopped;
  if (!credential.identity_token.empty()) {
    request.method = "POST";
    request.follow = false;  // the token stands in the body, and is for this server alone
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body = http::Body::of(
        "grant_type=refresh_token&client_id=plimsoll&service=" +
        http::percent_encoded(about.service) + "&scope=" + http::percent_encoded(joined(scopes)) +
        "&refresh_token=" + http::percent_encoded(credential.identity_token));
    return request;
  }
  char separator = request.url.find('?') == std::string::npos ? '?' : '&';
  const auto add = [&](const char* name, std::string_view value) {
    (request.url += separator) += name;
    (request.url += '=') += http::percent_encoded(value);
    separator = '&';
  };
  if (!about.service.empty()) add("service", about.service);
  for (const std::string& scope : scopes) add("scope", scope);
  if (!credential.username.empty()) {
    add("account", credential.username);
    request.headers.set("Authorization",
                        "Basic " + base64_encoded(credential.username + ":" + credential.password));
  }
  return request;
}

Result<Token> Authorizer::fetch(const Endpoint& endpoint, const Known& about,
                                const Scopes& scopes) {
  const auto url = realm_url(about.realm, endpoint, settings_);
  if (!url) return tl::unexpected(url.error());
  http::Request request = token_request(about, scopes);
  request.insecure = is_insecure(settings_, *url);
  request.named = named_hosts(endpoint, settings_);
  const auto response = http_.request(request);
  if (!response) {
    return tl::unexpected(
        Error(response.error()).while_doing("fetching a token for " + endpoint.registry));
  }
  if (response->status != status_ok) {
    const std::string words = server_words(response->body);
    std::string message = "the token server of " + endpoint.registry + " (" + url->authority() +
                          ") answered " + std::to_string(response->status);
    if (!words.empty()) message += ": " + words;
    const bool refused = response->status == 401 || response->status == 403;
    if (refused && !about.lookup.credential.empty()) {
      message += "; the credentials are those of " + about.lookup.credential.origin;
    }
    const bool busy = response->status == 429 || response->status >= 500;
    return failure(message, busy ? EAGAIN : EACCES);
  }
  auto token = read_token(response->body);
  if (!token) {
    return failure(
        "what the token server of " + endpoint.registry + " answered " + token.error().message,
        EBADMSG);
  }
  return token;
}

std::string Authorizer::advice(const Endpoint& endpoint) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Known& about = known(endpoint);
  std::string text;
  if (!about.looked_up) return text;
  if (about.lookup.credential.empty()) {
    text = "no credentials for " + endpoint.registry + " are known: `docker login " +
           endpoint.registry + "` (or podman's) keeps some";
  } else {
    text = "the credentials are those of " + about.lookup.credential.origin;
  }
  for (const std::string& note : about.lookup.notes) text += "; " + note;
  return text;
}

}  // namespace plimsoll::registry
