// Archives on which readers of tar disagree, and what is told of each. The table of what others
// make of them is in docs/image-scanning.md; here stands what docker and containerd see, since that
// runs.

#include <catch2/catch.hpp>

#include "analyzer/image/scan/note_kinds.h"
#include "tests/unit/analyzer/image/scan/scanning.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

const std::string f = Block{}.text();
const std::string gnu_magic("ustar  \0", 8);

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Ends of archives") {
  CHECK(told_of(end_blocks) == "");
  CHECK(told_of("") == "note missing-end\n");
  CHECK(told_of(f) == "f /f\nnote missing-end\n");
  CHECK(told_of(f + std::string(512, '\0')) == "f /f\nnote missing-end\n");
  CHECK(told_of(f + end_blocks + std::string(8192, '\0')) == "f /f\n");
  CHECK(told_of(f + end_blocks + f + end_blocks) == "f /f\nnote data-after-end\n");
  CHECK(has(told_of(f + std::string(512, '\0') + file("hidden", "x") + end_blocks),
            "f /f\nnote lone-zero-block!\npartial: at byte 1024 of the tar: entries go on"));
  CHECK(has(told_of(Block{.size = "5"}.text() + "hel"),
            "f /f 3\nnote cut-off!\npartial: at byte 515"));
  CHECK(has(told_of(f.substr(0, 300)), "note cut-off!\npartial"));
  CHECK(has(told_of(pax(record("path", "x"))), "note header-without-file!\npartial"));
  CHECK(has(told_of("what is this" + std::string(500, ' ')), "note bad-header!\npartial"));
}

TEST_CASE("The byte at which data hides behind the end is told") {
  const LayerScan scan = scan_one(f + end_blocks + std::string(700, '\0') + "x");
  REQUIRE(scan.layer->notes.size() == 1);
  CHECK(scan.layer->notes[0].at == 512 + 1024 + 700);
  CHECK(scan.layer->partial.empty());
}

TEST_CASE("Sizes that are said twice, or cannot be") {
  CHECK(told_of(pax(record("size", "9") + record("size", "2")) + Block{.size = "2"}.text() +
                content("ab") + end_blocks) == "f /f 2 duplicate-size\n");
  CHECK(told_of(pax(record("size", "2")) + Block{.size = "1000"}.text() + content("ab") +
                end_blocks) == "f /f 2 pax-size-differs\n");
  CHECK(has(told_of(Block{.size = base256('\xff', '\xff')}.text() + f),
            "note negative-size!\npartial"));
  // Go looks at the header before it takes the size from in front of it.
  CHECK(has(told_of(pax(record("size", "1")) + Block{.size = base256('\xff', '\xff')}.text() + f),
            "note negative-size!\npartial"));
  CHECK(has(told_of(pax(record("size", "9223372036854775807")) + f + "everything else"),
            "f /f 15 huge-size!\nnote cut-off!\npartial"));
  for (const char type : {'1', '2', '3', '4', '5', '6'}) {
    const std::string told = told_of(
        Block{.name = "l", .type = type, .size = "1000", .link = "f"}.text() + f + end_blocks);
    CHECK(has(told, "size-on-link"));
    CHECK(has(told, "\nf /f\n"));
  }
  CHECK(told_of(pax(record("size", "2048")) + Block{.type = 'L', .size = "2"}.text() +
                content("l") + Block{.size = "1"}.text() + content("a") + Block{}.text() +
                std::string(1024, 'x') + end_blocks) == "f /l 2048 pax-size-differs\n");
}

