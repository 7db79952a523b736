// Containers that mean harm: each row of the list of attacks on the outer archive.

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/analyzer/image/source/made_image.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

const std::string layer = layer_with("app", "0123456789");

std::string refusal(const Folder& folder, const std::string& reference) {
  const auto source = open_image(reference, options_in(folder));
  return source ? "opened, with notes: " + kinds_of(**source) : source.error().message;
}

std::string refusal(const Folder& folder, const Members& members) {
  return refusal(folder, folder.write("x.tar", members.tar()));
}

Members with_index(const std::string& index) {
  Members members = layout_of({layer});
  members.files.back().second = index;
  return members;
}

std::string digest_index(const std::string& digest) {
  return R"({"schemaVersion":2,"manifests":[{"mediaType":")" + manifest_type + R"(","digest":")" +
         digest + R"(","size":3}]})";
}

void says(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("Digests are known by their grammar before they become a path") {
  const Folder folder;
  const std::string hex(64, 'a');
  for (const std::string& digest :
       {std::string("sha256:../../../../etc/passwd"), "sha256:" + std::string(64, 'A'),
        "sha256:" + hex + "/..", "sha256:" + hex.substr(1), std::string("sha256:") + R"(\u0000)",
        "../sha256:" + hex, "sha256/../../x:" + hex, "SHA256:" + hex, "md5:" + hex, std::string(),
        std::string(":"), std::string("sha512:") + hex, "sha256:" + hex + R"(\u0000)"}) {
    INFO(digest);
    says(refusal(folder, with_index(digest_index(digest))), "no digest");
  }
}

TEST_CASE("Names in manifest.json stay inside of the archive") {
  const Folder folder;
  folder.write("secret.json", config_of({layer}));
  for (const std::string name : {"../secret.json", "/etc/passwd", "a/../../secret.json", ".."}) {
    Members members;
    members.add("l", layer);
    members.add("manifest.json", "[" + saved_entry(name, {"../../etc/passwd", "l"}, "a") + "]");
    const std::string path = folder.write("x.tar", members.tar());
    const auto source = open_image(path, options_in(folder));
    INFO(name);
    REQUIRE(source);
    CHECK(kinds_of(**source) == "config-not-present! layer-not-present@0!");
    CHECK(!(*source)->open_layer(0));
    CHECK(layer_bytes(**source, 1) == layer);
    // The same names, looked for in a directory.
    const std::string directory = members.directory(folder, "inner");
    const auto unpacked = open_image(directory, options_in(folder));
    REQUIRE(unpacked);
    CHECK(kinds_of(**unpacked) == "config-not-present! layer-not-present@0!");
  }
}

TEST_CASE("What is manifest and index in one is refused") {
  const Folder folder;
  const auto with_manifest = [&](const std::string& manifest, const std::string& type) {
    Members members;
    members.blob(layer);
    members.blob(config_of({layer}));
    members.blob(manifest);
    members.add("index.json", index_of({descriptor(type, manifest)}));
    return refusal(folder, members);
  };
  const std::string plain = manifest_of(config_of({layer}), {layer});
  std::string both = plain;
  both.insert(1, R"("manifests":[],)");
  says(with_manifest(both, manifest_type), "index, too");
  both = plain;
  both.insert(1, R"("Manifests":[],)");
  says(with_manifest(both, manifest_type), "two different images");
  says(with_manifest(plain, index_type), "manifest, too");
  says(with_manifest(index_of({}), manifest_type), "index, too");
  says(with_manifest(R"({"schemaVersion":2,"mediaType":")" + index_type + "\"}", manifest_type),
       "not an image's");
  says(with_manifest(R"({"schemaVersion":2,"manifests":[],"layers":[],"config":{}})", index_type),
       "manifest, too");
  says(with_manifest(R"({"schemaVersion":1,"fsLayers":[]})", manifest_type), "schemaVersion");
}

