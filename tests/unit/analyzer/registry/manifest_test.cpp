#include "analyzer/registry/manifest.h"

#include <catch2/catch.hpp>

namespace plimsoll::registry {
namespace {

const std::string some_digest = "sha256:" + std::string(64, '7');

TEST_CASE("a digest") {
  CHECK(is_digest(some_digest));
  CHECK(!is_digest("sha256:" + std::string(63, '7')));
  CHECK(!is_digest("sha256:" + std::string(64, 'A')));
  CHECK(!is_digest("sha512:" + std::string(128, '7')));
  CHECK(digest_of("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("members of an index, with what it says of their platforms") {
  const auto entries = read_index(
      R"({"manifests": [
        {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": ")" +
      some_digest +
      R"(", "size": 5, "platform": {"os": "linux", "architecture": "arm", "variant": "v7"}},
        {"mediaType": "application/vnd.docker.distribution.manifest.v2+json", "digest": ")" +
      some_digest + R"(", "size": 6, "platform": {"os": "windows", "architecture": "amd64",
         "os.version": "10.0.1"}},
        {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": ")" +
      some_digest +
      R"(", "size": 7, "platform": {"os": "unknown", "architecture": "unknown"},
         "annotations": {"vnd.docker.reference.type": "attestation-manifest"}},
        {"mediaType": "application/x-something", "digest": ")" +
      some_digest + R"(", "size": 8}]})");
  REQUIRE(entries);
  REQUIRE(entries->size() == 3);
  CHECK((*entries)[0].variant == "v7");
  CHECK((*entries)[0].manifest.size == 5);
  CHECK((*entries)[1].os_version == "10.0.1");
  CHECK(!(*entries)[1].attestation);
  CHECK((*entries)[2].attestation);
}

TEST_CASE("what a document is, by what it says and by what the registry says") {
  const std::string index = "application/vnd.oci.image.index.v1+json";
  const std::string image = "application/vnd.oci.image.manifest.v1+json";
  const std::string list = "application/vnd.docker.distribution.manifest.list.v2+json";
  struct Row {
    std::string bytes;
    std::string told;
    std::string type;  // "" = refused
  };
  const Row rows[] = {
      {R"({"manifests": []})", "", index},
      {R"({"manifests": []})", list, list},
      {R"({"manifests": []})", "application/json; charset=utf-8", index},
      {R"({"layers": [], "config": {}})", "text/plain", image},
      {R"({"layers": []})", "Application/vnd.oci.image.manifest.v1+json ; a=b", image},
      {R"({"mediaType": ")" + list + R"(", "manifests": []})", "", list},
      {R"({"mediaType": ")" + list + R"(", "manifests": []})", index, ""},
      {R"({"mediaType": ")" + image + R"(", "manifests": []})", "", ""},
      {R"({"layers": [], "manifests": []})", "", ""},
      {R"({"schemaVersion": 1})", image, ""},
      {R"({"layers": []})", "application/vnd.docker.distribution.manifest.v1+prettyjws", ""},
      {R"({"mediaType": "application/vnd.oci.artifact"})", "", ""},
      {"{}", "", ""},
      {"[]", image, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes, row.told);
    CHECK(media_type_of(row.bytes, row.told).value_or("") == row.type);
  }
}

TEST_CASE("what an image manifest refers to") {
  const std::string part = R"({"mediaType": "x", "digest": ")" + some_digest + R"(", "size": 1})";
  const auto parts = read_parts(R"({"config": )" + part + R"(, "layers": [)" + part + "]}");
  REQUIRE(parts);
  CHECK(parts->config.digest == some_digest);
  REQUIRE(parts->layers.size() == 1);
  CHECK(parts->layers[0].size == 1);
  CHECK(!read_parts(R"({"config": )" + part + "}"));
  CHECK(!read_parts(R"({"config": )" + part + R"(, "layers": [{}]})"));
  CHECK(!read_parts(R"({"config": )" + part + R"(, "layers": [)" + part + R"(, {"size": 1}]})"));
}

}  // namespace
}  // namespace plimsoll::registry
