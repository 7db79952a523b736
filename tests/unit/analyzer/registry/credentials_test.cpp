#include "analyzer/registry/credentials.h"

#include <catch2/catch.hpp>

namespace plimsoll::registry {
namespace {

struct Scene {
  MemoryHost host;
  Settings settings;

  [[nodiscard]] Lookup find(const std::string& registry,
                            const std::string& repository = "a/b") const {
    World world = world_of(host);
    world.run = [](const Process&) -> Result<ProcessOutput> { return failure("not here"); };
    return find_credential(world, settings, registry, repository);
  }
  [[nodiscard]] std::string user(const std::string& registry,
                                 const std::string& repository = "a/b") const {
    return find(registry, repository).credential.username;
  }
};

Scene with(std::string config) {
  Scene scene;
  scene.host.variables["HOME"] = "/home/ann";
  scene.host.files["/home/ann/.docker/config.json"] = std::move(config);
  return scene;
}

TEST_CASE("keys are hosts, URLs, and in containers' files hosts with a path") {
  const Scene scene = with(R"({"auths": {
    "https://index.docker.io/v1/": {"username": "hub", "password": "x"},
    "ghcr.io": {"username": "ghcr", "password": "x"},
    "https://quay.io": {"username": "quay", "password": "x"},
    "quay.io/team": {"username": "team", "password": "x"},
    "http://localhost:5000/v2/": {"username": "local", "password": "x"}}})");
  CHECK(scene.user("docker.io") == "hub");
  CHECK(scene.user("ghcr.io") == "ghcr");
  CHECK(scene.user("quay.io") == "quay");
  CHECK(scene.user("quay.io", "team/app") == "team");
  CHECK(scene.user("quay.io", "teamwork/app") == "quay");
  CHECK(scene.user("localhost:5000") == "local");
  CHECK(scene.user("localhost").empty());
  CHECK(scene.user("hcr.io").empty());
}

TEST_CASE("what is given by the settings comes before all files") {
  Scene scene = with(R"({"auths": {"ghcr.io": {"username": "file", "password": "x"}}})");
  scene.settings.credentials["ghcr.io"].username = "given";
  CHECK(scene.user("ghcr.io") == "given");
}

TEST_CASE("an auth is user and password in base64; a password may hold a colon") {
  const Scene scene =
      with(R"({"auths": {"a.b": {"auth": "YW5uOng6eQ=="}, "c.d": {"auth": "YW5u"}}})");
  const Lookup found = scene.find("a.b");
  CHECK(found.credential.username == "ann");
  CHECK(found.credential.password == "x:y");
  CHECK(found.credential.origin == "/home/ann/.docker/config.json");
  const Lookup bad = scene.find("c.d");
  CHECK(bad.credential.empty());
  REQUIRE(bad.notes.size() == 1);
  CHECK(bad.notes[0] ==
        "/home/ann/.docker/config.json: what `auth` holds for c.d is not "
        "user:password in base64");
}

TEST_CASE("a missing helper is a note, and what is written down still counts") {
  const Scene scene =
      with(R"({"credsStore": "desktop", "auths": {"a.b": {"username": "ann", "password": "x"}}})");
  const Lookup found = scene.find("a.b");
  CHECK(found.credential.username == "ann");
  REQUIRE(found.notes.size() == 1);
  CHECK(found.notes[0] ==
        "/home/ann/.docker/config.json names docker-credential-desktop, which is "
        "not in the absolute folders of PATH");
}

TEST_CASE("configuration of any shape is read without complaint beyond a note") {
  for (const char* text : {"", "[]", "{", R"({"auths": []})", R"({"auths": {"a.b": 5}})",
                           R"({"credHelpers": {"a.b": 5}})", R"({"credsStore": {}})"}) {
    CAPTURE(text);
    CHECK(with(text).find("a.b").credential.empty());
  }
  CHECK(Scene().find("a.b").notes.empty());
}

}  // namespace
}  // namespace plimsoll::registry
