// Hostile and odd archives, made block by block. What is expected is what Go's archive/tar does.

#include "analyzer/image/tar.h"

#include <catch2/catch.hpp>

#include "tests/unit/analyzer/image/tar_blocks.h"

using namespace plimsoll;
using namespace plimsoll::testing;

namespace {

struct Seen final : TarReader::Visitor {
  std::string text;
  std::vector<TarEntry> entries;
  Result<void> entry(const TarEntry& seen) override {
    entries.push_back(seen);
    text += "[" + seen.name + (seen.type == '0' ? "" : std::string(":") + seen.type) +
            (seen.link.empty() ? "" : " ->" + seen.link) + "]";
    return {};
  }
  Result<void> content(std::string_view bytes) override {
    text += bytes;
    return {};
  }
};

// What is seen, the same whatever the size of the pieces; then "!" and the error.
std::string read(const std::string& tar) {
  std::string results[3];
  const std::size_t pieces[3] = {tar.size() + 1, 1, 700};
  for (int i = 0; i < 3; ++i) {
    Seen seen;
    TarReader reader(seen);
    Result<void> fed;
    for (std::size_t at = 0; at < tar.size() && fed; at += pieces[i]) {
      fed = reader.feed(std::string_view(tar).substr(at, pieces[i]));
    }
    if (fed) fed = reader.finish();
    results[i] = seen.text + (fed ? "" : "!" + fed.error().message);
  }
  CHECK(results[0] == results[1]);
  CHECK(results[0] == results[2]);
  return results[0];
}

}  // namespace

TEST_CASE("Files, directories, links, and what is old or implied about them") {
  CHECK(read(end_blocks).empty());
  CHECK(read("").empty());
  CHECK(read(Block{.size = "5"}.text() + content("hello") + end_blocks) == "[f]hello");
  CHECK(read(Block{.size = " 5 "}.text() + content("hello")) == "[f]hello");
  CHECK(read(Block{.name = "d/", .type = '\0'}.text() + end_blocks) == "[d/:5]");
  CHECK(read(Block{.type = '\0', .magic = "", .prefix = "no"}.text() + end_blocks) == "[f]");
  CHECK(read(Block{.prefix = "a/b"}.text() + end_blocks) == "[a/b/f]");
  CHECK(read(Block{.type = '7', .size = "1"}.text() + content("x") + end_blocks) == "[f]x");
  CHECK(read(Block{.type = 'Z', .size = "1"}.text() + content("x") + end_blocks) == "[f:Z]x");
  CHECK(read(Block{.name = std::string(100, 'n')}.text() + end_blocks) ==
        "[" + std::string(100, 'n') + "]");
}

TEST_CASE("Sums of headers were made of signed bytes, too") {
  const std::string name = "n\xff";
  CHECK(read(Block{.name = name}.text() + end_blocks) == "[" + name + "]");
  CHECK(read(Block{.name = name, .checksum_off = -256}.text() + end_blocks) == "[" + name + "]");
  const std::string wrong = read(Block{.name = name, .checksum_off = -255}.text() + end_blocks);
  CHECK(wrong.find("no tar header") != std::string::npos);
}

TEST_CASE("A size on an entry without content is none") {
  for (const char type : {'1', '2', '3', '4', '5', '6'}) {
    CHECK(read(Block{.type = type, .size = "5", .link = "x"}.text() + Block{}.text() +
               end_blocks) == std::string("[f:") + type + " ->x][f]");
  }
}

TEST_CASE("Extended headers speak of the next file, the last of equal keys counts") {
  CHECK(read(pax(record("path", "long") + record("linkpath", "there")) + Block{.type = '2'}.text() +
             Block{}.text() + end_blocks) == "[long:2 ->there][f]");
  CHECK(read(pax(record("size", "9") + record("size", "2")) + Block{.size = "5"}.text() +
             content("ab") + end_blocks) == "[f]ab");
  CHECK(read(pax(record("path", "p")) + pax(record("uid", "1")) + Block{}.text() + end_blocks) ==
        "[f]");
  CHECK(read(pax(record("path", "")) + Block{}.text() + end_blocks) == "[f]");
  CHECK(read(pax(record("path", "p")) + Block{.type = 'L', .size = "2"}.text() + content("l") +
             Block{}.text() + end_blocks) == "[l]");
  CHECK(read(Block{.type = 'L', .size = "12", .magic = std::string("ustar  \0", 8)}.text() +
             content(std::string("longer\0xx", 9)) + Block{}.text() + end_blocks) == "[longer]");
  CHECK(read(Block{.type = 'K', .size = "2"}.text() + content("to") + Block{.type = '1'}.text() +
             end_blocks) == "[f:1 ->to]");
}

TEST_CASE("Global headers change no file") {
  CHECK(read(pax(record("path", "everywhere"), 'g') + Block{}.text() + Block{}.text() +
             end_blocks) == "[f][f]");
  CHECK(read(pax(record("path", "p")) + pax(record("comment", "x"), 'g') + Block{}.text() +
             end_blocks) == "[f]");
}

