#include "analyzer/http/http.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
#include <map>
#include <mutex>

#include "analyzer/base/base64.h"
#include "analyzer/http/certificates.h"
#include "analyzer/http/curl_library.h"
#include "analyzer/http/exchange.h"
#include "analyzer/http/url.h"

namespace plimsoll::http {

namespace {

constexpr std::array<int, 7> transient_errors = {ECONNRESET,  ETIMEDOUT, ECONNREFUSED, EHOSTUNREACH,
                                                 ENETUNREACH, EPIPE,     ECONNABORTED};

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string percent_decoded(std::string_view text) {
  const auto value = [](char c) {
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
  };
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && value(text[i + 1]) >= 0 &&
        value(text[i + 2]) >= 0) {
      result += static_cast<char>(value(text[i + 1]) * 16 + value(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

// For a message: what may be a password is no reader's business.
std::string without_userinfo(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return std::string(text);
  const std::size_t begin = text.find("//");
  const std::size_t kept = begin == std::string_view::npos || begin > at ? 0 : begin + 2;
  return std::string(text.substr(0, kept)) + "..." + std::string(text.substr(at));
}

}  // namespace

std::optional<std::string_view> Headers::first(std::string_view name) const {
  for (const Header& header : all) {
    if (same_name(header.name, name)) return header.value;
  }
  return std::nullopt;
}

void Headers::set(std::string_view name, std::string value) {
  remove(name);
  all.push_back({std::string(name), std::move(value)});
}

void Headers::remove(std::string_view name) {
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const Header& header) { return same_name(header.name, name); }),
            all.end());
}

Body Body::of(std::string bytes) {
  Body body;
  body.size = bytes.size();
  body.read = [kept = std::move(bytes)](std::uint64_t offset, char* into,
                                        std::size_t room) -> Result<std::size_t> {
    return offset < kept.size() ? kept.copy(into, room, offset) : std::size_t{0};
  };
  return body;
}

Settings settings_from(const Host& host) {
  const auto either_case = [&](const char* lower, const char* upper) {
    if (auto value = host.environment(lower); value && !value->empty()) return *value;
    return host.environment(upper).value_or("");
  };
  Settings settings;
  settings.http_proxy = either_case("http_proxy", "HTTP_PROXY");
  settings.https_proxy = either_case("https_proxy", "HTTPS_PROXY");
  settings.no_proxy = either_case("no_proxy", "NO_PROXY");
  settings.ca_file = host.environment("SSL_CERT_FILE").value_or("");
  settings.certificate_directories = {"/etc/docker/certs.d", "/etc/containers/certs.d"};
  if (const auto home = host.environment("HOME"); home && home->starts_with('/')) {
    settings.certificate_directories.push_back(*home + "/.config/docker/certs.d");
    settings.certificate_directories.push_back(*home + "/.config/containers/certs.d");
  }
  return settings;
}

bool is_transient(const Error& error) {
  return std::find(transient_errors.begin(), transient_errors.end(), error.code) !=
         transient_errors.end();
}

bool is_no_tls(const Error& error) { return error.code == EPROTO; }

struct Client::State {
  const Host& host;
  Settings settings;
  std::mutex mutex;
  const CurlLibrary* curl = nullptr;
  // Each keeps its connections, so that those made under a looser rule serve no stricter one.
  std::map<std::optional<Reach>, std::vector<CURL*>> idle;
  std::map<std::string, Reach, std::less<>> reaches;  // of hosts that were connected to

  State(const Host& of, Settings with) : host(of), settings(std::move(with)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    for (const auto& [rule, handles] : idle) {
      for (CURL* handle : handles) curl->easy_cleanup(handle);
    }
  }

  Result<CURL*> take(std::optional<Reach> rule) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (curl == nullptr) {
      const auto library = curl_library();
      if (!library) return tl::unexpected(library.error());
      curl = *library;
    }
    if (std::vector<CURL*>& fitting = idle[rule]; !fitting.empty()) {
      CURL* handle = fitting.back();
      fitting.pop_back();
      return handle;
    }
    CURL* handle = curl->easy_init();
    if (handle == nullptr) return failure("libcurl cannot be started", ENOSYS);
    return handle;
  }
  void give_back(CURL* handle, std::optional<Reach> rule) {
    curl->easy_reset(handle);
    const std::lock_guard<std::mutex> lock(mutex);
    idle[rule].push_back(handle);
  }

