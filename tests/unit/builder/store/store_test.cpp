#include <sys/stat.h>

#include "builder/store/store.h"

#include <fcntl.h>

#include "builder/store/names.h"
#include "tests/unit/builder/store/rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;

namespace {

const std::string hex(64, 'a');
const Platform amd64{"linux", "amd64", ""};

TEST_CASE("Names have one normal form") {
  CHECK(normal_name("app") == "docker.io/library/app:latest");
  CHECK(normal_name("docker.io/app:1") == "docker.io/library/app:1");
  CHECK(normal_name("ghcr.io/x/y:2@sha256:" + hex) == "ghcr.io/x/y@sha256:" + hex);
  CHECK(normal_name("sha256:" + hex) == "sha256:" + hex);
  CHECK_FALSE(normal_name("No Such").has_value());
  CHECK_FALSE(normal_name("").has_value());
  CHECK(familiar_name("docker.io/library/app:latest") == "app:latest");
  CHECK(familiar_name("ghcr.io/x/y@sha256:" + hex) == "ghcr.io/x/y@sha256:" + hex);
  CHECK(digest_in("ghcr.io/x/y@sha256:" + hex) == "sha256:" + hex);
  CHECK(digest_in("docker.io/library/app:1").empty());
}

TEST_CASE("A store is an OCI layout, and opening it again changes nothing") {
  const ScratchDirectory scratch;
  { const Store store = store_in(scratch); }
  CHECK(file_bytes(scratch / "store/oci-layout") == "{\"imageLayoutVersion\":\"1.0.0\"}\n");
  put_file(scratch / "store/index.json", "{\"schemaVersion\":2,\"manifests\":[],\"x\":1}");
  const Store store = store_in(scratch);
  CHECK(must(store.names()).empty());
  CHECK(file_bytes(scratch / "store/index.json").find("\"x\"") != std::string::npos);
}

TEST_CASE("An image is found by its names and digests, for its platform") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", "1")}});
  must(store.tag("app:1", image.descriptor));
  CHECK(must(store.image("docker.io/library/app:1", amd64))->config == image.config);
  CHECK(must(store.image(image.descriptor.digest, amd64)).has_value());
  CHECK(must(store.image("any@" + image.descriptor.digest, amd64)).has_value());
  CHECK_FALSE(must(store.image("app:1", {"linux", "arm64", ""})).has_value());
  CHECK_FALSE(must(store.image("app:2", amd64)).has_value());
  CHECK_FALSE(must(store.find("sha256:" + hex)).has_value());
  CHECK_FALSE(must(store.find(image.config.diff_ids[0])).has_value());
  CHECK_FALSE(store.find("A b").has_value());
  CHECK_FALSE(store.tag("x", Descriptor{.digest = "sha256:" + hex}).has_value());
  CHECK(must(store.untag("app:1")));
  CHECK_FALSE(must(store.untag("app:1")));
}

TEST_CASE("Names of other programs and unknown members stay") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredImage image = add_image(store, {{file("a", "1")}});
  const std::string foreign = "{\"mediaType\":\"" + image.descriptor.media_type +
                              "\",\"digest\":\"" + image.descriptor.digest +
                              "\",\"size\":1,\"artifactType\":\"x/y\",\"annotations\":{"
                              "\"org.opencontainers.image.ref.name\":\"theirs:2\"}}";
  put_file(scratch / "store/index.json",
           "{\"schemaVersion\":2,\"own\":true,\"manifests\":[" + foreign + ",7]}");
  CHECK(must(store.names()).size() == 1);
  CHECK(must(store.find("theirs:2"))->digest == image.descriptor.digest);
  must(store.tag("mine", image.descriptor));
  const std::string text = file_bytes(scratch / "store/index.json");
  CHECK(text.find("artifactType") != std::string::npos);
  CHECK(text.find("\"own\":true") != std::string::npos);
  CHECK(text.find("\"org.opencontainers.image.ref.name\":\"mine:latest\"") != std::string::npos);
  CHECK(must(store.names()).size() == 2);
}

TEST_CASE("A damaged list of names is an error that names the file") {
  const ScratchDirectory scratch;
  const Store store = store_in(scratch);
  for (const char* text : {"", "[", "[]", "{\"manifests\":3}"}) {
    put_file(scratch / "store/index.json", text);
    const auto names = store.names();
    REQUIRE_FALSE(names.has_value());
    CHECK(names.error().message.find("index.json") != std::string::npos);
  }
}

TEST_CASE("Small blobs are kept by their digest; damage is found and taken out") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const std::string digest = must(store.add_blob("{}"));
  CHECK(digest == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  CHECK(must(store.read_blob(digest, 10)) == "{}");
  CHECK_FALSE(store.read_blob(digest, 1).has_value());
  damage(store.blob_path(digest));
  const auto read = store.read_blob(digest, 10);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().message.find(digest) != std::string::npos);
  CHECK(read.error().message.find("damaged") != std::string::npos);
  CHECK_FALSE(store.has_blob(digest));
  CHECK(must(store.add_blob("{}")) == digest);
  CHECK(store.has_blob(digest));
  CHECK_FALSE(store.has_blob("sha256:../../../etc/passwd"));
  CHECK_FALSE(store.read_blob("sha256:..", 1).has_value());
}

