#pragma once

// What a user decides about registries, and what of the world they are allowed to see.

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/host.h"
#include "analyzer/base/process.h"
#include "analyzer/base/result.h"

namespace plimsoll::registry {

struct Credential {
  std::string username;
  std::string password;
  std::string identity_token;  // instead of both: an OAuth2 refresh token
  std::string registry_token;  // instead of all: a bearer token as it is
  std::string origin;          // where it was found, for messages

  [[nodiscard]] bool empty() const {
    return username.empty() && identity_token.empty() && registry_token.empty();
  }
};

struct Settings {
  // By registry as references name it ("docker.io"): where to pull from first, in this order, as
  // HOST[:PORT][/PREFIX]. The registry itself comes last. Never used to push.
  std::map<std::string, std::vector<std::string>> mirrors;
  // Empty: every registry. Else "HOST[:PORT]", "*.HOST", or with "/PREFIX" of whole path
  // components.
  std::vector<std::string> allowed;
  // HOST[:PORT]s whose certificate is not checked and that may speak plain http.
  std::vector<std::string> insecure;
  // HOST[:PORT]s that a registry may send us to wherever they are (of a network whose names lead
  // elsewhere from within).
  std::vector<std::string> trusted_hosts;
  bool require_digest = false;              // refuse to pull what no digest pins
  unsigned attempts = 5;                    // of a request, the first one included
  unsigned parallel = 4;                    // blobs at a time
  std::uint64_t chunk_bytes = 64ULL << 20;  // of an upload in pieces
  unsigned stall_seconds = 30;
  std::function<bool()> stopped;  // may be empty; true ends what is under way
  // HOST[:PORT] to what is used there instead of what the configuration files say.
  std::map<std::string, Credential> credentials;
  // A credential helper below one of these folders (a build context) is never run.
  std::vector<std::string> untrusted_directories;
};

// What this machine and its user say: registry-mirrors (of Docker Hub) and insecure-registries of
// docker's daemon.json (/etc/docker, ~/.config/docker; networks among the latter are passed over),
// and over it
//   PLIMSOLL_REGISTRY_MIRRORS="docker.io=mirror.local:5000/hub ghcr.io=cache.local"
//   PLIMSOLL_INSECURE_REGISTRIES="mirror.local:5000 10.0.0.7:5000"
//   PLIMSOLL_TRUSTED_HOSTS="auth.example.org"
// Blanks or commas separate. Nothing is taken from a project's files: those are whoever's. Fails on
// a setting that cannot be read, since to go on without it would ask somebody else.
[[nodiscard]] Result<Settings> settings_from(const Host& host);

// Files, environment and clock are the host's; the rest is exchanged in tests.
struct World {
  const Host* host = nullptr;
  std::function<Result<ProcessOutput>(const Process&)> run;
  std::function<void(std::chrono::milliseconds)> sleep;
};

[[nodiscard]] World world_of(const Host& host);

}  // namespace plimsoll::registry
