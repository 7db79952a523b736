#include "analyzer/registry/endpoint.h"

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "analyzer/http/url.h"

namespace plimsoll::registry {

namespace {

std::string_view without_port(std::string_view host) {
  if (host.ends_with(']')) return host;
  return host.substr(0, host.rfind(':'));
}

std::string connected_host(const std::string& registry) {
  return registry == "docker.io" ? "registry-1.docker.io" : registry;
}

Endpoint endpoint_at(const Settings& settings, std::string registry, std::string repository) {
  Endpoint endpoint;
  endpoint.host = connected_host(registry);
  endpoint.insecure = std::find(settings.insecure.begin(), settings.insecure.end(), registry) !=
                      settings.insecure.end();
  endpoint.plain_allowed = endpoint.insecure || http::is_loopback(without_port(registry));
  endpoint.registry = std::move(registry);
  endpoint.repository = std::move(repository);
  return endpoint;
}

// `*` stands for anything, nothing included.
bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool is_docker_hub(std::string_view registry) {
  constexpr std::string_view names[] = {"docker.io", "index.docker.io", "registry-1.docker.io",
                                        "registry.hub.docker.com", "hub.docker.com"};
  return std::find(std::begin(names), std::end(names), registry) != std::end(names);
}

// As the rule disallowed-registry reads its list.
bool matches(std::string_view entry, const ImageReference& image) {
  const std::size_t slash = entry.find('/');
  const std::string_view host = entry.substr(0, slash);
  const bool same_host =
      (is_docker_hub(host) && is_docker_hub(image.registry)) || matches_glob(host, image.registry);
  if (!same_host || slash == std::string_view::npos) return same_host;
  std::string_view path = entry.substr(slash + 1);
  while (path.ends_with('/') || path.ends_with('*')) path.remove_suffix(1);
  return path.empty() || (image.repository + "/").starts_with(std::string(path) + "/");
}

}  // namespace

Endpoint endpoint_of(const Settings& settings, const ImageReference& image) {
  return endpoint_at(settings, image.registry, image.repository);
}

std::vector<Endpoint> pull_endpoints(const Settings& settings, const ImageReference& image) {
  std::vector<Endpoint> endpoints;
  if (const auto found = settings.mirrors.find(image.registry); found != settings.mirrors.end()) {
    for (const std::string& mirror : found->second) {
      const std::size_t slash = std::min(mirror.find('/'), mirror.size());
      std::string prefix = mirror.substr(std::min(slash + 1, mirror.size()));
      while (prefix.ends_with('/')) prefix.pop_back();
      if (!prefix.empty()) prefix += '/';
      endpoints.push_back(
          endpoint_at(settings, mirror.substr(0, slash), prefix + image.repository));
    }
  }
  endpoints.push_back(endpoint_of(settings, image));
  return endpoints;
}

std::vector<std::string> named_hosts(const Endpoint& endpoint, const Settings& settings) {
  std::vector<std::string> hosts{endpoint.host};
  hosts.insert(hosts.end(), settings.insecure.begin(), settings.insecure.end());
  hosts.insert(hosts.end(), settings.trusted_hosts.begin(), settings.trusted_hosts.end());
  return hosts;
}

Result<void> permit_registry(const Settings& settings, const ImageReference& image) {
  if (settings.allowed.empty()) return {};
  const bool allowed = std::any_of(settings.allowed.begin(), settings.allowed.end(),
                                   [&](const std::string& entry) { return matches(entry, image); });
  if (allowed) return {};
  return failure(
      image.registry + "/" + image.repository + " is not in the list of allowed registries", EPERM);
}

Result<void> permit_pull(const Settings& settings, const ImageReference& image) {
  if (auto permitted = permit_registry(settings, image); !permitted) return permitted;
  if (settings.require_digest && image.digest.empty()) {
    return failure(shown(image) +
                       " is not pinned, and the configuration wants every image by its "
                       "digest: NAME:TAG@sha256:...",
                   EPERM);
  }
  return {};
}

std::string shown(const ImageReference& image) {
  std::string text = image.familiar();
  if (!image.tag.empty()) text += ":" + image.tag;
  if (!image.digest.empty()) text += "@" + image.digest;
  return text;
}

}  // namespace plimsoll::registry
