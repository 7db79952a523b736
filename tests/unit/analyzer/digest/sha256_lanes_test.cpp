#include "analyzer/digest/sha256_lanes.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analyzer/digest/content_hash.h"
#include "analyzer/digest/file_digests.h"

using namespace plimsoll::digest;

namespace {

std::string bytes(std::size_t size, unsigned seed) {
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>((seed = seed * 1'103'515'245 + 12'345) >> 16);
  return text;
}

}  // namespace

TEST_CASE("A lane hashes as OpenSSL does, in pieces of any size") {
  for (std::size_t size = 0; size < 300; ++size) {
    const std::string text = bytes(size, 7);
    Sha256Lane lane;
    lane.update(std::string_view(text).substr(0, size / 3));
    lane.update(std::string_view(text).substr(size / 3));
    REQUIRE(lane.finish() == sha256(text));
  }
}

TEST_CASE("Lanes hash together what each would hash alone") {
  for (std::size_t count = 1; count <= max_lanes; ++count) {
    std::vector<Sha256Lane> lanes(count);
    std::vector<std::string> texts;
    std::vector<LaneBytes> work;
    for (std::size_t i = 0; i < count; ++i) {
      texts.push_back(bytes(10'000 + 777 * i, static_cast<unsigned>(i)));
      lanes[i].update(std::string_view(texts[i]).substr(0, i * 30));
      work.push_back({&lanes[i], std::string_view(texts[i]).substr(i * 30)});
    }
    hash_together(work);
    std::size_t ended = 0;
    for (const LaneBytes& each : work) ended += each.bytes.empty() ? 1 : 0;
    CHECK(ended > 0);
    for (std::size_t i = 0; i < count; ++i) {
      lanes[i].update(work[i].bytes);
      CHECK(lanes[i].finish() == sha256(texts[i]));
    }
  }
  hash_together({});
}

TEST_CASE("Contents and package managers' digests are known ones") {
  // The vectors of RFC 1321, RFC 3174 and FIPS 180-2; XXH3's for the empty text.
  FileDigester digester;
  digester.update("a");
  digester.update("bc");
  const FileDigestTexts texts = digester.finish();
  CHECK(texts.md5 == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(texts.sha1 == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(texts.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digester.finish().md5 == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(content_hash("") == ContentHash{0x6001c324468d497fU, 0x99aa06d3014798d8U});
  const std::string text = bytes(5'000, 1);
  ContentHashStream stream;
  stream.update(std::string_view(text).substr(0, 100));
  stream.update(std::string_view(text).substr(100));
  CHECK(stream.finish() == content_hash(text));
  CHECK(stream.finish() == content_hash(""));
}
