#include "analyzer/registry/endpoint.h"

#include <catch2/catch.hpp>

namespace plimsoll::registry {
namespace {

ImageReference image_of(const char* text) {
  const auto image = parse_image_reference(text);
  REQUIRE(image);
  return *image;
}

TEST_CASE("Docker Hub answers under another name, and this machine may speak plain http") {
  const Settings settings;
  const Endpoint hub = endpoint_of(settings, image_of("debian:12"));
  CHECK(hub.registry == "docker.io");
  CHECK(hub.host == "registry-1.docker.io");
  CHECK(hub.repository == "library/debian");
  CHECK(!hub.plain_allowed);
  CHECK(endpoint_of(settings, image_of("localhost:5000/a")).plain_allowed);
  CHECK(endpoint_of(settings, image_of("127.0.0.1/a")).plain_allowed);
  CHECK(endpoint_of(settings, image_of("[::1]:80/a")).plain_allowed);
  CHECK(!endpoint_of(settings, image_of("10.0.0.1:5000/a")).plain_allowed);
  Settings insecure;
  insecure.insecure = {"10.0.0.1:5000"};
  CHECK(endpoint_of(insecure, image_of("10.0.0.1:5000/a")).plain_allowed);
  CHECK(!endpoint_of(insecure, image_of("10.0.0.1:5001/a")).plain_allowed);
}

TEST_CASE("mirrors come first, with their prefix") {
  Settings settings;
  settings.mirrors["docker.io"] = {"mirror.local:5000", "cache.local/hub/"};
  const auto endpoints = pull_endpoints(settings, image_of("debian"));
  REQUIRE(endpoints.size() == 3);
  CHECK(endpoints[0].host == "mirror.local:5000");
  CHECK(endpoints[0].repository == "library/debian");
  CHECK(endpoints[1].registry == "cache.local");
  CHECK(endpoints[1].repository == "hub/library/debian");
  CHECK(endpoints[2].host == "registry-1.docker.io");
  CHECK(pull_endpoints(settings, image_of("ghcr.io/a/b")).size() == 1);
}

TEST_CASE("the list of allowed registries") {
  struct Row {
    const char* entry;
    const char* image;
    bool allowed;
  };
  const Row rows[] = {
      {"docker.io", "debian", true},
      {"hub.docker.com", "debian", true},
      {"docker.io/library", "debian", true},
      {"docker.io/library/*", "debian", true},
      {"docker.io/team", "debian", false},
      {"ghcr.io", "debian", false},
      {"ghcr.io/team", "ghcr.io/team/app", true},
      {"ghcr.io/team", "ghcr.io/teamwork/app", false},
      {"*.example.com", "a.b.example.com/x", true},
      {"*.example.com", "example.com/x", false},
      {"localhost:*", "localhost:5000/x", true},
      {"a*b*c.de", "axbbxc.de/x", true},
      {"*", "quay.io/x", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.entry, row.image);
    Settings settings;
    settings.allowed = {"nowhere.example", row.entry};
    CHECK(permit_registry(settings, image_of(row.image)).has_value() == row.allowed);
  }
  CHECK(permit_registry({}, image_of("debian")));
}

TEST_CASE("a digest may be asked for") {
  Settings settings;
  settings.require_digest = true;
  CHECK(!permit_pull(settings, image_of("debian:12")));
  CHECK(permit_pull(settings, image_of(("debian@sha256:" + std::string(64, 'a')).c_str())));
}

}  // namespace
}  // namespace plimsoll::registry
