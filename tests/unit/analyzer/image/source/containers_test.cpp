// The same image in every container that lies in files.

#include <catch2/catch.hpp>

#include "analyzer/base/file.h"
#include "analyzer/image/compression.h"
#include "tests/unit/analyzer/image/source/made_image.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

const std::string base = layer_with("etc/passwd", "root:x:0:0::/:/bin/sh\n");
const std::string top = layer_with("app", "0123456789");

void check_whole(const Folder& folder, const std::string& reference, const std::string& kind) {
  INFO(reference);
  const auto source = open_image(reference, options_in(folder));
  INFO((source ? "" : source.error().message));
  REQUIRE(source);
  const ImageDescription& image = (*source)->description();
  CHECK(kinds_of(**source) == "");
  CHECK(image.source_kind == kind);
  CHECK(image.shown == reference);
  CHECK(image.configured);
  CHECK(image.config.user == "app");
  CHECK(image.platform.to_string() == "linux/amd64");
  CHECK(image.config_digest == sha256_of(config_of({base, top})));
  REQUIRE(image.layers.size() == 2);
  CHECK(image.layers[1].diff_id == sha256_of(top));
  CHECK(layer_bytes(**source, 0) == base);
  CHECK(layer_bytes(**source, 1) == top);
  CHECK(!(*source)->open_layer(2));
}

std::string packed(const Folder& folder, const std::string& path, Compression compression) {
  const auto file = open_file(path);
  auto made = NewFile::create(folder.path());
  REQUIRE((file && made));
  REQUIRE(compress_into(*file, compression, 1, made->file()));
  const std::string name = path + ".packed";
  REQUIRE(made->commit(name));
  return name;
}

}  // namespace

TEST_CASE("A classic archive of docker save") {
  const Folder folder;
  const std::string path = folder.write("a.tar", saved_of({base, top}, "app:1.0").tar());
  check_whole(folder, path, "docker-archive");
  check_whole(folder, "docker-archive:" + path, "docker-archive");
  check_whole(folder, "docker-archive:" + path + ":1.0", "docker-archive");
  check_whole(folder, path + ":app:1.0", "docker-archive");
  const auto source = open_image(path, options_in(folder));
  CHECK((*source)->description().names == std::vector<std::string>{"app:1.0"});
  CHECK((*source)->description().manifest_digest == "");
  CHECK((*source)->description().layers[0].blob.digest == "");
  CHECK((*source)->description().layers[0].blob.size == base.size());
}

TEST_CASE("Members come in any order") {
  const Folder folder;
  Members members = saved_of({base, top}, "app");
  std::reverse(members.files.begin(), members.files.end());
  check_whole(folder, folder.write("a", members.tar()), "docker-archive");
}

TEST_CASE("A classic archive links layers that it has twice") {
  const Folder folder;
  const std::string config = config_of({top, top, top});
  const std::string text =
      Members::link("l1/layer.tar", "../l2/layer.tar", '2') +
      Members::link("l0/layer.tar", "l2/layer.tar", '1') + Members::member("l2/layer.tar", top) +
      Members::member("c.json", config) +
      Members::member(
          "manifest.json",
          "[" + saved_entry("c.json", {"l0/layer.tar", "l1/layer.tar", "l2/layer.tar"}, "app:1") +
              "]") +
      end_blocks;
  const auto source = open_image(folder.write("a", text), options_in(folder));
  REQUIRE(source);
  for (std::size_t i = 0; i < 3; ++i) CHECK(layer_bytes(**source, i) == top);
  CHECK(kinds_of(**source) == "");
}

TEST_CASE("A configuration that is called by its digest") {
  const Folder folder;
  const std::string config = config_of({top});
  const auto opened = [&](const std::string& bytes) {
    Members members;
    members.add(hex_of(top) + ".tar.gz", top);
    members.add(sha256_of(config), bytes);
    members.add("manifest.json",
                "[" + saved_entry(sha256_of(config), {hex_of(top) + ".tar.gz"}, "a") + "]");
    const auto source = open_image(folder.write("a", members.tar()), options_in(folder));
    return source ? kinds_of(**source) : source.error().message;
  };
  CHECK(opened(config) == "");
  CHECK(opened(config + " ") == "digest-mismatch!");
}

