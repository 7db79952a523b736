#include "analyzer/registry/settings.h"

#include <catch2/catch.hpp>

namespace plimsoll::registry {
namespace {

using Places = std::vector<std::string>;

TEST_CASE("mirrors and insecure registries of docker's daemon and of the environment") {
  MemoryHost host;
  host.variables["HOME"] = "/home/ann";
  CHECK(settings_from(host)->mirrors.empty());
  host.files["/etc/docker/daemon.json"] = R"({
    "registry-mirrors": ["https://Mirror.example/", "http://mirror.local:5000"],
    "insecure-registries": ["10.0.0.7:5000", "10.0.0.0/8", "http://old.local"]})";
  host.files["/home/ann/.config/docker/daemon.json"] =
      R"({"registry-mirrors": ["https://cache.example/hub"], "debug": true})";
  auto settings = settings_from(host);
  REQUIRE(settings);
  CHECK(settings->mirrors["docker.io"] ==
        Places{"mirror.example", "mirror.local:5000", "cache.example/hub"});
  CHECK(settings->insecure == Places{"mirror.local:5000", "10.0.0.7:5000", "old.local"});

  host.variables["PLIMSOLL_REGISTRY_MIRRORS"] = "docker.io=a.b:1/hub, ghcr.io=http://c.d";
  host.variables["PLIMSOLL_INSECURE_REGISTRIES"] = " e.f:5000 ";
  host.variables["PLIMSOLL_TRUSTED_HOSTS"] = "auth.g.h, blobs.g.h:8443";
  settings = settings_from(host);
  REQUIRE(settings);
  CHECK(settings->mirrors["docker.io"] == Places{"a.b:1/hub"});
  CHECK(settings->mirrors["ghcr.io"] == Places{"c.d"});
  CHECK(settings->insecure ==
        Places{"mirror.local:5000", "10.0.0.7:5000", "old.local", "c.d", "e.f:5000"});
  CHECK(settings->trusted_hosts == Places{"auth.g.h", "blobs.g.h:8443"});
}

TEST_CASE("a setting that cannot be read is an error that names its place") {
  const auto message = [](const char* file, const char* mirrors) {
    MemoryHost host;
    if (*file != '\0') host.files["/etc/docker/daemon.json"] = file;
    host.variables["PLIMSOLL_REGISTRY_MIRRORS"] = mirrors;
    const auto settings = settings_from(host);
    return settings ? std::string() : settings.error().message;
  };
  CHECK(message("{", "") == "while reading /etc/docker/daemon.json: no JSON object");
  CHECK(message(R"({"registry-mirrors": ["ftp://a"]})", "") ==
        "while reading /etc/docker/daemon.json: no mirror: ftp://a");
  for (const char* text : {"docker.io", "=a", "docker.io=a@b", "docker.io=a?b"}) {
    CHECK(message("", text).starts_with("while reading PLIMSOLL_REGISTRY_MIRRORS: no mirror: "));
  }
  CHECK(message(R"({"registry-mirrors": 5, "insecure-registries": [5]})", "").empty());
}

}  // namespace
}  // namespace plimsoll::registry
