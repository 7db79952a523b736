#include "analyzer/image/zip.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "tests/unit/analyzer/image/zip_files.h"

using namespace plimsoll;
using namespace plimsoll::testing;

namespace {

struct Seen final : ZipReader::Visitor {
  std::string text, content_;
  std::string unwanted = "no";
  bool open = false;
  bool entry(std::string_view name) override {
    CHECK_FALSE(open);
    if (name == unwanted) return false;
    text += std::string(name) + ":";
    content_.clear();
    open = true;
    return true;
  }
  void content(std::string_view bytes) override {
    CHECK(open);
    content_ += bytes;
  }
  void end(bool sound) override {
    CHECK(open);
    open = false;
    text += (sound ? content_ : "damaged") + "\n";
  }
};

std::string end_of(ZipEnd end) {
  return end == ZipEnd::Directory ? "" : end == ZipEnd::Limit ? "limit" : "unreadable";
}

std::string read(std::string_view zip, std::size_t piece, const ZipLimits& limits = {}) {
  Seen seen;
  ZipReader reader(seen, limits);
  for (; !zip.empty(); zip.remove_prefix(std::min(piece, zip.size()))) {
    reader.feed(zip.substr(0, piece));
  }
  reader.finish();
  CHECK_FALSE(seen.open);
  return seen.text + end_of(reader.ended());
}

// The same in whatever pieces it comes; contents are short.
std::string told(const std::string& zip) {
  const std::string whole = read(zip, SIZE_MAX);
  for (const std::size_t piece : {1, 2, 7, 31, 4096}) CHECK(read(zip, piece) == whole);
  return whole;
}

}  // namespace

TEST_CASE("Files of a zip are seen, stored or packed") {
  CHECK(told(ZipFile{"a", "one"}.text() + ZipFile{"b/c", "two", false}.text() + zip_directory) ==
        "a:one\nb/c:two\n");
  CHECK(told(ZipFile{"d/", "", false}.text() + ZipFile{"e", "", false}.text() + zip_directory) ==
        "e:\n");
}

TEST_CASE("Sizes behind the content are found in all their forms") {
  for (const bool packs : {true, false}) {
    for (const bool marked : {true, false}) {
      for (const bool wide : {true, false}) {
        if (!packs && !marked) continue;  // nothing tells where it ends
        INFO(packs << marked << wide);
        ZipFile file{"a", "PK\7\10 one", packs, true, marked, wide};
        const ZipFile empty{"d/", "", packs, true, marked, wide};
        CHECK(told(file.text() + empty.text() + ZipFile{"b", "two"}.text() + zip_directory) ==
              "a:PK\7\10 one\nb:two\n");
      }
    }
  }
}

TEST_CASE("Sizes of 64 bits are read") {
  ZipFile file{"a", "one"};
  file.wide = true;
  CHECK(told(file.text() + ZipFile{"b", "two"}.text() + zip_directory) == "a:one\nb:two\n");
}

TEST_CASE("What is encrypted or packed in other ways is passed over") {
  ZipFile secret{"a", "one"};
  secret.encrypted = true;
  ZipFile other{"b", "two"};
  other.method = 14;
  CHECK(told(secret.text() + other.text() + ZipFile{"c", "three"}.text() + zip_directory) ==
        "c:three\n");
  // Where it ends nobody can tell.
  secret.size_behind = true;
  CHECK(told(secret.text() + ZipFile{"c", "three"}.text() + zip_directory) == "unreadable");
}

TEST_CASE("Damage ends a file, or the reading where there is no size") {
  const std::string noise = "\xFF\xFF\xFF\xFF\xFF\xFF";
  ZipFile bad{"a", "one"};
  bad.content = noise;
  CHECK(told(bad.text() + ZipFile{"b", "two"}.text() + zip_directory) == "a:damaged\nb:two\n");
  bad.size_behind = true;
  CHECK(told(bad.text() + ZipFile{"b", "two"}.text() + zip_directory) == "a:damaged\nunreadable");
  // A stream that is shorter than its size.
  ZipFile shorter{"a", "one"};
  shorter.content = deflated("one") + "left";
  CHECK(told(shorter.text() + ZipFile{"b", "two"}.text() + zip_directory) == "a:one\nb:two\n");
  // And one that is longer.
  ZipFile longer{"a", "one"};
  longer.told_packed = 2;
  CHECK(told(longer.text()).find("unreadable") != std::string::npos);
}

TEST_CASE("An archive that is cut off gives what there is of it") {
  const std::string zip = ZipFile{"a", "one"}.text() + ZipFile{"b", "two", false}.text();
  CHECK(told(zip) == "a:one\nb:two\nunreadable");
  CHECK(told(zip.substr(0, zip.size() - 1)) == "a:one\nb:tw\nunreadable");
  for (std::size_t size = 0; size < zip.size(); ++size) (void)told(zip.substr(0, size));
}

TEST_CASE("A bomb is not unpacked") {
  const std::string zeros(8 << 20, '\0');
  const std::string zip = ZipFile{"a", zeros}.text() + ZipFile{"b", "two"}.text() + zip_directory;
  ZipLimits limits;
  limits.ratio_from_bytes = 1 << 20;
  CHECK(read(zip, 4096, limits).ends_with("limit"));
  limits = {};
  limits.plain_bytes = 1 << 20;
  CHECK(read(zip, SIZE_MAX, limits).ends_with("limit"));
  limits = {};
  limits.entries = 1;
  CHECK(read(zip, SIZE_MAX, limits).ends_with("limit"));
  CHECK(read(zip, SIZE_MAX).ends_with("b:two\n"));
}

TEST_CASE("What is not wanted is not handed over") {
  Seen seen;
  seen.unwanted = "a";
  ZipReader reader(seen, {});
  reader.feed(ZipFile{"a", "one"}.text() + ZipFile{"a", "x", true, true}.text() +
              ZipFile{"b", "two"}.text() + zip_directory);
  CHECK(seen.text == "b:two\n");
  CHECK(reader.ended() == ZipEnd::Directory);
}

TEST_CASE("Changed archives do no harm and are the same in pieces") {
  std::mt19937 random(3);
  const std::string whole = ZipFile{"a", "one", true, true}.text() +
                            ZipFile{"b", std::string(300, 'b'), false, true}.text() +
                            ZipFile{"c", std::string(3000, 'c')}.text() +
                            ZipFile{"d", "four", false, false, false, true}.text() + zip_directory;
  for (int round = 0; round < 2000; ++round) {
    std::string zip = whole;
    for (int i = 0; i < 3; ++i) zip[random() % zip.size()] = static_cast<char>(random());
    INFO(round);
    REQUIRE(read(zip, SIZE_MAX) == read(zip, 13));
  }
}