TEST_CASE("A layer may be listed twice by one name") {
  const Folder folder;
  const std::string config = config_of({top, top});
  Members members;
  members.add("l/layer.tar", top);
  members.add("c.json", config);
  members.add("manifest.json",
              "[" + saved_entry("c.json", {"l/layer.tar", "l/layer.tar"}, "a") + "]");
  const auto source = open_image(folder.write("a", members.tar()), options_in(folder));
  REQUIRE(source);
  CHECK(layer_bytes(**source, 1) == top);
}

TEST_CASE("Layouts: a directory and an archive") {
  const Folder folder;
  const Members members = layout_of({base, top}, "app:1.0");
  const std::string directory = members.directory(folder, "layout");
  const std::string archive = folder.write("a.tar", members.tar());
  check_whole(folder, directory, "oci-layout");
  check_whole(folder, "oci:" + directory, "oci-layout");
  check_whole(folder, "oci:" + directory + ":1.0", "oci-layout");
  check_whole(folder, archive, "oci-archive");
  check_whole(folder, "oci-archive:" + archive + ":app:1.0", "oci-archive");
  const auto source = open_image(directory, options_in(folder));
  const ImageDescription& image = (*source)->description();
  CHECK(image.manifest_digest == sha256_of(manifest_of(config_of({base, top}), {base, top})));
  CHECK(image.layers[0].blob.digest == sha256_of(base));
  CHECK(image.names == std::vector<std::string>{"app:1.0"});
  check_whole(folder, directory + "@" + image.manifest_digest, "oci-layout");
  CHECK(!open_image(directory + ":2.0", options_in(folder)));
  CHECK(!open_image(directory + "@" + sha256_of("x"), options_in(folder)));
}

TEST_CASE("docker 25: a layout and manifest.json beside it") {
  const Folder folder;
  Members members = layout_of({base, top}, "docker.io/library/app:1.0");
  const std::string config = config_of({base, top});
  members.add(
      "manifest.json",
      "[" +
          saved_entry("blobs/sha256/" + hex_of(config),
                      {"blobs/sha256/" + hex_of(base), "blobs/sha256/" + hex_of(top)}, "app:1.0") +
          "]");
  const std::string path = folder.write("a.tar", members.tar());
  check_whole(folder, path, "docker-archive");
  check_whole(folder, "docker-archive:" + path, "docker-archive");
  check_whole(folder, "oci-archive:" + path, "oci-archive");
  const auto source = open_image(path, options_in(folder));
  CHECK((*source)->description().names == std::vector<std::string>{"app:1.0"});
  CHECK((*source)->description().manifest_digest != "");
}

TEST_CASE("An early docker 25 wrote manifests without layers") {
  const Folder folder;
  Members members;
  const std::string config = config_of({top});
  members.blob(top);
  members.blob(config);
  const std::string manifest = manifest_of(config, {});
  members.blob(manifest);
  members.add("index.json", index_of({descriptor(manifest_type, manifest)}));
  members.add("manifest.json", "[" +
                                   saved_entry("blobs/sha256/" + hex_of(config),
                                               {"blobs/sha256/" + hex_of(top)}, "app:1") +
                                   "]");
  const auto source = open_image(folder.write("a", members.tar()), options_in(folder));
  REQUIRE(source);
  CHECK(kinds_of(**source) == "ambiguous-document");
  REQUIRE((*source)->description().layers.size() == 1);
  CHECK(layer_bytes(**source, 0) == top);
}

TEST_CASE("containerd's store: a nested index, an attestation, platforms that were never pulled") {
  const Folder folder;
  Members members;
  const std::string ours = add_image(members, {base, top});
  const std::string theirs = manifest_of(config_of({top}, "arm64"), {top});
  const std::string attestation = manifest_of("{}", {"statement"});
  members.blob(attestation);
  const std::string index = index_of(
      {descriptor(manifest_type, theirs, for_platform("arm64")),
       descriptor(manifest_type, ours, for_platform("amd64")),
       descriptor(manifest_type, attestation,
                  R"(,"annotations":{"vnd.docker.reference.type":"attestation-manifest"})" +
                      for_platform("unknown", "unknown"))});
  members.blob(index);
  members.add("index.json", index_of({descriptor(index_type, index, named("1.0"))}));
  members.add(
      "manifest.json",
      "[" +
          saved_entry("blobs/sha256/" + hex_of(config_of({base, top})),
                      {"blobs/sha256/" + hex_of(base), "blobs/sha256/" + hex_of(top)}, "app:1.0") +
          "]");
  const std::string path = folder.write("a", members.tar());
  check_whole(folder, path, "docker-archive");
  OpenOptions arm = options_in(folder);
  arm.platform = Platform{"linux", "arm64", ""};
  const auto missing = open_image(path, arm);
  REQUIRE(!missing);
}