TEST_CASE("Names that stand twice, or in another spelling, are no way to two images") {
  const Folder folder;
  const std::string plain = manifest_of(config_of({layer}), {layer});
  const std::string other = descriptor(layer_type_plain, "other");
  for (const std::string& more :
       {R"("layers":[)" + other + "],", R"("Layers":[)" + other + "],",
        R"("LAYER\u0053":[)" + other + "],", "\"layer\xC5\xBF\":[" + other + "],",
        std::string(R"("mediatype":"application/x",)")}) {
    std::string manifest = plain;
    manifest.insert(1, more);
    Members members;
    members.blob(layer);
    members.blob(config_of({layer}));
    members.blob(manifest);
    members.add("index.json", index_of({descriptor(manifest_type, manifest)}));
    INFO(more);
    says(refusal(folder, members), "two different images");
  }
  Members saved = saved_of({layer}, "app");
  std::string& list = saved.files.back().second;
  list.insert(2, R"("layers":[],)");
  says(refusal(folder, saved), "two different images");
}

TEST_CASE("A configuration is read as runtimes read it") {
  const Folder folder;
  std::string config = config_of({layer});
  const auto opened = [&](const std::string& text) {
    Members members;
    members.add("l", layer);
    members.add("c", text);
    members.add("manifest.json", "[" + saved_entry("c", {"l"}, "a") + "]");
    return open_image(folder.write("x.tar", members.tar()), options_in(folder));
  };
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = config;
    text.replace(text.find(from), from.size(), to);
    return opened(text);
  };
  auto source = changed(R"("User":"app")", R"("User":"app","user":"root")");
  REQUIRE(source);
  CHECK((*source)->description().config.user == "root");
  CHECK(kinds_of(**source) == "ambiguous-document");
  source = changed(R"("User":"app")", R"("U\u017fer":"root")");
  REQUIRE(source);
  CHECK((*source)->description().config.user == "root");
  CHECK(kinds_of(**source) == "ambiguous-document");
  source = changed(R"("User":"app")", R"("Labels":{"a":"\ud800","user":"1","User":"2"})");
  REQUIRE(source);
  CHECK((*source)->description().config.labels.at("a") == "\xEF\xBF\xBD");
  CHECK(kinds_of(**source) == "");
  source = changed("\"app\"", "\"a\xFFz\"");
  REQUIRE(source);
  CHECK((*source)->description().config.user == "a\xEF\xBF\xBDz");
  for (const std::string& broken :
       {"\xEF\xBB\xBF" + config, config + "{}", config + std::string(1, '\0'), std::string(),
        std::string("[]"), std::string(100'000, '['), config.substr(0, 50),
        std::string(R"({"architecture":)") + std::string(1 << 20, '9') + "}",
        R"({"a":)" + std::string(100'000, '{'), std::string(9 << 20, ' ')}) {
    source = opened(broken);
    INFO(broken.substr(0, 40));
    REQUIRE(source);
    CHECK(!(*source)->description().configured);
    const std::string kinds = kinds_of(**source);
    CHECK((kinds == "config-unreadable!" || kinds == "config-not-present!"));
    CHECK(layer_bytes(**source, 0) == layer);
  }
}

TEST_CASE("Documents are read to their limit, whatever size a header names") {
  const Folder folder;
  const std::string huge = Block{.name = "index.json", .size = "77777777777"}.text();
  says(refusal(folder, folder.write("huge.tar", huge)), "cut off");
  Members members = with_index(std::string(5 << 20, ' '));
  says(refusal(folder, members), "longer than");
  members = with_index(std::string(100'000, '['));
  says(refusal(folder, members), "nested deeper");
  members = saved_of({layer}, "app");
  members.files.back().second = "[" + std::string(500'000, ',') + "]";
  says(refusal(folder, members), "values");
  members.files.back().second = std::string(100'000, '[');
  says(refusal(folder, members), "nested deeper");
}

TEST_CASE("Links in an archive lead to members, a few at most") {
  const Folder folder;
  const auto with = [&](const std::string& links, const std::string& path) {
    const std::string config = config_of({layer});
    const std::string text =
        links + Members::member("real", layer) + Members::member("c", config) +
        Members::member("manifest.json", "[" + saved_entry("c", {path}, "a") + "]") + end_blocks;
    const auto source = open_image(folder.write("x.tar", text), options_in(folder));
    REQUIRE(source);
    return kinds_of(**source) + " " + layer_bytes(**source, 0).substr(0, 60);
  };
  std::string chain;
  for (int i = 0; i < 8; ++i) {
    chain += Members::link(fmt::format("{}", i), i == 7 ? "real" : fmt::format("{}", i + 1), '2');
  }
  CHECK(with(chain, "0") == " " + layer.substr(0, 60));
  says(with(chain + Members::link("8", "0", '1'), "8"), "layer-not-present@0!");
  says(with(Members::link("a", "b", '2') + Members::link("b", "a", '2'), "a"), "round");
  says(with(Members::link("a", "../../etc/passwd", '2'), "a"), "leads out");
  says(with(Members::link("a", "/etc/passwd", '2'), "a"), "not there");
  says(with(Members::link("a", "/dev/zero", '1'), "a"), "not there");
  says(with(Members::link("a", "", '3'), "a"), "not a regular file");
  says(with(Members::link("a", "", '6'), "a"), "not a regular file");
}

TEST_CASE("Links in a layout stay below it, and only regular files are read") {
  const Folder folder;
  const std::string inside = layout_of({layer}).directory(folder, "layout");
  const std::string blob = inside + "/blobs/sha256/" + hex_of(layer);
  const auto kinds = [&] {
    const auto source = open_image(inside, options_in(folder));
    return source ? kinds_of(**source) : source.error().message;
  };
  CHECK(kinds() == "");
  folder.write("outside", layer);
  REQUIRE(::unlink(blob.c_str()) == 0);
  REQUIRE(::symlink((folder.path() + "/outside").c_str(), blob.c_str()) == 0);
  CHECK(kinds() == "layer-not-present@0!");
  REQUIRE(::unlink(blob.c_str()) == 0);
  REQUIRE(::symlink("../../../outside", blob.c_str()) == 0);
  CHECK(kinds() == "layer-not-present@0!");
  REQUIRE(::unlink(blob.c_str()) == 0);
  REQUIRE(::symlink("/proc/self/root/etc/passwd", blob.c_str()) == 0);
  CHECK(kinds() == "layer-not-present@0!");
  REQUIRE(::unlink(blob.c_str()) == 0);
  folder.write("layout/moved", layer);
  REQUIRE(::symlink("../../moved", blob.c_str()) == 0);
  CHECK(kinds() == "");
  REQUIRE(::unlink(blob.c_str()) == 0);
  REQUIRE(::mkfifo(blob.c_str(), 0600) == 0);
  CHECK(kinds() == "layer-not-present@0!");
  REQUIRE(::unlink(blob.c_str()) == 0);
  REQUIRE(::mkdir(blob.c_str(), 0700) == 0);
  CHECK(kinds() == "layer-not-present@0!");
  REQUIRE(::unlink((inside + "/index.json").c_str()) == 0);
  REQUIRE(::mkfifo((inside + "/index.json").c_str(), 0600) == 0);
  says(kinds(), "not a regular file");
}

TEST_CASE("Sizes in descriptors are claims") {
  const Folder folder;
  const std::string config = config_of({layer});
  const auto opened = [&](const std::string& size) {
    Members members;
    members.blob(layer);
    members.blob(config);
    std::string manifest = manifest_of(config, {layer});
    const std::string claimed = fmt::format(R"("size":{})", layer.size());
    manifest.replace(manifest.rfind(claimed), claimed.size(), R"("size":)" + size);
    members.blob(manifest);
    members.add("index.json", index_of({descriptor(manifest_type, manifest)}));
    return open_image(folder.write("x.tar", members.tar()), options_in(folder));
  };
  for (const std::string size : {"0", "9223372036854775807", "7"}) {
    const auto source = opened(size);
    REQUIRE(source);
    CHECK(kinds_of(**source) == "");  // who reads it to its end will find out
    CHECK(layer_bytes(**source, 0) == layer);
  }
  for (const std::string size :
       {"-1", "9223372036854775808", "18446744073709551616", "1e300", "1.5", "\"7\"", "1e999"}) {
    CHECK(!opened(size));
  }
}

TEST_CASE("A file that changes while it is read is no longer believed") {
  const Folder folder;
  const std::string inside = layout_of({layer}).directory(folder, "layout");
  const auto source = open_image(inside, options_in(folder));
  REQUIRE(source);
  const std::string blob = inside + "/blobs/sha256/" + hex_of(layer);
  REQUIRE(::truncate(blob.c_str(), 700) == 0);
  CHECK(layer_bytes(**source, 0) == "failed: the file is shorter than it was");
}

TEST_CASE("One blob many times, and no more than a thousand") {
  const Folder folder;
  const auto kinds = [&](std::size_t count) {
    const std::vector<std::string> layers(count, layer);
    Members members;
    members.blob(layer);
    members.blob(config_of(layers));
    const std::string manifest = manifest_of(config_of(layers), layers);
    members.blob(manifest);
    members.add("index.json", index_of({descriptor(manifest_type, manifest)}));
    return refusal(folder, members);
  };
  CHECK(kinds(127) == "opened, with notes: ");
  CHECK(kinds(1000) == "opened, with notes: many-layers");
  says(kinds(10'000), "more than 1000");
  Members saved = saved_of({layer}, "app");
  const std::vector<std::string> paths(10'000, "layer0/layer.tar");
  saved.files.back().second = "[" + saved_entry(saved.files[1].first, paths, "app") + "]";
  says(refusal(folder, saved), "more than 1000");
}

TEST_CASE("Indexes in indexes: as deep as four, and a thousand members") {
  const Folder folder;
  const auto nested = [&](int depth) {
    Members members;
    std::string child = add_image(members, {layer});
    std::string type = manifest_type;
    for (int i = 0; i < depth; ++i) {
      child = index_of({descriptor(type, child)});
      type = index_type;
      members.blob(child);
    }
    members.add("index.json", index_of({descriptor(type, child)}));
    return refusal(folder, members);
  };
  CHECK(nested(4) == "opened, with notes: ");
  says(nested(5), "deeper than 4");
  Members members;
  std::vector<std::string> many;
  for (int i = 0; i < 1001; ++i) {
    many.push_back(descriptor(manifest_type, fmt::format("{}", i), for_platform("amd64")));
  }
  members.add("index.json", index_of(many));
  says(refusal(folder, members), "more than 1000");
  // A circle needs a digest that is wrong: the index claims to be its own member.
  Members round;
  const std::string self = descriptor(index_type, "self");
  round.add("blobs/sha256/" + hex_of("self"), index_of({self}));
  round.add("index.json", index_of({self}));
  says(refusal(folder, round), "no image");
}

TEST_CASE("A damaged archive: what came before the damage, and no more") {
  const Folder folder;
  Members members = layout_of({layer, layer_with("more", std::string(5000, 'x'))});
  const std::string whole = members.tar();
  says(refusal(folder, folder.write("cut.tar", whole.substr(0, whole.size() / 2))), "cut off");
  std::rotate(members.files.begin() + 1, members.files.begin() + 3, members.files.end());
  const std::string layers_last = members.tar();
  const std::size_t last = layers_last.find(std::string(100, 'x'));
  const std::string path = folder.write("cut.tar", layers_last.substr(0, last + 1000));
  CHECK(refusal(folder, path) == "opened, with notes: archive-damaged! layer-not-present@1!");
  says(refusal(folder, folder.write("zeros", std::string(10'240, '\0'))), "holds no image");
}

TEST_CASE("A member that is in the archive twice is told") {
  const Folder folder;
  Members members = saved_of({layer}, "app");
  members.add("manifest.json", members.files.back().second);
  members.add("layer0/layer.tar", layer);
  CHECK(refusal(folder, members) == "opened, with notes: ambiguous-archive ambiguous-archive@0");
}

TEST_CASE("index.json and manifest.json that speak of different images") {
  const Folder folder;
  Members members = layout_of({layer}, "app:1");
  const std::string other = layer_with("evil", "1");
  const std::string config = config_of({other});
  members.blob(other);
  members.blob(config);
  members.add("manifest.json", "[" +
                                   saved_entry("blobs/sha256/" + hex_of(config),
                                               {"blobs/sha256/" + hex_of(other)}, "app:1") +
                                   "]");
  const std::string path = folder.write("x.tar", members.tar());
  const auto source = open_image(path, options_in(folder));
  REQUIRE(source);
  CHECK(kinds_of(**source) == "ambiguous-document");
  CHECK(layer_bytes(**source, 0) == other);
  const auto by_index = open_image("oci-archive:" + path, options_in(folder));
  REQUIRE(by_index);
  CHECK(layer_bytes(**by_index, 0) == layer);
}
