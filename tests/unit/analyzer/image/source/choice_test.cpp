// Which of several images.

#include <catch2/catch.hpp>

#include "tests/unit/analyzer/image/source/made_image.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

const std::string ours = layer_with("app", "amd64");
const std::string theirs = layer_with("app", "arm64");

struct Asked {
  std::string tag;
  std::string platform;
};

// The first layer's content, or the error.
std::string chosen(const Folder& folder, const std::string& reference, const Asked& asked = {}) {
  OpenOptions options = options_in(folder);
  options.tag = asked.tag;
  if (!asked.platform.empty()) options.platform = parse_platform(asked.platform);
  const auto source = open_image(reference, options);
  if (!source) return source.error().message;
  return layer_bytes(**source, 0).substr(512, 5);
}

void says(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("Several images of one archive are chosen by name or tag") {
  const Folder folder;
  Members members;
  members.add("a", ours);
  members.add("b", theirs);
  members.add("ca.json", config_of({ours}));
  members.add("cb.json", config_of({theirs}));
  members.add("manifest.json", "[" + saved_entry("ca.json", {"a"}, "app:1.0") + "," +
                                   saved_entry("cb.json", {"b"}, "ghcr.io/x/app:2.0") + "]");
  const std::string path = folder.write("x.tar", members.tar());
  says(chosen(folder, path), "it has 2 images: app:1.0, ghcr.io/x/app:2.0");
  CHECK(chosen(folder, path, {.tag = "1.0"}) == "amd64");
  CHECK(chosen(folder, path + ":2.0") == "arm64");
  CHECK(chosen(folder, path + ":docker.io/library/app:1.0") == "amd64");
  CHECK(chosen(folder, path + ":ghcr.io/x/app:2.0") == "arm64");
  says(chosen(folder, path + ":3.0"), "no image called 3.0; there are: app:1.0");
}

TEST_CASE("Several images of one layout are chosen by name, tag or digest") {
  const Folder folder;
  Members members;
  const std::string a = add_image(members, {ours});
  const std::string b = add_image(members, {theirs});
  members.add("index.json", index_of({descriptor(manifest_type, a, named("app:1.0")),
                                      descriptor(manifest_type, a, named("app:latest")),
                                      descriptor(manifest_type, b, named("2.0"))}));
  const std::string path = members.directory(folder, "layout");
  says(chosen(folder, path), "it has 2 images: app:1.0 = app:latest, 2.0");
  CHECK(chosen(folder, path + ":1.0") == "amd64");
  CHECK(chosen(folder, path + ":2.0") == "arm64");
  CHECK(chosen(folder, path, {.tag = "latest"}) == "amd64");
  CHECK(chosen(folder, path + "@" + sha256_of(b)) == "arm64");
  says(chosen(folder, path + "@" + sha256_of("x")), "no image sha256:");
}

TEST_CASE("A platform of several: the one asked for, this machine's, the only one") {
  const Folder folder;
  Members members;
  const std::string a = add_image(members, {ours}, "amd64");
  const std::string b = add_image(members, {theirs}, "arm64");
  const std::string path = folder.path("layout");
  const auto with = [&](const std::string& first, const std::string& second) {
    const std::string inner =
        index_of({descriptor(manifest_type, a, first), descriptor(manifest_type, b, second)});
    members.blob(inner);
    members.add("index.json", index_of({descriptor(index_type, inner, named("app"))}));
    return members.directory(folder, "layout");
  };
  SECTION("named in the index") { with(for_platform("amd64"), for_platform("arm64")); }
  SECTION("named in the configurations alone") { with("", ""); }
  CHECK(chosen(folder, path, {.platform = "linux/arm64"}) == "arm64");
  CHECK(chosen(folder, path, {.platform = "amd64"}) == "amd64");
  says(chosen(folder, path, {.platform = "linux/s390x"}),
       "no image for linux/s390x; there are linux/amd64, linux/arm64: choose by --platform");
#if defined(__x86_64__)
  CHECK(chosen(folder, path) == "amd64");
#elif defined(__aarch64__)
  CHECK(chosen(folder, path) == "arm64");
#endif
}

TEST_CASE("An image that stands alone is taken whatever its platform, unless one is asked for") {
  const Folder folder;
  Members members;
  const std::string other = add_image(members, {theirs}, "s390x");
  members.add("index.json", index_of({descriptor(manifest_type, other)}));
  const std::string path = folder.write("x.tar", members.tar());
  CHECK(chosen(folder, path) == "arm64");
  CHECK(chosen(folder, path, {.platform = "s390x"}) == "arm64");
  says(chosen(folder, path, {.platform = "amd64"}),
       "the image is for linux/s390x, not for linux/amd64");
}

TEST_CASE("Of an index whose members were not all saved, those that are there count") {
  const Folder folder;
  Members members;
  const std::string a = manifest_of(config_of({ours}), {ours});
  const std::string b = add_image(members, {theirs}, "arm64");
  const std::string inner = index_of({descriptor(manifest_type, a, for_platform("amd64")),
                                      descriptor(manifest_type, b, for_platform("arm64"))});
  members.blob(inner);
  members.add("index.json", index_of({descriptor(index_type, inner)}));
  const std::string path = folder.write("x.tar", members.tar());
  CHECK(chosen(folder, path) == "arm64");
  says(chosen(folder, path, {.platform = "amd64"}), "not for linux/amd64");
}

TEST_CASE("One name and platform twice is told") {
  const Folder folder;
  Members members;
  const std::string a = add_image(members, {ours});
  const std::string b = add_image(members, {theirs});
  members.add("index.json", index_of({descriptor(manifest_type, a, named("app")),
                                      descriptor(manifest_type, b, named("app"))}));
  OpenOptions options = options_in(folder);
  options.platform = parse_platform("linux/amd64");
  const auto source = open_image(folder.write("x.tar", members.tar()), options);
  REQUIRE(source);
  CHECK(kinds_of(**source) == "ambiguous-document");
}

TEST_CASE("Attestations and artifacts are no images") {
  const Folder folder;
  Members members;
  std::string artifact = manifest_of("{}", {ours});
  artifact.replace(artifact.find(config_type), config_type.size(),
                   "application/vnd.cncf.helm.config.v1+json");
  members.blob("{}");
  members.blob(artifact);
  members.add("index.json", index_of({descriptor(manifest_type, artifact)}));
  says(chosen(folder, folder.write("x.tar", members.tar())),
       "is not an image, but an artifact of type application/vnd.cncf.helm.config.v1+json");
  members = {};
  const std::string statement = manifest_of(config_of({ours}), {ours});
  members.blob(statement);
  members.add("index.json",
              index_of({descriptor(manifest_type, statement, for_platform("unknown", "unknown"))}));
  says(chosen(folder, folder.write("x.tar", members.tar())), "attestations or artifacts alone");
}
