#pragma once

// Who we are to a registry, by the files and helper programs of docker and of podman, buildah and
// skopeo (docker's config.json; containers-auth.json(5)). Private to the folder, and to its tests.

#include <string>
#include <vector>

#include "analyzer/registry/settings.h"

namespace plimsoll::registry {

struct Lookup {
  Credential credential;           // empty() when nothing is known: anonymous
  std::vector<std::string> notes;  // what went wrong on the way, for the day that access is denied
};

// For the registry as references name it ("docker.io", "localhost:5000") and the repository there.
// Settings come first; then $DOCKER_CONFIG/config.json or ~/.docker/config.json,
// $REGISTRY_AUTH_FILE, $XDG_RUNTIME_DIR/containers/auth.json, ~/.config/containers/auth.json. In
// each file: the registry's own helper, the helper for all, then what is written down; the most
// specific key wins. Nothing here is an error: many public images are pulled with a broken
// configuration.
[[nodiscard]] Lookup find_credential(const World& world, const Settings& settings,
                                     const std::string& registry, const std::string& repository);

}  // namespace plimsoll::registry
