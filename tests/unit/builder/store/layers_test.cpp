#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <thread>

#include "builder/store/unpack.h"
#include "tests/unit/builder/store/rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;

namespace {

const std::string hex(64, 'a');

struct stat status_of(const std::string& path) {
  struct stat status = {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status;
}

Descriptor described(Store& store, const std::string& diff_id, Compression compression) {
  return must(store.layer_blob(diff_id, compression, 2));
}

TEST_CASE("A layer that was written is there at once, and in the next process") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredLayer layer = add(store, {directory("d"), file("d/f", "bytes")});
  CHECK(must(store.layer(layer.diff_id))->index == layer.index);
  const Store again = store_in(scratch);
  const StoredLayer opened = *must(again.layer(layer.diff_id));
  CHECK(opened.index->size() == 2);
  CHECK(must(read_content(opened.index->at(1), 100)) == "bytes");
  CHECK_FALSE(must(store.layer("sha256:" + hex)).has_value());
  CHECK_FALSE(store.layer("sha256:nonsense").has_value());
}

TEST_CASE("Compressed layers are unpacked once, checked against both digests") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredLayer layer = add(store, {file("f", std::string(100'000, 'x'))});
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    const Descriptor blob = described(store, layer.diff_id, compression);
    CHECK(blob.digest != layer.diff_id);
    CHECK(described(store, layer.diff_id, compression) == blob);
    const ScratchDirectory other;
    Store fresh = store_in(other);
    put_file(fresh.blob_path(blob.digest), file_bytes(store.blob_path(blob.digest)));
    CHECK_FALSE(fresh.layer(blob, "sha256:" + hex).has_value());
    CHECK(must(fresh.layer(blob, layer.diff_id)).index->size() == 1);
    CHECK(file_bytes(fresh.blob_path(layer.diff_id)) == file_bytes(store.blob_path(layer.diff_id)));
    // It came like this, and goes like this.
    CHECK(described(fresh, layer.diff_id, compression).digest == blob.digest);
  }
}

TEST_CASE("A bit that flipped is found, and the blob is named") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredLayer layer = add(store, {file("f", std::string(100'000, 'x'))});
  const Descriptor blob = described(store, layer.diff_id, Compression::Gzip);
  const ScratchDirectory other;
  Store fresh = store_in(other);
  put_file(fresh.blob_path(blob.digest), file_bytes(store.blob_path(blob.digest)));
  damage(fresh.blob_path(blob.digest));
  const auto unpacked = fresh.layer(blob, layer.diff_id);
  REQUIRE_FALSE(unpacked.has_value());
  CHECK(unpacked.error().message.find(blob.digest) != std::string::npos);
  CHECK_FALSE(fresh.has_blob(blob.digest));

  // In the plain blob: found when it leaves the store, or when its index has to be made anew.
  damage(store.blob_path(layer.diff_id));
  const auto packed = store.layer_blob(layer.diff_id, Compression::Zstd, 1);
  REQUIRE_FALSE(packed.has_value());
  CHECK(packed.error().message.find(layer.diff_id) != std::string::npos);
}

TEST_CASE("An index that is damaged or gone is made anew") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredLayer layer = add(store, {file("f", "x"), soft_link("l", "f")});
  const std::string index = scratch / ("store/layers/" + layer.diff_id.substr(7) + ".index");
  put_file(index, "no index");
  CHECK(must(store_in(scratch).layer(layer.diff_id))->index->size() == 2);
  REQUIRE(::unlink(index.c_str()) == 0);
  CHECK(must(store_in(scratch).layer(layer.diff_id))->index->size() == 2);
  CHECK(exists(index));
}

TEST_CASE("A layer that is not there is said") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  Descriptor blob;
  blob.digest = "sha256:" + hex;
  blob.urls = {"https://example.com/layer"};
  const auto layer = store.layer(blob, "sha256:" + std::string(64, 'b'));
  REQUIRE_FALSE(layer.has_value());
  CHECK(layer.error().message.find("https://example.com/layer") != std::string::npos);
  CHECK_FALSE(store.tree("sha256:" + hex).has_value());
}

TEST_CASE("Threads that ask for one layer get one layer") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredLayer layer = add(store, {file("f", std::string(100'000, 'x'))});
  const Descriptor blob = described(store, layer.diff_id, Compression::Gzip);
  const ScratchDirectory other;
  Store fresh = store_in(other);
  put_file(fresh.blob_path(blob.digest), file_bytes(store.blob_path(blob.digest)));
  std::vector<std::shared_ptr<const LayerIndex>> found(8);
  std::vector<std::thread> threads;
  for (auto& each : found) {
    threads.emplace_back([&] {
      if (auto got = fresh.layer(blob, layer.diff_id)) each = got->index;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& each : found) {
    CHECK(each != nullptr);
    CHECK(each == found[0]);
  }
}

TEST_CASE("A tree is what overlayfs takes as a lower directory") {
  if (::geteuid() != 0) return;  // owners and devices take root
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  std::vector<Entry> entries = {directory("d", 01777),
                                file("d/suid", "s", 04755),
                                soft_link("d/link", "../../etc"),
                                whiteout("gone"),
                                directory("o"),
                                opaque("o"),
                                file("h", "linked"),
                                hard_link("h2", "h"),
                                made(EntryKind::CharDevice, "null", 0666),
                                whiteout("again"),
                                file("again", "new"),
                                made(EntryKind::Fifo, "fifo", 0600),
                                file("big", std::string(700'000, 'b')),
                                file("implied/deep/f", "i")};
  for (Entry& entry : entries) entry.mtime_s = 1'000'000'000;
  entries[1].uid = 5;
  entries[1].gid = 6;
  entries[1].xattrs = {{"trusted.overlay.redirect", "/etc"}, {"user.note", "yes"}};
  entries[2].uid = 7;
  entries[8].device_major = 1;
  entries[8].device_minor = 3;
  entries[12].mtime_s = 1;
  const StoredLayer layer = add(store, entries);
  for (const unsigned workers : {1U, 4U}) {
    const std::string tree = must(store.tree(layer.diff_id, workers));
    CHECK((status_of(tree + "/d").st_mode & 07777) == 01777);
    CHECK(status_of(tree + "/d").st_mtim.tv_sec == 1'000'000'000);
    const struct stat suid = status_of(tree + "/d/suid");
    CHECK((suid.st_mode & 07777) == 04755);
    CHECK(suid.st_uid == 5);
    CHECK(suid.st_gid == 6);
    char value[8] = {};
    CHECK(::getxattr((tree + "/d/suid").c_str(), "trusted.overlay.redirect", value, 8) < 0);
    CHECK(status_of(tree + "/d/link").st_uid == 7);
    CHECK(status_of(tree + "/d/link").st_mtim.tv_sec == 1'000'000'000);
    CHECK(S_ISCHR(status_of(tree + "/gone").st_mode));
    CHECK(status_of(tree + "/gone").st_rdev == 0);
    CHECK(::getxattr((tree + "/o").c_str(), "trusted.overlay.opaque", value, 8) == 1);
    CHECK(status_of(tree + "/h").st_ino == status_of(tree + "/h2").st_ino);
    CHECK(status_of(tree + "/null").st_rdev == ::makedev(1, 3));
    CHECK(file_bytes(tree + "/again") == "new");
    CHECK(S_ISFIFO(status_of(tree + "/fifo").st_mode));
    CHECK(file_bytes(tree + "/big") == std::string(700'000, 'b'));
    CHECK(status_of(tree + "/big").st_mtim.tv_sec > 1'700'000'000);
    CHECK((status_of(tree + "/implied/deep").st_mode & 07777) == 0755);
    CHECK(must(store.tree(layer.diff_id)) == tree);
    must(remove_all(tree));
  }
}

TEST_CASE("A layer that puts files below a link is no tree") {
  const ScratchDirectory scratch;
  put_file(scratch / "victim", "x");
  must(make_directories(scratch / "out"));
  const std::vector<Entry> lie = {soft_link("a", ".."), file("a/victim", "y")};
  CHECK_FALSE(unpack_layer(*index_of_entries(lie), scratch / "out", 2).has_value());
  CHECK(file_bytes(scratch / "victim") == "x");
  for (const char* path : {"../victim", "/victim", "b/../../victim", "b//c", "."}) {
    must(remove_all(scratch / "out"));
    must(make_directories(scratch / "out"));
    (void)unpack_layer(*index_of_entries({file(path, "y")}), scratch / "out", 1);
    CHECK(file_bytes(scratch / "victim") == "x");
  }
}

TEST_CASE("Directories that layers imply are under an overlay what they were") {
  if (::geteuid() != 0) return;
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const StoredLayer base = add(store, {directory("tmp", 01777), directory("home/u", 0700)});
  const StoredLayer above = add(store, {file("tmp/x", "1"), file("home/u/y", "2")});
  CHECK_FALSE(must(store.implied_tree({base})).has_value());
  const std::string tree = *must(store.implied_tree({base, above}));
  CHECK((status_of(tree + "/tmp").st_mode & 07777) == 01777);
  CHECK((status_of(tree + "/home/u").st_mode & 07777) == 0700);
  CHECK((status_of(tree + "/home").st_mode & 07777) == 0755);
  CHECK_FALSE(exists(tree + "/tmp/x"));
  CHECK(must(store.implied_tree({base, above})) == tree);
  CHECK_FALSE(must(store.implied_tree({base, add(store, {file("etc/z", "3")})})).has_value());
}

TEST_CASE("A tree that is there already is kept") {
  const ScratchDirectory scratch;
  Store store = store_in(scratch);
  const std::string digest = "sha256:" + hex;
  for (const char* content : {"first", "second"}) {
    const std::string made = must(store.new_directory());
    put_file(made + "/f", content);
    must(store.adopt_tree(made, digest));
    CHECK_FALSE(exists(made));
  }
  CHECK(file_bytes(scratch / ("store/trees/" + hex + "/f")) == "first");
}

}  // namespace
