#pragma once

// Which servers stand for a registry, and what may be asked of them. Private to the folder, and to
// its tests.

#include <string>
#include <vector>

#include "analyzer/reference/image_reference.h"
#include "analyzer/registry/settings.h"

namespace plimsoll::registry {

struct Endpoint {
  std::string registry;  // whose credentials count: "docker.io", or the mirror's own name
  std::string host;      // HOST[:PORT] to connect to: "registry-1.docker.io"
  std::string repository;
  bool plain_allowed = false;  // may speak http when it does not speak TLS
  bool insecure = false;       // its certificate may be anybody's
};

// The registry itself, as pushing wants it.
[[nodiscard]] Endpoint endpoint_of(const Settings& settings, const ImageReference& image);
// Where to pull from, in order: mirrors, then the registry.
[[nodiscard]] std::vector<Endpoint> pull_endpoints(const Settings& settings,
                                                   const ImageReference& image);

// As http::Request has them: the endpoint, then what the user trusts at any address.
[[nodiscard]] std::vector<std::string> named_hosts(const Endpoint& endpoint,
                                                   const Settings& settings);

// Whether the settings allow it; the error names what forbids it.
[[nodiscard]] Result<void> permit_registry(const Settings& settings, const ImageReference& image);
[[nodiscard]] Result<void> permit_pull(const Settings& settings, const ImageReference& image);

// "debian:12", "ghcr.io/a/b@sha256:...": for messages.
[[nodiscard]] std::string shown(const ImageReference& image);

}  // namespace plimsoll::registry
