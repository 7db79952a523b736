#include "builder/export/export.h"

#include <sys/stat.h>

#include "builder/export/fetch.h"
#include "tests/unit/builder/store/rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;

namespace {

const Platform amd64{"linux", "amd64", ""};
const Platform arm64{"linux", "arm64", ""};
const std::string hex(64, 'a');

Output to(Output::Kind kind, std::string destination) {
  Output output;
  output.kind = kind;
  output.destination = std::move(destination);
  return output;
}

template <class T>
std::string refusal(const Result<T>& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error().message;
}

void says(const std::string& text, const std::string& part) {
  CAPTURE(text);
  CHECK(text.find(part) != std::string::npos);
}

void put_tar(const std::string& path, const std::vector<Entry>& members) {
  std::vector<Entry> sorted = members;
  sort_entries(sorted);
  NewFile file = must(NewFile::create(path.substr(0, path.rfind('/'))));
  (void)must(write_layer(sorted, {}, file.file()));
  must(file.commit(path));
}

void put_compressed(const std::string& from, const std::string& path, Compression compression) {
  NewFile file = must(NewFile::create(path.substr(0, path.rfind('/'))));
  (void)must(compress_into(must(open_file(from)), compression, 1, file.file()));
  must(file.commit(path));
}

TEST_CASE("What is exported comes back as the same image, in all forms") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image =
      add_image(store, {{directory("d"), file("d/a", "1")}, {file("d/b", std::string(5000, 'b'))}});
  for (const Output::Kind kind : {Output::Kind::Oci, Output::Kind::Docker}) {
    Output output = to(kind, scratch / "out.tar");
    output.names = {"app:1", "ghcr.io/x/app:2"};
    must(export_images(store, {image.descriptor}, output, 0, 2));
    const std::string first = file_bytes(scratch / "out.tar");
    must(export_images(store, {image.descriptor}, output, 0, 1));
    CHECK(file_bytes(scratch / "out.tar") == first);
    put_compressed(scratch / "out.tar", scratch / "out.gz", Compression::Gzip);
    put_compressed(scratch / "out.gz", scratch / "out.twice", Compression::Zstd);
    for (const char* name : {"out.tar", "out.gz", "out.twice"}) {
      const ScratchDirectory other;
      Store fresh = store_in(other);
      CHECK(must(import_images(fresh, scratch / name)) ==
            std::vector<std::string>{"app:1", "ghcr.io/x/app:2"});
      CHECK(must(fresh.image("app:1", amd64))->descriptor.digest == image.descriptor.digest);
      CHECK(must(fresh.layer(image.config.diff_ids[1])).has_value());
      CHECK(must(import_images(fresh, scratch / name)).size() == 2);
      CHECK(must(import_images(fresh, scratch / name, "mine")) ==
            std::vector<std::string>{"mine:latest"});
    }
  }
}

TEST_CASE("A layout as a directory can be read by import, and by name") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", "1")}});
  Output output = to(Output::Kind::Oci, scratch / "layout");
  output.as_directory = true;
  output.names = {"app:1"};
  must(export_images(store, {image.descriptor}, output, 0, 1));
  CHECK(file_bytes(scratch / "layout/oci-layout") == "{\"imageLayoutVersion\":\"1.0.0\"}");
  const ScratchDirectory other;
  Store fresh = store_in(other);
  const std::string place = "oci-layout://" + scratch / "layout";
  const std::string& digest = image.descriptor.digest;
  for (const std::string& suffix :
       {std::string(), std::string(":1"), "@" + digest, ":1@" + digest}) {
    CHECK(must(fetch_image(fresh, place + suffix, amd64, {}))->descriptor.digest == digest);
  }
  CHECK_FALSE(fetch_image(fresh, place + ":2", amd64, {}).has_value());
  CHECK_FALSE(fetch_image(fresh, place, arm64, {}).has_value());
  CHECK_FALSE(fetch_image(fresh, "oci-layout://" + scratch / "none", amd64, {}).has_value());
  CHECK(must(fresh.names()).empty());
}

