// Layers that are packed, and what can be wrong with that.

#include <catch2/catch.hpp>

#include "analyzer/digest/sha256.h"
#include "tests/unit/analyzer/image/scan/scanning.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

std::string noise(std::size_t size, std::uint32_t seed) {
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>((seed = seed * 1'103'515'245 + 12'345) >> 23);
  return text;
}

std::string some_tar() {
  std::string tar;
  for (int i = 0; i < 40; ++i) {
    tar += file("f" + std::to_string(i), i % 2 == 0 ? noise(30'000, static_cast<std::uint32_t>(i))
                                                    : std::string(90'000, 'x'));
  }
  return tar + end_blocks;
}

std::string sha256(std::string_view bytes) {
  return "sha256:" + digest::to_hex(digest::sha256(bytes));
}

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("However a layer is packed, what is in it is the same") {
  const std::string tar = some_tar();
  const LayerScan plain = scan_one(tar);
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    const std::string blob = packed(tar, compression);
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1000}}) {
      const LayerScan scan = scan_one(blob, {}, piece);
      CHECK(scan.compression == compression);
      CHECK(scan.blob_bytes == blob.size());
      CHECK(scan.blob_digest == sha256(blob));
      CHECK(scan.layer->diff_id == sha256(tar));
      CHECK(told(*scan.layer) == told(*plain.layer));
      CHECK(scan.layer->entries_end == plain.layer->entries_end);
    }
  }
}

TEST_CASE("Positions on the wire rise, and are right to a step") {
  const std::string tar = some_tar();
  const std::string blob = packed(tar, Compression::Gzip);
  const LayerScan scan = scan_one(blob);
  std::uint64_t before = 0;
  for (const ScannedEntry& entry : scan.layer->entries) {
    CHECK(entry.wire >= before);
    before = entry.wire;
  }
  CHECK(scan.layer->wire_entries_end >= before);
  CHECK(scan.layer->wire_entries_end <= blob.size());
  CHECK(scan.layer->entries[0].wire == 0);
  // Noise costs what it is, the letters next to nothing; a step is 16 KiB.
  const auto wire = [&](std::size_t i) {
    return static_cast<std::int64_t>(scan.layer->entries[i + 1].wire - scan.layer->entries[i].wire);
  };
  for (std::size_t i = 0; i < 38; i += 2) CHECK(std::abs(wire(i) + wire(i + 1) - 31'000) < 16'384);
}

TEST_CASE("Frames one behind the other are one layer, zeros behind them nothing") {
  const std::string tar = some_tar();
  const std::string first = tar.substr(0, 100'000), second = tar.substr(100'000);
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    const std::string blob = packed(first, compression) + packed(second, compression);
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}}) {
      const LayerScan scan = scan_one(blob + std::string(1000, '\0'), {}, piece);
      CHECK(scan.layer->diff_id == sha256(tar));
      CHECK(scan.layer->notes.empty());
      CHECK(scan.layer->partial.empty());
    }
  }
}

TEST_CASE("A skippable frame is no part of the layer") {
  const std::string tar = some_tar();
  const std::string skipped = std::string("\x50\x2a\x4d\x18\x05\0\0\0", 8) + "hello";
  const LayerScan scan = scan_one(skipped + packed(tar, Compression::Zstd) + skipped + skipped);
  CHECK(scan.layer->diff_id == sha256(tar));
  CHECK(scan.layer->notes.empty());
}

TEST_CASE("Bytes behind the compressed stream are hashed and told") {
  const std::string tar = some_tar();
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    const std::string blob = packed(tar, compression);
    const LayerScan scan = scan_one(blob + "hidden" + tar);
    CHECK(scan.blob_digest == sha256(blob + "hidden" + tar));
    CHECK(scan.layer->diff_id == sha256(tar));
    REQUIRE(scan.layer->notes.size() == 1);
    CHECK(scan.layer->notes[0].kind == "trailing-bytes");
    CHECK(scan.layer->notes[0].at == blob.size());
    CHECK(scan.layer->partial.empty());
  }
}

