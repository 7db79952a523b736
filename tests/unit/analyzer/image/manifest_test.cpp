#include "analyzer/image/manifest.h"

#include <catch2/catch.hpp>

using namespace plimsoll;

namespace {

std::string digest(char digit) { return "sha256:" + std::string(64, digit); }

std::string manifest_problem(std::string_view json) {
  const auto manifest = parse_manifest(json);
  return manifest ? "" : manifest.error().message;
}

}  // namespace

TEST_CASE("Digests are sixty-four lower-case digits and nothing else") {
  CHECK(is_digest(digest('a')));
  CHECK_FALSE(is_digest(digest('A')));
  CHECK_FALSE(is_digest(digest('g')));
  CHECK_FALSE(is_digest(digest('a') + "0"));
  CHECK_FALSE(is_digest("sha512:" + std::string(64, 'a')));
  CHECK_FALSE(
      is_digest("sha256:../../../../../../../../../../../../../../../../../../etc/passwd_____"));
}

TEST_CASE("A manifest comes back as it was written") {
  Manifest manifest;
  manifest.config = {
      .media_type = std::string(media_type::oci_config), .digest = digest('1'), .size = 7};
  manifest.layers = {{.media_type = std::string(media_type::oci_layer_zstd),
                      .digest = digest('2'),
                      .size = 1,
                      .annotations = {{"k", "v"}},
                      .urls = {"https://x"}}};
  manifest.annotations = {{"a", "b"}};
  const std::string json = to_json(manifest);
  CHECK(
      json ==
      R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":)"
      R"({"mediaType":"application/vnd.oci.image.config.v1+json","digest":")" +
          digest('1') +
          R"(","size":7},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+zstd",)"
          R"("digest":")" +
          digest('2') +
          R"(","size":1,"urls":["https://x"],"annotations":{"k":"v"}}],"annotations":{"a":"b"}})");
  const auto back = parse_manifest(json);
  REQUIRE(back.has_value());
  CHECK(to_json(*back) == json);
  CHECK(back->layers == manifest.layers);
}

TEST_CASE("An index comes back and offers the best platform") {
  const auto entry = [](char digit, std::string architecture, std::string variant) {
    Descriptor descriptor{.media_type = std::string(media_type::oci_manifest),
                          .digest = digest(digit)};
    if (!architecture.empty()) descriptor.platform = Platform{"linux", architecture, variant};
    return descriptor;
  };
  Index index;
  index.manifests = {entry('0', "", ""), entry('1', "arm", "v6"), entry('2', "arm", "v7"),
                     entry('3', "amd64", ""), entry('4', "unknown", "")};
  index.manifests[4].platform->os = "unknown";
  Descriptor attestation = entry('5', "s390x", "");
  attestation.annotations["vnd.docker.reference.type"] = "attestation-manifest";
  index.manifests.push_back(attestation);
  const auto chosen = [&](const char* platform) {
    const Descriptor* best = choose(index, *parse_platform(platform));
    return best ? best->digest[10] : '-';
  };
  CHECK(chosen("arm/v7") == '2');
  CHECK(chosen("arm/v6") == '1');
  CHECK(chosen("amd64") == '3');
  CHECK(chosen("s390x") == '0');
  index.manifests.erase(index.manifests.begin());
  CHECK(chosen("s390x") == '-');
  CHECK(chosen("arm/v5") == '-');
  const auto back = parse_index(to_json(index));
  REQUIRE(back.has_value());
  CHECK(back->manifests == index.manifests);
}

TEST_CASE("Ambiguous, old and hostile documents are refused") {
  const std::string config = R"("config":{"digest":")" + digest('1') + R"(","size":1})";
  CHECK(manifest_problem("{\"schemaVersion\":2," + config + ",\"layers\":[]}").empty());
  CHECK(manifest_problem("{\"schemaVersion\":2," + config + ",\"layers\":[],\"manifests\":[]}") ==
        "the manifest: it is an index, too");
  CHECK_FALSE(parse_index(R"({"schemaVersion":2,"manifests":[],"layers":[]})").has_value());
  CHECK(manifest_problem("{\"schemaVersion\":1}") ==
        "the manifest: \"schemaVersion\" is 1, not 2; images of that age have to be pushed anew by "
        "a newer tool");
  CHECK(manifest_problem(R"({"schemaVersion":2,"config":{"digest":"sha256:x","size":1}})") ==
        "the manifest: in \"config\", \"digest\" is no SHA-256 digest");
  CHECK(manifest_problem(R"({"schemaVersion":2,"config":{"digest":")" + digest('1') +
                         R"(","size":-1}})") ==
        "the manifest: in \"config\", \"size\" is negative");
  CHECK(manifest_problem(R"({"schemaVersion":2})") == "the manifest: there is no \"config\"");
  CHECK(manifest_problem("{\"schemaVersion\":2,\"mediaType\":\"text/html\"," + config + "}") ==
        "the manifest: its type is \"text/html\", not an image's");
  CHECK(manifest_problem(R"({"schemaVersion":2,"config":[]})") ==
        "the manifest: \"config\" is not an object");
  CHECK_FALSE(parse_index("{\"schemaVersion\":2,\"manifests\":[7]}").has_value());
  CHECK_FALSE(manifest_problem(std::string(max_manifest_bytes + 1, ' ')).empty());
}

TEST_CASE("A document says what it is, by its type or its members") {
  CHECK(media_type_of(R"({"mediaType":"x/y"})") == "x/y");
  CHECK(media_type_of(R"({"manifests":[]})") == media_type::oci_index);
  CHECK(media_type_of(R"({"config":{},"layers":[]})") == media_type::oci_manifest);
  CHECK(media_type_of(R"({"config":{}})").empty());
  CHECK(media_type_of("nonsense").empty());
}