TEST_CASE("Archives in gzip, zstd, and both, are unpacked to a file without a name") {
  const Folder folder;
  const std::string path = folder.write("a.tar", saved_of({base, top}, "app:1.0").tar());
  const std::string gzip = packed(folder, path, Compression::Gzip);
  check_whole(folder, gzip, "docker-archive");
  check_whole(folder, packed(folder, gzip, Compression::Zstd), "docker-archive");
  OpenOptions small = options_in(folder);
  small.max_plain_bytes = 1000;
  const auto refused = open_image(gzip, small);
  REQUIRE(!refused);
  CHECK(refused.error().message.find("1000 bytes") != std::string::npos);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    CHECK(entry.path().filename().string().find(".tmp") == std::string::npos);
  }
}

TEST_CASE("A directory of skopeo's dir: transport") {
  const Folder folder;
  const std::string config = config_of({base, top});
  Members members;
  members.add("version", "Directory Transport Version: 1.1\n");
  for (const std::string& blob : {base, top, config}) members.add(hex_of(blob), blob);
  members.add("manifest.json", manifest_of(config, {base, top}));
  const std::string place = members.directory(folder, "dir");
  check_whole(folder, place, "dir");
  check_whole(folder, "dir:" + place, "dir");
  check_whole(folder, folder.write("dir.tar", members.tar()), "dir");
  const auto source = open_image(place, options_in(folder));
  CHECK((*source)->description().manifest_digest == sha256_of(manifest_of(config, {base, top})));
  std::filesystem::remove(place + "/" + hex_of(top));
  CHECK(kinds_of(**open_image(place, options_in(folder))) == "layer-not-present@1!");
  CHECK(!open_image("oci:" + place, options_in(folder)));
  CHECK(!open_image("dir:" + layout_of({base}).directory(folder, "oci"), options_in(folder)));
}

TEST_CASE("A directory of skopeo's that has all platforms of an index") {
  const Folder folder;
  const std::string config = config_of({base, top});
  const std::string ours = manifest_of(config, {base, top});
  const std::string theirs = manifest_of(config_of({top}, "arm64"), {top});
  Members members;
  for (const std::string& blob : {base, top, config, config_of({top}, "arm64")}) {
    members.add(hex_of(blob), blob);
  }
  for (const std::string& each : {ours, theirs}) {
    members.add(hex_of(each) + ".manifest.json", each);
  }
  members.add("manifest.json", index_of({descriptor(manifest_type, theirs, for_platform("arm64")),
                                         descriptor(manifest_type, ours, for_platform("amd64"))}));
  const std::string place = members.directory(folder, "dir");
  check_whole(folder, place, "dir");
  OpenOptions arm = options_in(folder);
  arm.platform = Platform{"linux", "arm64", ""};
  const auto source = open_image(place, arm);
  REQUIRE(source);
  CHECK((*source)->description().layers.size() == 1);
  CHECK((*source)->description().manifest_digest == sha256_of(theirs));
}

TEST_CASE("A root file system is an image of one layer when it is asked for") {
  const Folder folder;
  const std::string path = folder.write("root.tar", top);
  const auto refused = open_image(path, options_in(folder));
  REQUIRE(!refused);
  CHECK(refused.error().message.find("tar:PATH") != std::string::npos);
  CHECK(refused.error().message.find("app") != std::string::npos);
  const auto source = open_image("tar:" + path, options_in(folder));
  REQUIRE(source);
  CHECK(!(*source)->description().configured);
  CHECK((*source)->description().source_kind == "tar");
  CHECK(layer_bytes(**source, 0) == top);
}