TEST_CASE("Of a file that is cut off as many bytes count as are there") {
  const std::string tar = some_tar();
  const LayerScan whole = scan_one(tar);
  for (std::size_t size = 512; size < tar.size(); size += 97) {
    INFO(size);
    const LayerScan cut = scan_one(tar.substr(0, size));
    const auto& entries = cut.layer->entries;
    REQUIRE(entries.size() <= whole.layer->entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const bool last = i + 1 == entries.size();
      const std::uint64_t end = last ? cut.layer->entries_end : entries[i + 1].begin();
      CHECK(entries[i].begin() + entries[i].size() <= end);
      if (!last) CHECK(entries[i].size() == whole.layer->entries[i].size());
      if (entries[i].size() == 0) CHECK((entries[i].flags & entry_is_text) == 0);
    }
    CHECK(cut.layer->entries_end <= size);
  }
  const std::string file = Block{.name = "a", .size = octal(3000)}.text();
  CHECK(scan_one(file + std::string(1000, 'x')).layer->entries[0].size() == 1000);
  CHECK(scan_one(file).layer->entries[0].size() == 0);
  const std::string whiteout = Block{.name = ".wh.a", .size = octal(3000)}.text();
  CHECK(scan_one(whiteout + std::string(700, 'x')).layer->entries[0].size() == 700);
  const std::string in_gzip = packed(file + std::string(2000, 'x'), Compression::Gzip);
  CHECK(scan_one(in_gzip).layer->entries[0].size() == 2000);
}

TEST_CASE("What came before the damage is told, and that the rest is missing") {
  const std::string tar = some_tar();
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    std::string blob = packed(tar, compression);
    const LayerScan cut = scan_one(blob.substr(0, blob.size() / 2));
    CHECK(has(cut.layer->partial, "cut off"));
    CHECK(cut.layer->entries.size() > 5);
    CHECK(cut.failure.empty());
    CHECK(scan_image(MemoryImage({blob.substr(0, blob.size() / 2)}), {}).partial);

    // A wrong checksum: all is read, and nothing of it sure.
    blob[blob.size() - 2] = static_cast<char>(blob[blob.size() - 2] + 1);
    if (compression == Compression::Gzip) {
      const LayerScan wrong = scan_one(blob);
      CHECK(has(wrong.layer->partial, "the checksum is wrong"));
      CHECK(wrong.layer->entries.size() == 40);
      CHECK(wrong.blob_digest == sha256(blob));
    }
    blob[blob.size() / 2] = static_cast<char>(~blob[blob.size() / 2]);
    CHECK_FALSE(scan_one(blob).layer->partial.empty());
  }
}

TEST_CASE("Bombs end at the limit") {
  const std::string tar = Block{.size = "7777777777"}.text() + std::string(32 << 20, '\0');
  ScanOptions options;
  options.limits.plain_bytes = 8 << 20;
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    const LayerScan scan = scan_one(packed(tar, compression), options);
    CHECK(has(scan.layer->partial, "bigger than the limit of 8388608 bytes"));
    CHECK(scan.layer->plain_bytes <= (8 << 20) + (256 << 10));
    CHECK(scan.layer->entries.size() == 1);
  }
}

TEST_CASE("A window of two gigabytes is refused") {
  const std::string frame("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9);
  const LayerScan scan = scan_one(frame + std::string(100, '\0'));
  CHECK(has(scan.layer->partial, "zstd stream is damaged"));
}

TEST_CASE("Many empty frames and endless names cost what they are") {
  const std::string empty = packed("", Compression::Gzip);
  std::string members;
  for (int i = 0; i < 100'000; ++i) members += empty;
  const std::string tar = some_tar();
  const LayerScan scan = scan_one(members + packed(tar, Compression::Gzip));
  CHECK(scan.layer->diff_id == sha256(tar));
  CHECK(scan.layer->partial.empty());

  // FNAME, FCOMMENT, both; FEXTRA and FNAME.
  const std::string gzip = packed(tar, Compression::Gzip);
  const std::string name = std::string(3 << 20, 'n') + '\0';
  const std::string extra = std::string("\xff\xff") + std::string(0xffff, 'e');
  const auto diff_id = [&](char flags, const std::string& fields, std::size_t piece) {
    std::string blob = gzip;
    blob[3] = flags;
    return scan_one(blob.insert(10, fields), {}, piece).layer->diff_id;
  };
  for (const std::size_t piece : {SIZE_MAX, std::size_t{777}}) {
    CHECK(diff_id(8, name, piece) == sha256(tar));
    CHECK(diff_id(16, name, piece) == sha256(tar));
    CHECK(diff_id(24, name + name, piece) == sha256(tar));
    CHECK(diff_id(12, extra + name, piece) == sha256(tar));
    CHECK(diff_id(4, std::string(2, '\0'), piece) == sha256(tar));
    CHECK(diff_id(2, std::string(2, '\0'), piece) == sha256(""));  // the sum is another
  }
}

TEST_CASE("An empty blob is an empty layer") {
  const LayerScan scan = scan_one("");
  CHECK(scan.layer->diff_id == sha256(""));
  CHECK(told(*scan.layer) == "note missing-end\n");
  CHECK(has(scan_one("\x1f\x8b").layer->partial, "cut off"));
}
