// Layers that an earlier run has seen: when they are believed, hashed, read anew.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "analyzer/base/file.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/image/scan/layer_cache.h"
#include "tests/unit/analyzer/image/scan/scanning.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

std::string sha256(std::string_view bytes) {
  return "sha256:" + digest::to_hex(digest::sha256(bytes));
}

// A layer in a file, which counts what is read of it.
class FileLayer final : public ImageSource {
 public:
  FileLayer() {
    std::string name = "/tmp/plimsoll-known-XXXXXX";
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    description_.layers.resize(1);
    auto cache = LayerCache::open(folder_ + "/cache", "v", UINT64_MAX);
    REQUIRE(cache.has_value());
    cache_ = std::move(*cache);
  }
  ~FileLayer() override { std::filesystem::remove_all(folder_); }

  // In place, as somebody would who means harm; waits until its times are of the past.
  void write(const std::string& bytes) {
    bytes_ = bytes;
    auto made = NewFile::create(folder_);
    REQUIRE(made.has_value());
    REQUIRE(write_all(made->file(), bytes).has_value());
    REQUIRE(made->commit(folder_ + "/blob").has_value());
    auto opened = open_file(folder_ + "/blob");
    REQUIRE(opened.has_value());
    file_ = std::make_shared<FileDescriptor>(std::move(*opened));
    while (!identity_of(range())) {
    }
  }
  LayerBlob& told() { return description_.layers[0]; }
  void tell(const std::string& blob, const std::string& plain) {
    told().blob = {.digest = sha256(blob), .size = blob.size()};
    told().diff_id = sha256(plain);
  }

  // "read" how much, then "trusted" or not, what is in it, and the notes.
  std::string scan(bool verify_always = false) {
    ScanOptions options;
    options.cache = cache_.get();
    options.verify_always = verify_always;
    read_ = 0;
    scanned = scan_image(*this, options).layers.at(0);
    std::string text = read_ == 0 ? "" : read_ <= bytes_.size() ? "once " : "twice ";
    if (scanned.trusted) text += "trusted ";
    text += told_entries();
    for (const SourceNote& note : scanned.notes) text += " " + note.kind;
    return text;
  }

  const ImageDescription& description() const override { return description_; }
  Result<std::unique_ptr<BlobReader>> open_layer(std::size_t) const override {
    return std::make_unique<Reader>(*this);
  }

  LayerScan scanned;
  bool in_file = true;

 private:
  struct Reader final : BlobReader {
    explicit Reader(const FileLayer& from) : layer(from) {}
    Result<std::size_t> read(char* into, std::size_t room) override {
      const auto got = read_at(*layer.file_, at, into, room);
      at += got.value_or(0);
      layer.read_ += got.value_or(0);
      return got;
    }
    std::optional<FileRange> in_file() const override {
      return layer.in_file ? std::optional(layer.range()) : std::nullopt;
    }
    const FileLayer& layer;
    std::uint64_t at = 0;
  };

  FileRange range() const { return {file_, 0, bytes_.size()}; }
  std::string told_entries() const {
    if (!scanned.layer) return "nothing";
    std::string text = testing::told(*scanned.layer);
    return text.substr(0, text.find('\n'));
  }

  std::string folder_, bytes_;
  std::shared_ptr<const FileDescriptor> file_;
  std::unique_ptr<LayerCache> cache_;
  ImageDescription description_;
  mutable std::uint64_t read_ = 0;
};

const std::string tar = file("a", std::string(3000, 'x')) + file("b", "y") + end_blocks;
const std::string other = file("z", std::string(3000, 'x')) + file("b", "y") + end_blocks;

}  // namespace

TEST_CASE("An unchanged file is not read again, unless that is asked for") {
  FileLayer layer;
  const std::string gzip = packed(tar, Compression::Gzip);
  layer.write(gzip);
  layer.tell(gzip, tar);
  CHECK(layer.scan() == "once f /a 3000");
  const LayerScan first = layer.scanned;
  CHECK(layer.scan() == "trusted f /a 3000");
  CHECK(layer.scanned.blob_digest == first.blob_digest);
  CHECK(layer.scanned.blob_bytes == first.blob_bytes);
  CHECK(layer.scanned.compression == first.compression);
  CHECK(layer.scanned.layer->wire_entries_end == first.layer->wire_entries_end);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(layer.scanned.layer->entries[i].wire == first.layer->entries[i].wire);
  }
  CHECK(layer.scan(true) == "once f /a 3000");
  CHECK_FALSE(layer.scanned.trusted);
}