TEST_CASE("What a step gave is remembered") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  CHECK_FALSE(store.recall(hex).has_value());
  store.remember(hex, "one");
  store.remember(hex, "two");
  CHECK(store.recall(hex) == "two");
  CHECK(store_in(scratch).recall(hex) == "two");
}

TEST_CASE("A store may be read where it cannot be written") {
  const ScratchDirectory scratch;
  CHECK_FALSE(Store::open(scratch / "none", true).has_value());
  StoredImage image;
  {
    Store store = store_in(scratch);
    image = add_image(store, {{file("a", "1")}});
    must(store.tag("app", image.descriptor));
  }
  Store store = must(Store::open(scratch / "store", true));
  CHECK(must(store.image("app", amd64)).has_value());
  CHECK(must(store.layer(image.config.diff_ids[0])).has_value());
  CHECK_FALSE(store.add_blob("new").has_value());
  CHECK_FALSE(store.tag("b", image.descriptor).has_value());
  CHECK_FALSE(store.new_directory().has_value());
  store.remember(hex, "x");
  CHECK_FALSE(store.recall(hex).has_value());
}

TEST_CASE("A place that is no directory is said") {
  const ScratchDirectory scratch;
  put_file(scratch / "file", "x");
  const auto store = Store::open(scratch / "file");
  REQUIRE_FALSE(store.has_value());
  CHECK(store.error().message.find(scratch / "file") != std::string::npos);
}

TEST_CASE("What the dead left in tmp/ goes, what the living have stays") {
  const ScratchDirectory scratch;
  { const Store store = store_in(scratch); }
  must(make_directories(scratch / "store/tmp/1-0/d/e"));
  put_file(scratch / "store/tmp/1-0/d/e/f", "x");
  const Store living = store_in(scratch);
  const std::string mine = must(living.new_directory());
  CHECK_FALSE(exists(scratch / "store/tmp/1-0"));
  const Store other = store_in(scratch);
  const std::string theirs = must(other.new_directory());
  CHECK(exists(mine));
  CHECK(exists(theirs));
  CHECK(mine.substr(0, mine.rfind('/')) != theirs.substr(0, theirs.rfind('/')));
}

TEST_CASE("Trees are removed whatever is in them, links not followed") {
  const ScratchDirectory scratch;
  std::string deep = scratch / "top";
  must(make_directories(deep));
  int at = ::open(deep.c_str(), O_RDONLY | O_DIRECTORY);
  for (int i = 0; i < 3000; ++i) {  // deeper than a path may be long
    REQUIRE(::mkdirat(at, "dddddddd", 0500) == 0);
    const int next = ::openat(at, "dddddddd", O_RDONLY | O_DIRECTORY);
    ::close(at);
    at = next;
  }
  ::close(at);
  put_file(scratch / "kept", "x");
  REQUIRE(::symlink((scratch / "kept").c_str(), (scratch / "top/link").c_str()) == 0);
  must(remove_all(scratch / "top"));
  CHECK_FALSE(exists(scratch / "top"));
  CHECK(exists(scratch / "kept"));
  must(remove_all(scratch / "kept"));
  CHECK_FALSE(exists(scratch / "kept"));
  must(remove_all(scratch / "never/was"));
}

TEST_CASE("A store that is made is closed to others, one that is there keeps its mode") {
  const ScratchDirectory scratch;
  const auto mode = [&](const char* path) {
    struct stat status = {};
    REQUIRE(::stat((scratch / path).c_str(), &status) == 0);
    return status.st_mode & 07777;
  };
  (void)must(Store::open(scratch / "deep/new"));
  CHECK(mode("deep") == 0755);
  CHECK(mode("deep/new") == 0700);
  CHECK(mode("deep/new/trees") == 0700);
  must(make_directories(scratch / "theirs"));
  REQUIRE(::chmod((scratch / "theirs").c_str(), 0755) == 0);
  (void)must(Store::open(scratch / "theirs"));
  CHECK(mode("theirs") == 0755);
  CHECK(mode("theirs/blobs") == 0755);
  CHECK(mode("theirs/trees") == 0700);
  CHECK(mode("theirs/caches") == 0700);
}

TEST_CASE("Names in the way of a removal do not end it") {
  const ScratchDirectory scratch;
  must(make_directories(scratch / "top/a/b/c"));
  must(make_directories(scratch / "top.0/kept"));
  must(make_directories(scratch / "top.1/kept"));
  must(remove_all(scratch / "top"));
  CHECK_FALSE(exists(scratch / "top"));
  CHECK(exists(scratch / "top.0/kept"));
  CHECK(exists(scratch / "top.1/kept"));
}

}  // namespace