  // Nothing when the user has named the host himself.
  std::optional<Reach> sent_from(const Request& request, const Url& first, const Url& url);
  void learn(const std::string& name, const Found& found) {
    if (!found.reach) return;
    const std::lock_guard<std::mutex> lock(mutex);
    const auto [known, is_new] = reaches.try_emplace(name, *found.reach);
    known->second = std::min(known->second, *found.reach);
  }

  Result<Response> hop(const Request& request, const Url& first, const Url& url,
                       const Headers& headers);
};

std::optional<Reach> Client::State::sent_from(const Request& request, const Url& first,
                                              const Url& url) {
  if (!request.unix_socket.empty()) return std::nullopt;
  std::string sender = first.host;
  std::uint16_t port = first.port;
  if (!request.named.empty()) {
    for (std::size_t i = 0; i < request.named.size(); ++i) {
      const auto named = parse_url("https://" + request.named[i]);
      if (!named) continue;
      if (i == 0) {
        sender = named->host;
        port = named->port;
      }
      if (i > 0 && request.named[i] == url.authority()) return std::nullopt;
    }
  }
  if (url.host == sender && url.port == port) return std::nullopt;
  const std::lock_guard<std::mutex> lock(mutex);
  const auto known = reaches.find(sender);
  if (url.host == sender) {
    // Another port of it may be anybody's once its name has another address. Nothing is nearer than
    // Nowhere, and of what was not connected to nothing is known: that is the user's name for it.
    return known != reaches.end() && known->second != Reach::Nowhere ? std::optional(known->second)
                                                                     : std::nullopt;
  }
  return known != reaches.end() ? known->second : reach_of_host(sender).value_or(Reach::Public);
}

Result<Response> Client::State::hop(const Request& request, const Url& first, const Url& url,
                                    const Headers& headers) {
  Certificates certificates;
  if (url.scheme == "https" && !request.insecure) {
    auto found = certificates_for(host, settings, url);
    if (!found) return tl::unexpected(found.error());
    certificates = std::move(*found);
  }
  const std::optional<Reach> rule = sent_from(request, first, url);
  const Hop hop{request, url, headers, settings, certificates, rule};
  const std::optional<Reach> there = reach_of_host(url.host);
  if (rule && there && !may_lead(*rule, *there)) {
    return tl::unexpected(kept_away(hop, url.host + " (" + std::string(to_string(*there)) + ")"));
  }
  const Result<CURL*> handle = take(rule);
  if (!handle) return tl::unexpected(handle.error());
  Found found;
  auto response = exchange(*curl, *handle, hop, found);
  give_back(*handle, rule);
  learn(url.host, found);
  return response;
}

Client::Client(const Host& host, Settings settings)
    : state_(std::make_unique<State>(host, std::move(settings))) {}
Client::~Client() = default;

Result<Response> Client::request(const Request& request) {
  std::optional<Url> url = parse_url(request.url);
  if (!url) return failure("no http or https URL: " + without_userinfo(request.url), EINVAL);
  Headers headers = request.headers;
  if (!url->userinfo.empty() && !headers.first("Authorization")) {
    headers.set("Authorization", "Basic " + base64_encoded(percent_decoded(url->userinfo)));
  }
  const Url first = *url;
  const bool safe_method = request.method == "GET" || request.method == "HEAD";
  for (unsigned redirects = 0;; ++redirects) {
    auto response = state_->hop(request, first, *url, headers);
    if (!response || !request.follow || !is_redirect(*response)) return response;
    if (!request.unix_socket.empty()) return response;
    if (!safe_method && response->status != 307 && response->status != 308) return response;
    if (redirects == request.limits.redirects) {
      return failure(url->authority() + ": redirected too often", ELOOP);
    }
    const std::optional<Url> next = resolve_url(*url, *response->headers.first("Location"));
    if (!next) return failure(url->authority() + ": redirects to what is no URL", EBADMSG);
    if (url->scheme == "https" && next->scheme == "http" && !request.insecure) {
      return failure(url->authority() + ": redirects from https to http, to " + next->authority(),
                     EPERM);
    }
    if (!same_origin(*url, *next)) {
      for (const char* name : {"Authorization", "Cookie", "Proxy-Authorization"}) {
        headers.remove(name);
      }
    }
    url = next;
  }
}

}  // namespace plimsoll::http