TEST_CASE("Nowhere and offline: the message says where was looked") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const std::string text = refusal(fetch_image(store, "debian:12", amd64, {.offline = true}));
  says(text, "debian:12 for linux/amd64");
  says(text, store.directory());
  says(text, "--offline");
}

TEST_CASE("Layers leave in the compression that is asked for") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", std::string(50'000, 'a'))}});
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    Output output = to(Output::Kind::Oci, scratch / "out.tar");
    output.compression = compression;
    must(export_images(store, {image.descriptor}, output, 0, 2));
    const Descriptor packed = must(recompressed(store, image.descriptor, compression, 1));
    CHECK(packed.digest != image.descriptor.digest);
    const ScratchDirectory other;
    Store fresh = store_in(other);
    CHECK(must(import_images(fresh, scratch / "out.tar")) ==
          std::vector<std::string>{packed.digest});
    const StoredImage back = must(fresh.image(packed));
    CHECK(back.config == image.config);
    CHECK(must(fresh.layer(back.manifest.layers[0], back.config.diff_ids[0])).index->size() == 1);
    CHECK(must(recompressed(store, packed, Compression::None, 1)).digest ==
          image.descriptor.digest);
    CHECK(must(recompressed(store, packed, Compression::Gzip, 1, true)).digest == packed.digest);
  }
}

TEST_CASE("Platforms are joined into an index, each once") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage one = add_image(store, {{file("a", "1")}}, amd64);
  const StoredImage two = add_image(store, {{file("a", "2")}}, {"linux", "arm", "v7"});
  const StoredImage three = add_image(store, {{file("a", "3")}}, {"linux", "arm", "v6"});
  const Descriptor pair = must(join_index(store, {one.descriptor, two.descriptor}));
  const Descriptor index = must(join_index(store, {pair, three.descriptor}));
  must(store.tag("multi", index));
  CHECK(must(store.image("multi", {"linux", "arm", "v7"}))->config == two.config);
  CHECK(must(store.image("multi", {"linux", "arm", "v6"}))->config == three.config);
  CHECK_FALSE(must(store.image("multi", {"linux", "s390x", ""})).has_value());
  CHECK_FALSE(join_index(store, {one.descriptor, pair}).has_value());
  CHECK_FALSE(join_index(store, {}).has_value());

  Output output = to(Output::Kind::Oci, scratch / "out.tar");
  output.names = {"multi:2"};
  must(export_images(store, {one.descriptor, two.descriptor}, output, 0, 1));
  const ScratchDirectory other;
  Store fresh = store_in(other);
  CHECK(must(import_images(fresh, scratch / "out.tar")) == std::vector<std::string>{"multi:2"});
  CHECK(must(fresh.find("multi:2"))->digest == pair.digest);
  CHECK(must(fresh.image("multi:2", {"linux", "arm", "v7"})).has_value());
  says(refusal(export_images(store, {one.descriptor, two.descriptor},
                             to(Output::Kind::Docker, scratch / "docker.tar"), 0, 1)),
       "type=oci");
  CHECK_FALSE(exists(scratch / "docker.tar"));
}

TEST_CASE("The root file system is what the layers make together") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image =
      add_image(store, {{directory("d", 0750), file("d/old", "1"), file("gone", "x"),
                         file("h1", "link"), hard_link("h2", "h1"), soft_link("l", "d/old")},
                        {whiteout("gone"), file("d/new", "2", 04755)}});
  must(export_images(store, {image.descriptor}, to(Output::Kind::Tar, scratch / "root.tar"), 0, 2));
  auto blob = std::make_shared<const FileDescriptor>(must(open_file(scratch / "root.tar")));
  const auto index = must(layer_index_of(must(index_of_tar(*blob)), blob));
  std::string paths;
  for (std::size_t i = 0; i < index->size(); ++i) paths += shown(index->at(i)) + "\n";
  CHECK(paths ==
        "d:d 750\nd/new:f 4755 2\nd/old:f 644 1\nh1:f 644 link\nh2:h 644 ->h1\nl:l 0 ->d/old\n");

  must(make_directories(scratch / "out"));
  put_file(scratch / "out/kept", "mine");
  put_file(scratch / "out/h1", "theirs");
  for (int round = 0; round < 2; ++round) {
    must(export_images(store, {image.descriptor}, to(Output::Kind::Local, scratch / "out"), 0, 2));
    CHECK(file_bytes(scratch / "out/d/new") == "2");
    CHECK(file_bytes(scratch / "out/h1") == "link");
    CHECK(file_bytes(scratch / "out/kept") == "mine");
    CHECK_FALSE(exists(scratch / "out/gone"));
  }
  const StoredImage other = add_image(store, {{file("f", "3")}}, arm64);
  must(export_images(store, {image.descriptor, other.descriptor},
                     to(Output::Kind::Local, scratch / "both"), 0, 1));
  CHECK(file_bytes(scratch / "both/linux_amd64/d/old") == "1");
  CHECK(file_bytes(scratch / "both/linux_arm64/f") == "3");
}

