#include "builder/store/prune.h"

#include <fcntl.h>

#include "analyzer/digest/sha256.h"
#include "tests/unit/builder/store/rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;

namespace {

const std::string key(64, 'a');

struct Made {
  ScratchDirectory scratch;
  StoredImage named, loose;
  std::string compressed;  // of the named image's layer, noted but in no manifest

  Made() {
    Store store = store_in(scratch);
    named = add_image(store, {{file("named", "1")}});
    loose = add_image(store, {{file("loose", "2")}});
    must(store.tag("named", named.descriptor));
    store.remember(key, loose.config.diff_ids[0] + " 1");
    store.remember(std::string(64, 'b'), named.config.diff_ids[0] + " 1");
    compressed = must(store.layer_blob(named.config.diff_ids[0], Compression::Gzip, 1)).digest;
    (void)must(store.cache_directory("pip"));
  }
  Store open() const { return store_in(scratch); }
  PruneReport prune(const PruneOptions& options) const {
    return must(builder::prune(scratch / "store", options));
  }
};

TEST_CASE("Prune removes what no name reaches, and what led there") {
  const Made made;
  const PruneReport report = made.prune({});
  CHECK(report.freed_bytes > 0);
  {
    const Store store = made.open();
    CHECK(must(store.image("named", {"linux", "amd64", ""})).has_value());
    CHECK(must(store.layer(made.named.config.diff_ids[0])).has_value());
    CHECK_FALSE(store.has_blob(made.loose.descriptor.digest));
    CHECK_FALSE(store.has_blob(made.loose.config.diff_ids[0]));
    CHECK_FALSE(store.has_blob(made.compressed));
    CHECK_FALSE(store.recall(key).has_value());
    CHECK(store.recall(std::string(64, 'b')).has_value());
  }
  CHECK(made.prune({}).removed == 0);
}

TEST_CASE("With --all the cache of named images goes as well, their blobs never") {
  const Made made;
  (void)made.prune({.all = true});
  const Store store = made.open();
  CHECK(must(store.image("named", {"linux", "amd64", ""})).has_value());
  CHECK(store.has_blob(made.named.config.diff_ids[0]));
  CHECK_FALSE(exists(made.scratch /
                     ("store/layers/" + made.named.config.diff_ids[0].substr(7) + ".index")));
  CHECK_FALSE(store.recall(std::string(64, 'b')).has_value());
  CHECK(must(store.layer(made.named.config.diff_ids[0])).has_value());
}

TEST_CASE("Age and size limit what goes; a rehearsal removes nothing") {
  const Made made;
  CHECK(made.prune({.unused_for_s = 3600}).removed == 0);
  CHECK(made.prune({.keep_bytes = std::uint64_t{1} << 40}).removed == 0);
  CHECK(made.prune({.dry_run = true}).removed > 0);
  CHECK(made.open().has_blob(made.loose.descriptor.digest));
  CHECK(made.prune({.unused_for_s = 0, .keep_bytes = 0}).removed > 0);
  CHECK_FALSE(made.open().has_blob(made.loose.descriptor.digest));
}

TEST_CASE("Of an image that cannot be read the name is told, and nothing goes") {
  const Made made;
  {
    Store store = made.open();
    const std::string text = R"({"schemaVersion":2,"layers":"none"})";
    NewFile file = must(store.new_file());
    must(write_all(file.file(), text));
    Descriptor odd = made.loose.descriptor;
    odd.digest = "sha256:" + digest::to_hex(digest::sha256(text));
    odd.size = text.size();
    must(file.commit(made.scratch / ("store/blobs/sha256/" + odd.digest.substr(7))));
    must(store.tag("odd", odd));
  }
  const auto report = builder::prune(made.scratch / "store", {});
  REQUIRE_FALSE(report);
  CHECK(report.error().message.find("while reading the image docker.io/library/odd:latest: ") == 0);
  CHECK(made.open().has_blob(made.loose.descriptor.digest));
}

TEST_CASE("A store in use is not pruned") {
  const Made made;
  const Store running = made.open();
  const auto report = prune(made.scratch / "store", {});
  REQUIRE_FALSE(report.has_value());
  CHECK(report.error().code == EBUSY);
}

}  // namespace