TEST_CASE("The same layer elsewhere is hashed, not unpacked") {
  FileLayer layer;
  layer.write(tar);
  CHECK(layer.scan() == "once f /a 3000");
  layer.write(tar);  // another file
  layer.tell(tar, tar);
  CHECK(layer.scan() == "once f /a 3000");
  CHECK_FALSE(layer.scanned.trusted);
  CHECK(layer.scan() == "trusted f /a 3000");
  // docker save says no digest of its blobs, and they are plain.
  layer.write(tar);
  layer.told().blob = {};
  CHECK(layer.scan() == "once f /a 3000");
}

TEST_CASE("A file that is not what it claims to be is read for what it is") {
  FileLayer layer;
  layer.write(tar);
  layer.tell(tar, tar);
  CHECK(layer.scan() == "once f /a 3000");
  layer.write(other);
  CHECK(layer.scan() == "twice f /z 3000 digest-mismatch diff-id-mismatch");
  // And again: what it is, is known now, and so is that it is not what it should be.
  CHECK(layer.scan() == "trusted f /z 3000 digest-mismatch diff-id-mismatch");
  layer.tell(other, other);
  CHECK(layer.scan() == "trusted f /z 3000");
}

TEST_CASE("What is pulled is known by its digest") {
  FileLayer layer;
  layer.write(tar);
  layer.tell(tar, tar);
  CHECK(layer.scan() == "once f /a 3000");
  layer.in_file = false;
  CHECK(layer.scan() == "trusted f /a 3000");
  CHECK(layer.scan(true) == "once f /a 3000");
}

TEST_CASE("What is not whole is not kept") {
  FileLayer layer;
  layer.write(tar.substr(0, 1000));
  CHECK(layer.scan() == "once f /a 488");
  CHECK(layer.scan() == "once f /a 488");
}

TEST_CASE("A layer that is there twice is read once") {
  MemoryImage source({tar, other, tar});
  for (LayerBlob& blob : source.describe().layers) blob.blob.digest = sha256(tar);
  source.describe().layers[1].blob.digest = sha256(other);
  std::map<std::size_t, std::uint64_t> progress;
  ScanOptions options;
  options.on_progress = [&](std::size_t layer, std::uint64_t bytes) { progress[layer] = bytes; };
  const ImageScan scan = scan_image(source, options);
  CHECK(scan.layers[0].layer == scan.layers[2].layer);
  CHECK(scan.layers[2].notes.at(0).layer == 2);
  CHECK(progress.size() == 2);
}

TEST_CASE("However many work, the answer is the same") {
  std::vector<std::string> blobs;
  for (int i = 0; i < 9; ++i) {
    std::string plain;
    for (int k = 0; k < 100 + 300 * (i % 3); ++k) {
      plain +=
          file("f" + std::to_string(i * k), std::string(static_cast<std::size_t>(k) * 37, 'x'));
    }
    blobs.push_back(i % 2 == 0 ? packed(plain + end_blocks, Compression::Gzip) : plain);
  }
  const MemoryImage source(blobs);
  std::string first;
  for (const unsigned workers : {1U, 2U, 3U, 8U}) {
    ScanOptions options;
    options.workers = workers;
    std::string text;
    for (const LayerScan& layer : scan_image(source, options).layers) {
      text += layer.blob_digest + " " + layer.layer->diff_id + "\n" + testing::told(*layer.layer);
    }
    if (first.empty()) first = text;
    CHECK(text == first);
  }
}

TEST_CASE("A layer that has lost what was kept of it is not believed to be whole") {
  struct Wants final : FileInterest {
    std::uint64_t keep(std::string_view, std::uint64_t) const override { return 1000; }
    std::string_view version() const override { return "all"; }
  };
  std::string folder = "/tmp/plimsoll-known-XXXXXX";
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  {
    auto cache = LayerCache::open(folder, "v", UINT64_MAX);
    REQUIRE(cache.has_value());
    const Wants wants;
    ScanOptions options;
    options.interest = &wants;
    options.cache = cache->get();
    options.limits.kept_packed_bytes = 150;
    MemoryImage image({file("a", std::string(100, 'a')) + end_blocks,
                       file("b", std::string(100, 'b')) + end_blocks});
    // The upper one first.
    image.describe().layers[1].blob.size = 1;
    const auto known = [&] {
      const ImageScan scan = scan_image(image, options);
      std::string text = scan.partial ? "partial" : "whole";
      for (const LayerScan& layer : scan.layers) {
        image.describe().layers[static_cast<std::size_t>(&layer - scan.layers.data())].diff_id =
            layer.layer->diff_id;
        text += (*cache)->has_layer(layer.layer->diff_id) ? " known" : " new";
      }
      return text;
    };
    CHECK(known() == "partial new known");
    CHECK(known() == "partial new known");
    options.limits.kept_packed_bytes = 200;
    CHECK(known() == "whole known known");
    // Also what comes out of the cache counts.
    options.limits.kept_packed_bytes = 150;
    CHECK(known() == "partial known known");
  }
  std::filesystem::remove_all(folder);
}
