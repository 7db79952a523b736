#include "analyzer/image/scan/layer_cache.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "analyzer/base/file.h"
#include "analyzer/image/scan/layer_record.h"
#include "tests/unit/analyzer/image/scan/scanning.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

struct Folder {
  std::string path;
  Folder() {
    std::string name = "/tmp/plimsoll-cache-XXXXXX";
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& each : std::filesystem::recursive_directory_iterator(path)) {
      if (each.is_regular_file()) ++count;
    }
    return count;
  }
};

std::unique_ptr<LayerCache> open(const Folder& folder, const std::string& version = "v",
                                 std::uint64_t limit = UINT64_MAX) {
  auto cache = LayerCache::open(folder.path + "/deep/cache", version, limit);
  REQUIRE(cache.has_value());
  return std::move(*cache);
}

std::shared_ptr<const ScannedLayer> some_layer() {
  const std::string tar =
      Block{.name = "usr/", .type = '5'}.text() +
      pax(record("SCHILY.xattr.user.x", "y") + record("uid", "4294967296")) +
      file("usr/a", "#!/bin/sh\necho") + Block{.name = "l", .type = '2', .link = "usr/a"}.text() +
      Block{.name = "h", .type = '1', .link = "usr/a"}.text() + file("usr/.wh.gone", "x") +
      file("../out", "y") + file("usr/a", "\177ELF") + end_blocks;
  return scan_one(tar).layer;
}

std::string layer_record(const ScannedLayer& layer) {
  TextPacker packer(layer_record_magic);
  return std::string(write_layer_record(layer, packer));
}

}  // namespace

TEST_CASE("A layer comes back from its record as it was") {
  const auto layer = some_layer();
  const std::string record = layer_record(*layer);
  const auto read = read_layer_record(record);
  REQUIRE(read != nullptr);
  CHECK(told(*read) == told(*layer));
  CHECK(layer_record(*read) == record);
  CHECK(read->xattrs(read->entries[1]) == Xattrs{{"user.x", "y"}});
  CHECK(read->text_at(read->scripts[0].line) == "/bin/sh");
  CHECK(read->notes.size() == 4);
}

TEST_CASE("A damaged record is none, a hostile one harmless") {
  const std::string record = layer_record(*some_layer());
  for (std::size_t i = 0; i < record.size(); ++i) {
    std::string damaged = record;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
    CHECK(read_layer_record(damaged) == nullptr);
    CHECK(read_layer_record(record.substr(0, i)) == nullptr);
  }
}

TEST_CASE("What is kept is found, by its version alone") {
  const Folder folder;
  const auto layer = some_layer();
  const FileIdentity place{{1, 2, 3, -4, 5}, 6, 7};
  {
    const auto cache = open(folder);
    CHECK(cache->find_layer(layer->diff_id) == nullptr);
    cache->keep(*layer);
    cache->keep(KnownBlob{layer->diff_id, layer->diff_id, 70, Compression::Zstd, {0, 5, 5, 60}});
    cache->keep(place, layer->diff_id);
  }
  const auto cache = open(folder);
  REQUIRE(cache->find_layer(layer->diff_id) != nullptr);
  CHECK(cache->has_layer(layer->diff_id));
  CHECK(told(*cache->find_layer(layer->diff_id)) == told(*layer));
  const auto blob = cache->find_blob(layer->diff_id);
  REQUIRE(blob.has_value());
  CHECK(blob->wire == std::vector<std::uint64_t>{0, 5, 5, 60});
  CHECK(blob->compression == Compression::Zstd);
  CHECK(cache->find_digest(place) == layer->diff_id);
  FileIdentity other = place;
  ++other.file.ctime_ns;
  CHECK_FALSE(cache->find_digest(other).has_value());
  CHECK(cache->find_layer("sha256:../../etc/passwd") == nullptr);
  CHECK_FALSE(open(folder, "w")->has_layer(layer->diff_id));
}

TEST_CASE("Files that are not ours find nothing") {
  const Folder folder;
  const auto layer = some_layer();
  const auto cache = open(folder);
  cache->keep(*layer);
  cache->keep(KnownBlob{layer->diff_id, layer->diff_id, 1, Compression::None, {}});
  cache->keep(FileIdentity{}, layer->diff_id);
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder.path)) {
    if (!each.is_regular_file()) continue;
    const auto size = std::filesystem::file_size(each.path());
    std::filesystem::resize_file(each.path(), size - 1);
  }
  CHECK(cache->find_layer(layer->diff_id) == nullptr);
  CHECK_FALSE(cache->find_blob(layer->diff_id).has_value());
  CHECK_FALSE(cache->find_digest(FileIdentity{}).has_value());
}

TEST_CASE("What was not used for longest goes first") {
  const Folder folder;
  const auto layer = some_layer();
  open(folder)->keep(*layer);
  const std::string digest = "sha256:" + std::string(64, 'a');
  open(folder, "v", 1)->keep(FileIdentity{}, digest);
  CHECK(folder.files() == 0);
  open(folder, "v", 1 << 20)->keep(*layer);
  CHECK(folder.files() == 1);
}

TEST_CASE("A file that was written just now is not believed") {
  const Folder folder;
  auto made = NewFile::create(folder.path);
  REQUIRE(made.has_value());
  const std::string path = folder.path + "/file";
  REQUIRE(made->commit(path).has_value());
  auto opened = open_file(path);
  REQUIRE(opened.has_value());
  const FileRange range{std::make_shared<FileDescriptor>(std::move(*opened)), 0, 0};
  CHECK_FALSE(identity_of(range).has_value());
}