TEST_CASE("A directory is never written through somebody's link") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{directory("d"), file("d/f", "new")}});
  must(make_directories(scratch / "outside"));
  must(make_directories(scratch / "out"));
  put_file(scratch / "outside/f", "old");
  REQUIRE(::symlink((scratch / "outside").c_str(), (scratch / "out/d").c_str()) == 0);
  must(export_images(store, {image.descriptor}, to(Output::Kind::Local, scratch / "out"), 0, 1));
  CHECK(file_bytes(scratch / "outside/f") == "old");
  CHECK(file_bytes(scratch / "out/d/f") == "new");
}

TEST_CASE("A root file system becomes an image of one layer") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  put_tar(scratch / "root.tar", {directory("bin"), file("bin/sh", "#!", 0755)});
  put_compressed(scratch / "root.tar", scratch / "root.tar.zst", Compression::Zstd);
  ImageConfig config;
  config.platform = amd64;
  config.cmd = {{"/bin/sh"}};
  const StoredImage image =
      must(store.image(must(import_tree(store, scratch / "root.tar", config, 0))));
  const Descriptor packed = must(import_tree(store, scratch / "root.tar.zst", config, 0));
  CHECK(image.config.diff_ids == must(store.image(packed)).config.diff_ids);
  CHECK(image.config.cmd == config.cmd);
  CHECK(image.config.history.size() == 1);
  put_file(scratch / "empty", "");
  CHECK_FALSE(import_tree(store, scratch / "empty", config, 0).has_value());
  put_file(scratch / "noise", std::string(2000, '?'));
  CHECK_FALSE(import_tree(store, scratch / "noise", config, 0).has_value());
  CHECK_FALSE(import_tree(store, scratch / "missing", config, 0).has_value());
}

TEST_CASE("An archive of docker's is read by its manifest.json, links and all") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", "1")}, {file("a", "1")}});
  const std::string layer = file_bytes(store.blob_path(image.config.diff_ids[0]));
  const std::string config = must(store.read_blob(image.manifest.config.digest, 1 << 20));
  const auto archive = [&](const std::string& layers, const std::string& bytes) {
    put_tar(scratch / "docker.tar",
            {file("abc.json", config), directory("one"), directory("two"),
             file("one/layer.tar", bytes), soft_link("two/layer.tar", "../one/layer.tar"),
             file("manifest.json",
                  R"([{"Config":"abc.json","RepoTags":["app:1","Bad Name"],"Layers":)" + layers +
                      "}]")});
    const ScratchDirectory other;
    Store fresh = store_in(other);
    auto names = import_images(fresh, scratch / "docker.tar");
    if (names) {
      CHECK(must(fresh.image("app:1", amd64))->config == image.config);
      CHECK(must(fresh.layer(image.config.diff_ids[1])).has_value());
    }
    return names;
  };
  CHECK(must(archive(R"(["one/layer.tar","two/layer.tar"])", layer))[0] == "app:1");
  says(refusal(archive(R"(["one/layer.tar"])", layer)), "1 layers, but its configuration names 2");
  says(refusal(archive(R"(["one/layer.tar","../../etc/passwd"])", layer)), "is missing");
  says(refusal(archive(R"(["one/layer.tar",7])", layer)), "not a string");
  says(refusal(archive("7", layer)), "not an array");
  says(refusal(archive(R"(["one/layer.tar","two/layer.tar"])", layer + layer)), "is damaged");
  std::string many = "[";
  for (int i = 0; i < 10'000; ++i) many += "\"one/layer.tar\",";
  says(refusal(archive(many + "\"two/layer.tar\"]", layer)), "10001 layers");
}