TEST_CASE("Attributes, times and big numbers") {
  Seen seen;
  TarReader reader(seen);
  const std::string tar = pax(record("SCHILY.xattr.user.b", std::string("\0\n=", 3)) +
                              record("SCHILY.xattr.user.a", "") + record("mtime", "-1.25") +
                              record("uid", "4294967296")) +
                          Block{}.text() + pax(record("mtime", "17.5")) +
                          Block{.uid = base256('\x80', '\0').substr(0, 7) + "\x05"}.text();
  REQUIRE(reader.feed(tar).has_value());
  REQUIRE(seen.entries.size() == 2);
  const TarEntry& first = seen.entries[0];
  CHECK(first.xattrs == std::vector<std::pair<std::string, std::string>>{
                            {"user.a", ""}, {"user.b", std::string("\0\n=", 3)}});
  CHECK(first.mtime_s == -2);
  CHECK(first.mtime_ns == 750'000'000);
  CHECK(first.uid == 4294967296);
  CHECK(first.mode == 0644);
  CHECK(first.gid == 7);
  CHECK(seen.entries[1].mtime_s == 17);
  CHECK(seen.entries[1].mtime_ns == 500'000'000);
  CHECK(seen.entries[1].uid == 5);
}

TEST_CASE("The place of the content is told") {
  Seen seen;
  TarReader reader(seen);
  REQUIRE(reader
              .feed(pax(record("path", "x")) + Block{.size = "3"}.text() + content("abc") +
                    Block{.size = "1"}.text())
              .has_value());
  CHECK(seen.entries[0].offset == 1536);
  CHECK(seen.entries[1].offset == 2560);
  CHECK(reader.skippable() == 512);
  reader.skip(100);
  CHECK(reader.skippable() == 412);
  reader.skip(1000);
  CHECK(reader.finish().has_value());
}

TEST_CASE("Where Go fails, this fails") {
  const auto fails = [](const std::string& tar, const std::string& why) {
    const std::string text = read(tar);
    INFO(text);
    CHECK(text.find("!at byte ") != std::string::npos);
    CHECK(text.find(why) != std::string::npos);
  };
  fails(std::string(512, '\0') + Block{}.text() + end_blocks, "behind a block of zeros");
  fails(Block{.checksum_off = 1}.text() + end_blocks, "no tar header");
  fails(std::string(512, 'x'), "no tar header");
  fails(Block{.size = base256('\xff', '\xff')}.text() + end_blocks, "a file of -1 bytes");
  fails(Block{.size = base256('\x80', '\xff')}.text() + end_blocks,
        "a number in the header is none");
  fails(Block{.size = "9"}.text() + end_blocks, "a number in the header is none");
  fails(Block{.size = "1 1"}.text() + end_blocks, "a number in the header is none");
  fails(Block{.uid = base256('\xff', '\xff').substr(0, 8)}.text() + end_blocks, "a negative owner");
  fails(pax(record("path", std::string("safe\0evil", 9))) + Block{}.text() + end_blocks,
        "a zero byte");
  fails(pax(record("size", "-1")) + Block{}.text() + end_blocks, "a file of -1 bytes");
  fails(pax(record("size", "9223372036854775808")) + Block{}.text() + end_blocks, "is no number");
  fails(pax(record("mtime", "1.x")) + Block{}.text() + end_blocks, "is no time");
  fails(pax("99 path=x\n") + Block{}.text() + end_blocks, "damaged");
  fails(pax("9 path=xy") + Block{}.text() + end_blocks, "damaged");
  fails(pax("0 a=b\n") + Block{}.text() + end_blocks, "damaged");
  fails(pax("6 abcd\n") + Block{}.text() + end_blocks, "damaged");
  fails(pax(record("GNU.sparse.major", "1")) + Block{}.text() + end_blocks, "sparse");
  fails(Block{.type = 'S'}.text() + end_blocks, "sparse");
  fails(Block{.type = 'x', .size = "77777777"}.text() + end_blocks,
        "an extended header of 16777215 bytes");
  fails(Block{.type = 'L', .size = base256('\xff', '\xff')}.text() + end_blocks,
        "an extended header of -1");
  fails(Block{.type = 'L', .size = octal(100'000)}.text() + content(std::string(100'000, 'n')) +
            Block{}.text(),
        "a name of more than 65536 bytes");
  fails(pax(record("path", "x")), "but not the file");
  fails(Block{.size = "5"}.text() + "hel", "cut off");
  fails(Block{.size = "5"}.text() + "hello" + std::string(10, '\0'), "cut off");
  fails(Block{}.text().substr(0, 511), "cut off");
  fails(Block{.size = base256('\x7f', '\xff')}.text(), "a number in the header is none");
  fails(Block{.size = "777777777777"}.text(), "cut off");
}

TEST_CASE("What is missing at the end or follows it is no trouble") {
  CHECK(read(Block{.size = "5"}.text() + "hello") == "[f]hello");
  CHECK(read(Block{}.text() + std::string(512, '\0')) == "[f]");
  CHECK(read(Block{}.text() + end_blocks + "anything" + Block{}.text()) == "[f]");
}

TEST_CASE("Endless headers come to an end") {
  Seen seen;
  TarReader reader(seen);
  const std::string global = Block{.type = 'g'}.text();
  std::string many;
  for (int i = 0; i < 2048; ++i) many += global;
  Result<void> fed;
  for (std::size_t i = 0; i <= max_tar_entries / 2048 && fed; ++i) fed = reader.feed(many);
  REQUIRE_FALSE(fed.has_value());
  CHECK(fed.error().message.find("more than 10000000 entries") != std::string::npos);
}

TEST_CASE("Names become clean paths or nothing") {
  CHECK(layer_path("./a//b/").value() == "a/b");
  CHECK(layer_path("/a").value() == "a");
  CHECK(layer_path("./").value().empty());
  CHECK(layer_path("").value().empty());
  CHECK(layer_path("a/../b").value() == "b");
  CHECK(layer_path("a/b/../../c").value() == "c");
  CHECK_FALSE(layer_path("../a").has_value());
  CHECK_FALSE(layer_path("a/../..").has_value());
  CHECK_FALSE(layer_path(std::string_view("a\0b", 3)).has_value());
}