TEST_CASE("Names that no two readers take alike") {
  CHECK(told_of(pax(record("path", std::string("safe\0evil", 9))) + file("x", "abc") + f +
                end_blocks) == "R 3 name-with-nul!\nf /f\n");
  CHECK(told_of(pax(record("path", "everywhere"), 'g') + f + end_blocks) == "f /f global-pax\n");
  CHECK(told_of(file("../x", "a") + end_blocks) == "R 1 leaves-root!\n");
  CHECK(told_of(file("a/../../x", "a") + end_blocks) == "R 1 leaves-root!\n");
  CHECK(told_of(file("/../x", "a") + end_blocks) == "f /x 1 dot-dot-name\n");
  CHECK(told_of(file("a/b/../../x", "a") + end_blocks) == "f /x 1 dot-dot-name\n");
  CHECK(told_of(file("a..b/..c/d..", "a") + end_blocks) == "f /a..b/..c/d.. 1\n");
  CHECK(told_of(file("//a/.//b", "a") + end_blocks) == "f /a/b 1\n");
  CHECK(told_of(Block{.name = "h", .type = '1', .link = "../f"}.text() + end_blocks) ==
        "h /h leaves-root!\n");
  CHECK(told_of(Block{.name = "./", .type = '0', .size = "0"}.text() + end_blocks) ==
        "R / root-not-directory! slash-on-file\n");
  CHECK(told_of(Block{.name = "d/", .type = '0'}.text() + end_blocks) == "f /d slash-on-file\n");
  CHECK(told_of(Block{.name = "d/", .type = '\0'}.text() + end_blocks) == "d /d\n");
  CHECK(told_of(Block{.name = "l", .type = '2'}.text() + end_blocks) == "l /l -> empty-link!\n");
  CHECK(told_of(Block{.name = "h", .type = '1'}.text() + end_blocks) == "h /h empty-link!\n");
  CHECK(told_of(Block{.magic = "ustarx00", .prefix = "dir"}.text() + end_blocks) ==
        "f /f odd-magic\n");
  // Written by Go before 1.8, and read by Go alone.
  CHECK(told_of(Block{.magic = gnu_magic, .prefix = "dir"}.text() + end_blocks) ==
        "f /dir/f misplaced-prefix\n");
  CHECK(told_of(Block{.magic = gnu_magic, .prefix = "14000000000"}.text() + end_blocks) ==
        "f /f\n");
  const std::string name(256, 'n');
  CHECK(told_of(pax(record("path", name)) + f + end_blocks) == "R long-name!\n");
  CHECK(told_of(pax(record("path", name.substr(1))) + f + end_blocks) ==
        "f /" + name.substr(1) + "\n");
  std::string deep;
  for (int i = 0; i < 2050; ++i) deep += "d/";
  CHECK(told_of(pax(record("path", deep)) + f + end_blocks) == "R long-name!\n");
  CHECK(has(told_of(pax(record("path", std::string(70'000, 'n'))) + f + end_blocks),
            "note long-name!\npartial"));
}

TEST_CASE("Names are bytes") {
  const LayerScan scan = scan_one(file("\xff\n\x1b[2J", "") + end_blocks);
  CHECK(scan.layer->path_of(scan.layer->entries[0]) == "\xff\n\x1b[2J");
  CHECK(told_of(file("e\xcc\x81", "") + file("\xc3\xa9", "") + end_blocks) ==
        "f /e\xcc\x81\nf /\xc3\xa9\n");
}

TEST_CASE("The same path twice") {
  CHECK(told_of(file("f", "1") + file("./f", "2") + end_blocks) ==
        "f /f 1\nf /f 1 duplicate-path\n");
  CHECK(told_of(file("f", "1") + file(".wh.f", "") + end_blocks) == "f /f 1\nw /f\n");
  CHECK(told_of(file(".wh.f", "") + file(".wh.f", "") + end_blocks) ==
        "w /f\nw /f duplicate-path\n");
}

TEST_CASE("Whiteouts") {
  CHECK(told_of(file("a/.wh.", "") + end_blocks) == "R bare-whiteout!\n");
  CHECK(told_of(file("a/.wh..", "") + end_blocks) == "R bare-whiteout!\n");
  CHECK(told_of(file("a/.wh...", "") + end_blocks) == "R bare-whiteout!\n");
  CHECK(told_of(file("a/.wh.b", "secret") + end_blocks) == "w /a/b 6 whiteout-with-content\n");
  CHECK(told_of(Block{.name = "a/.wh.b/", .type = '5'}.text() + end_blocks) ==
        "w /a/b whiteout-with-content\n");
  CHECK(told_of(file("a/.wh.b/c", "x") + end_blocks) == "f /a/.wh.b/c 1 path-through-whiteout\n");
  CHECK(told_of(file("a/.wh.b/.", "") + end_blocks) == "w /a/b\n");
  CHECK(told_of(file("a/.wh..wh..opq", "") + end_blocks) == "o /a\n");
  CHECK(told_of(file(".wh..wh..opq", "") + end_blocks) == "o /\n");
  CHECK(told_of(file(".wh..wh.aufs", "") + end_blocks) == "m /.wh..wh.aufs\n");
  CHECK(told_of(file(".wh..wh.orph/x", "") + end_blocks) == "m /.wh..wh.orph/x\n");
  // Below another directory runtimes unpack it, so it is a file.
  CHECK(told_of(file("a/.wh..wh.orph/x", "y") + end_blocks) ==
        "f /a/.wh..wh.orph/x 1 path-through-whiteout\n");
  CHECK(told_of(file(".wh..wh.x/../evil", "y") + end_blocks) == "f /evil 1 dot-dot-name\n");
  CHECK(told_of(file("stargz.index.json", "{}") + file(".no.prefetch.landmark", "x") +
                file("a/stargz.index.json", "{}") + end_blocks) ==
        "m /stargz.index.json 2\nm /.no.prefetch.landmark 1\nf /a/stargz.index.json 2\n");
}

TEST_CASE("What overlay filesystems take for their own") {
  CHECK(told_of(Block{.name = "c", .type = '3'}.text() + end_blocks) ==
        "c /c overlay-whiteout-form\n");
  CHECK(told_of(pax(record("SCHILY.xattr.trusted.overlay.opaque", "y")) +
                Block{.name = "d", .type = '5'}.text() + end_blocks) ==
        "d /d overlay-whiteout-form\n");
  CHECK(told_of(pax(record("SCHILY.xattr.user.overlay.origin", "")) +
                Block{.name = "d", .type = '5'}.text() + end_blocks) == "d /d\n");
}

TEST_CASE("Kinds, owners and attributes") {
  CHECK(told_of(Block{.type = 'Z', .size = "1"}.text() + content("x") + f + end_blocks) ==
        "R /f unknown-type!\nf /f\n");
  CHECK(told_of(Block{.type = '7', .size = "1"}.text() + content("x") + end_blocks) ==
        "f /f 1 unknown-type!\n");
  CHECK(told_of(pax(record("uid", "4294967296")) + f + end_blocks) == "f /f huge-id\n");
  CHECK(told_of(pax(record("gid", "-1")) + f + end_blocks) == "f /f huge-id\n");
  CHECK(told_of(pax(record("uid", "4294967294")) + f + end_blocks) == "f /f\n");
  CHECK(told_of(pax(record("LIBARCHIVE.xattr.user.x", "eA==")) + f + end_blocks) ==
        "f /f libarchive-xattr\n");
  CHECK(told_of(pax(record("SCHILY.xattr.user.x", std::string(300'000, 'x'))) + f + end_blocks) ==
        "f /f xattrs-too-big\n");
  CHECK(has(told_of(Block{.type = 'x', .size = "77777777"}.text()),
            "note extended-header-too-big!\npartial"));
}

TEST_CASE("Files with holes are what is stored of them") {
  const std::string head = record("GNU.sparse.major", "1") + record("GNU.sparse.minor", "0") +
                           record("GNU.sparse.name", "s") + record("GNU.sparse.realsize", "100000");
  const std::string map = content("2\n0\n3\n50000\n2\n");
  const std::string v1 =
      pax(head) + Block{.size = octal(512 + 5)}.text() + map + content("abcde") + f + end_blocks;
  CHECK(told_of(v1) == "f /s 5\nf /f\n");
  const LayerScan scan = scan_one(v1);
  CHECK(scan.layer->extra(scan.layer->entries[0])->value == 100'000);
  CHECK((scan.layer->entries[0].flags & entry_is_sparse) != 0);
  CHECK(scan.layer->entries[1].begin() == v1.size() - 1024 - 512);

  const std::string v01 = record("GNU.sparse.size", "100") + record("GNU.sparse.numblocks", "2");
  CHECK(told_of(pax(v01 + record("GNU.sparse.map", "0,3,50,2")) + file("s", "abcde") +
                end_blocks) == "f /s 5\n");
  CHECK(told_of(pax(v01 + record("GNU.sparse.offset", "0") + record("GNU.sparse.numbytes", "3") +
                    record("GNU.sparse.offset", "50") + record("GNU.sparse.numbytes", "2")) +
                file("s", "abcde") + end_blocks) == "f /s 5\n");
  for (const std::string broken :
       {"0,3,2,2", "0,3,50,-2", "0,3,50,51", "0,3,50", "0,3", "9223372036854775807,2,50,2", "x"}) {
    INFO(broken);
    CHECK(has(told_of(pax(v01 + record("GNU.sparse.map", broken)) + file("s", "abcde")),
              "note bad-sparse-map!\npartial"));
  }
  CHECK(told_of(pax(v01 + record("GNU.sparse.map", "0,3,50,2")) + file("s", "abcdef") +
                end_blocks) == "f /s 6 bad-sparse-map!\n");
  CHECK(
      has(told_of(pax(head) + Block{.size = octal(512)}.text() + content("9999999999999999999999")),
          "note bad-sparse-map!\npartial"));
  CHECK(has(told_of(pax(head) + Block{.size = octal(512)}.text() + content("1\n0")),
            "note bad-sparse-map!\npartial"));
  // A version that nobody knows: a file like any other.
  CHECK(told_of(pax(record("GNU.sparse.major", "2") + record("GNU.sparse.minor", "0")) +
                file("s", "abc") + end_blocks) == "f /s 3 sparse-version\n");
}

TEST_CASE("Old GNU sparse files, their maps in headers and blocks behind them") {
  const auto sparse = [](const std::string& pieces, bool more, const std::string& size,
                         const std::string& magic) {
    std::string block = Block{.name = "s", .type = 'S', .size = size, .magic = magic}.text();
    block.replace(386, pieces.size(), pieces);
    block[482] = more ? 1 : 0;
    block.replace(483, 4, "1000");
    int sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
      sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(block[i]);
    }
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", static_cast<unsigned>(sum));
    return block.replace(148, 6, digits, 6);
  };
  const auto number = [](const std::string& digits) {
    return digits + std::string(12 - digits.size(), '\0');
  };
  const std::string piece = number("0") + number("3");
  CHECK(told_of(sparse(piece, false, "3", gnu_magic) + content("abc") + end_blocks) ==
        "f /s 3 old-gnu-sparse!\n");
  std::string block(512, '\0');
  block.replace(0, 24, number("100") + number("2"));
  CHECK(told_of(sparse(piece, true, "5", gnu_magic) + block + content("abcde") + end_blocks) ==
        "f /s 5 old-gnu-sparse!\n");
  CHECK(has(told_of(sparse(piece + piece, false, "6", gnu_magic) + content("abcabc")),
            "note bad-sparse-map!\npartial"));
  CHECK(has(told_of(sparse(piece, false, "3", std::string("ustar\00000", 8)) + content("abc")),
            "note bad-sparse-map!\npartial"));
}

TEST_CASE("Storms of notes are counted, not kept") {
  std::string tar;
  for (int i = 0; i < 1000; ++i) tar += f;
  const LayerScan scan = scan_one(tar + end_blocks);
  CHECK(scan.layer->notes.size() == max_notes);
  CHECK(scan.layer->note_counts ==
        std::vector<std::pair<std::string_view, std::uint64_t>>{{"duplicate-path", 999}});
}

TEST_CASE("Kinds of notes are a sorted list") {
  CHECK(std::is_sorted(layer_note_kinds.begin(), layer_note_kinds.end()));
  CHECK(note_kind("cut-off") == "cut-off");
  CHECK(note_kind("other").empty());
}