TEST_CASE("Archives that hold no image, or half of one, are said") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", std::string(10'000, 'a'))}});
  must(
      export_images(store, {image.descriptor}, to(Output::Kind::Oci, scratch / "whole.tar"), 0, 1));
  const std::string whole = file_bytes(scratch / "whole.tar");
  const auto loaded = [&](const std::string& bytes) {
    put_file(scratch / "x.tar", bytes);
    const ScratchDirectory other;
    Store fresh = store_in(other);
    auto names = import_images(fresh, scratch / "x.tar");
    CHECK(must(fresh.names()).size() == (names ? names->size() : 0));
    return names;
  };
  CHECK(loaded(whole).has_value());
  says(refusal(loaded(whole.substr(0, whole.size() / 2))), "x.tar");
  (void)refusal(loaded(""));
  (void)refusal(loaded("hello"));
  (void)refusal(loaded(std::string(10'240, '\0')));
  put_tar(scratch / "rootfs.tar", {directory("bin")});
  says(refusal(loaded(file_bytes(scratch / "rootfs.tar"))), "plimsoll store import");
  (void)refusal(import_images(store, scratch / "not there"));
  must(make_directories(scratch / "empty"));
  says(refusal(import_images(store, scratch / "empty")), "holds no image");

  // The tar is as it was, a byte of a blob is not.
  const std::string config = must(store.read_blob(image.manifest.config.digest, 1 << 20));
  std::string changed = whole;
  changed[changed.find(config) + 20] ^= 1;
  says(refusal(loaded(changed)), "is damaged");

  const auto layout = [&](const std::string& index) {
    put_tar(scratch / "layout.tar", {file("oci-layout", "{}"), file("index.json", index)});
    return refusal(loaded(file_bytes(scratch / "layout.tar")));
  };
  (void)layout("");
  (void)layout("[]");
  (void)layout(std::string(100'000, '['));
  says(layout(R"({"schemaVersion":2,"manifests":[{"mediaType":")" +
              std::string(media_type::oci_manifest) + R"(","digest":"sha256:)" + hex +
              R"(","size":1}]})"),
       "is missing");
  (void)layout(R"({"schemaVersion":2,"manifests":[{"mediaType":"m","digest":"sha256:../../x"}]})");
  (void)layout(R"({"schemaVersion":2,"manifests":[]})" + std::string(5 << 20, ' '));
}

TEST_CASE("Damage in the store does not leave it") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", std::string(10'000, 'a'))}});
  damage(store.blob_path(image.config.diff_ids[0]));
  says(refusal(export_images(store, {image.descriptor}, to(Output::Kind::Oci, scratch / "out.tar"),
                             0, 1)),
       image.config.diff_ids[0]);
  CHECK_FALSE(exists(scratch / "out.tar"));
}

TEST_CASE("What a link leads to is written, the link stays") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", "1")}});
  must(make_directories(scratch / "far"));
  put_file(scratch / "far/real.tar", "old");
  REQUIRE(::symlink((scratch / "far/real.tar").c_str(), (scratch / "link.tar").c_str()) == 0);
  must(export_images(store, {image.descriptor}, to(Output::Kind::Oci, scratch / "link.tar"), 0, 1));
  struct stat status = {};
  REQUIRE(::lstat((scratch / "link.tar").c_str(), &status) == 0);
  CHECK(S_ISLNK(status.st_mode));
  CHECK(file_bytes(scratch / "far/real.tar").size() > 3);
}

TEST_CASE("What cannot be written is said, and nothing half-made stays") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", "1")}});
  for (const std::string& path : {scratch / "no/such/dir.tar", scratch / "store", std::string()}) {
    (void)refusal(export_images(store, {image.descriptor}, to(Output::Kind::Oci, path), 0, 1));
  }
  says(refusal(export_images(store, {image.descriptor}, to(Output::Kind::Oci, "/dev/full"), 0, 1)),
       "/dev/full");
}

}  // namespace
