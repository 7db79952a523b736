// What is learned of contents in passing: programs, scripts, files that facts need, secrets.

#include <catch2/catch.hpp>

#include "analyzer/digest/file_digests.h"
#include "analyzer/image/scan/passing_elf.h"
#include "tests/unit/analyzer/image/scan/scanning.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

void put(std::string& to, std::size_t at, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) to[at + i] = static_cast<char>(value >> (8 * i));
}

struct ElfText {
  std::size_t names_at = 0x200;     // of the dynamic strings
  std::size_t dynamic_at = 0x1000;  // behind them
  std::size_t size = 0x2000;
  bool runnable_first = false;

  // 64 bits, little-endian, x86-64: one segment for all of it.
  std::string text() const {
    std::string elf(size, '\0');
    elf.replace(0, 7, "\177ELF\2\1\1");
    put(elf, 16, 3, 2);              // a shared object or PIE
    put(elf, 18, 62, 2);             // x86-64
    put(elf, 32, 64, 8);             // program headers
    put(elf, 40, size - 4 * 64, 8);  // section headers
    put(elf, 54, 56, 2);
    put(elf, 56, 3, 2);
    put(elf, 58, 64, 2);
    put(elf, 60, 4, 2);
    put(elf, 62, 3, 2);  // the last section has the names of sections
    segment(elf, 0, 1, 0, size);
    put(elf, 64 + 4, runnable_first ? 5 : 4, 4);
    segment(elf, 1, 3, 0x180, 28);
    segment(elf, 2, 2, dynamic_at, 0x100);
    elf.replace(0x180, 27, "/lib64/ld-linux-x86-64.so.2");
    elf.replace(names_at + 1, 10, std::string("libc.so.6\0", 10));
    elf.replace(names_at + 11, 10, std::string("libm.so.6\0", 10));
    elf.replace(names_at + 21, 12, std::string("$ORIGIN/lib\0", 12));
    const std::uint64_t dynamic[][2] = {{1, 1},   {1, 11}, {29, 21}, {5, 0x400'000 + names_at},
                                        {10, 64}, {0, 0}};
    for (std::size_t i = 0; i < 6; ++i) {
      put(elf, dynamic_at + 16 * i, dynamic[i][0], 8);
      put(elf, dynamic_at + 16 * i + 8, dynamic[i][1], 8);
    }
    section(elf, 1, 2, 0, 300);  // symbols
    section(elf, 2, 1, 2, 500);  // loaded
    section(elf, 3, 3, 0, 40);   // names of sections
    return elf;
  }

  static void segment(std::string& elf, std::size_t i, std::uint64_t type, std::uint64_t at,
                      std::uint64_t bytes) {
    const std::size_t head = 64 + 56 * i;
    put(elf, head, type, 4);
    put(elf, head + 8, at, 8);
    put(elf, head + 16, 0x400'000 + at, 8);
    put(elf, head + 32, bytes, 8);
  }
  void section(std::string& elf, std::size_t i, std::uint64_t type, std::uint64_t flags,
               std::uint64_t bytes) const {
    const std::size_t head = size - 4 * 64 + 64 * i;
    put(elf, head + 4, type, 4);
    put(elf, head + 8, flags, 8);
    put(elf, head + 32, bytes, 8);
  }
};

void check_program(const std::string& bytes) {
  for (const std::size_t piece : {SIZE_MAX, std::size_t{997}}) {
    const LayerScan scan = scan_one(file("p", bytes) + end_blocks, {}, piece);
    REQUIRE(scan.layer->elfs.size() == 1);
    const ElfHead& elf = scan.layer->elfs[0];
    CHECK(elf.known);
    CHECK(elf.bits == 64);
    CHECK(elf.machine == 62);
    CHECK(elf.interpreter == "/lib64/ld-linux-x86-64.so.2");
    CHECK(elf.needed == std::vector<std::string>{"libc.so.6", "libm.so.6"});
    CHECK(elf.run_paths == std::vector<std::string>{"$ORIGIN/lib"});
    CHECK(elf.has_symbols);
    CHECK(elf.debug_bytes == 300);
    CHECK((scan.layer->entries[0].flags & entry_is_elf) != 0);
    CHECK((scan.layer->entries[0].flags & entry_is_text) == 0);
  }
}

// PEP 552: by time, by hash; and the header of before Python 3.7.
TEST_CASE("python's bytecode with the time of its source is told from other bytecode") {
  using namespace std::string_literals;
  const auto flag_of = [](const std::string& path, const std::string& bytes) {
    const LayerScan scan = scan_one(file(path, bytes) + end_blocks);
    REQUIRE(scan.layer->entries.size() == 1);
    return (scan.layer->entries[0].flags & entry_is_timed_bytecode) != 0;
  };
  const std::string timed = "\xa7\x0d\x0d\x0a\0\0\0\0\x01\x02\x03\x65size...."s;
  CHECK(flag_of("a/__pycache__/m.cpython-311.pyc", timed));
  CHECK(flag_of("m.pyc", "\x03\xf3\x0d\x0a\x01\x02\x03\x55size1234...."s));
  CHECK_FALSE(flag_of("m.py", timed));
  CHECK_FALSE(flag_of("m.pyc", "\xa7\x0d\x0d\x0a\1\0\0\0hashhash...."s));
  CHECK_FALSE(flag_of("m.pyc", "\xa7\x0d\x0d\x0a\0\0\0\0\0\0\0\0size...."s));
  CHECK_FALSE(flag_of("m.pyc", "\xa7\x0d\x0d\x0a\0\0"s));
  CHECK_FALSE(flag_of("m.pyc", ""));
}

struct Wants final : FileInterest {
  std::uint64_t keep(std::string_view path, std::uint64_t) const override {
    return path == "etc/passwd" ? 20 : 0;
  }
  std::string_view version() const override { return "1"; }
};

// Shaped as one, and nobody's: AWS names keys so.
std::string secret() { return "aws_access_key_id = AKIA" + std::string("Q3EXR7ZLWT5MPYVN") + "\n"; }

}  // namespace

TEST_CASE("Programs are read in passing") {
  check_program(ElfText{}.text());
  // Bigger than a block, so that it comes in pieces.
  check_program(ElfText{.size = 700'000}.text());
  check_program(ElfText{.names_at = 0x200, .dynamic_at = 600'000, .size = 700'000}.text());
  check_program(ElfText{.names_at = 400'000, .dynamic_at = 600'000, .size = 700'000}.text());
  // Moved behind, as patchelf does it.
  check_program(ElfText{.names_at = 650'000, .dynamic_at = 600'000, .size = 700'000}.text());
  check_program(ElfText{
      .names_at = 3'900'000, .dynamic_at = 3'800'000, .size = 4'000'000, .runnable_first = true}
                    .text());
}

TEST_CASE("Damaged programs are told as far as they are whole") {
  const std::string elf = ElfText{}.text();
  for (std::size_t i = 0; i < elf.size(); i += 7) {
    (void)PassingElf::read_whole(elf.substr(0, i));
    std::string wrong = elf;
    wrong[i % 0x340] = '\xff';
    (void)PassingElf::read_whole(wrong);
    PassingElf passing;
    passing.begin();
    for (std::size_t at = 0; at < wrong.size(); at += 100) passing.take(wrong.substr(at, 100));
    (void)passing.finish();
  }
  CHECK_FALSE(PassingElf::read_whole(elf.substr(0, 60)).has_value());
  CHECK_FALSE(PassingElf::read_whole(elf.substr(0, 0x1000))->known);
}

TEST_CASE("Scripts tell their interpreter, texts that they are texts") {
  const LayerScan scan =
      scan_one(file("a", "#!/bin/sh -e\r\nx") + file("b", "#!" + std::string(400, 'x')) +
               file("c", std::string("te\0xt", 5)) + file("d", "text") + file("e", "") +
               file("f", std::string(4096, 'x') + '\0') + end_blocks);
  REQUIRE(scan.layer->scripts.size() == 2);
  CHECK(scan.layer->text_at(scan.layer->scripts[0].line) == "/bin/sh -e\r");
  CHECK(scan.layer->text_at(scan.layer->scripts[1].line) == std::string(256, 'x'));
  std::string flags;
  for (const ScannedEntry& entry : scan.layer->entries) flags += std::to_string(entry.flags) + " ";
  CHECK(flags == "9 9 0 1 0 1 ");
}

TEST_CASE("Small files that facts need are kept whole") {
  const Wants wants;
  ScanOptions options;
  options.interest = &wants;
  const auto kept = [&](const std::string& bytes) {
    const LayerScan scan =
        scan_one(file("etc/passwd", bytes) + file("etc/other", "x") + end_blocks, options, 100);
    std::string text;
    for (const KeptFile& each : scan.layer->kept) text += each.text() + "|";
    for (const LayerNote& note : scan.layer->notes) text += note.kind;
    return text;
  };
  CHECK(kept("root:x:0:0::/:\n") == "root:x:0:0::/:\n|");
  CHECK(kept("") == "|");
  CHECK(kept(std::string(21, 'x')) == "");
  options.limits.kept_bytes = 3;
  CHECK(kept("root") == "kept-limit");
}

namespace {

class WantsAll final : public FileInterest {
 public:
  std::uint64_t keep(std::string_view, std::uint64_t) const override { return 1 << 20; }
  std::string_view version() const override { return "all"; }
};

// Files that do not shrink.
std::string noise(std::size_t size, unsigned seed) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>((seed = seed * 1103515245 + 12345) >> 16);
  return bytes;
}

}  // namespace

TEST_CASE("What is kept of big files is held packed, and read as it was") {
  const WantsAll wants;
  ScanOptions options;
  options.interest = &wants;
  const std::string words = std::string(300'000, 'x') + noise(200'000, 1);
  for (const std::size_t piece : {std::size_t{1000}, SIZE_MAX}) {
    const LayerScan scan =
        scan_one(file("a", words) + file("b", "small") + end_blocks, options, piece);
    REQUIRE(scan.layer->kept.size() == 2);
    CHECK(scan.layer->kept[0].packed);
    CHECK(scan.layer->kept[0].bytes.size() < 202'000);
    CHECK(scan.layer->kept[0].text() == words);
    CHECK_FALSE(scan.layer->kept[1].packed);
    CHECK(scan.layer->kept[1].text() == "small");
  }
}

TEST_CASE("Beyond what an image may keep, the lowest layers lose theirs, whoever is first") {
  const WantsAll wants;
  ScanOptions options;
  options.interest = &wants;
  options.limits.kept_packed_bytes = 100'000;
  std::vector<std::string> layers;
  for (const std::size_t size : {20'000U, 0U, 60'000U, 30'000U, 40'000U, 20'000U}) {
    const auto number = static_cast<unsigned>(layers.size());
    layers.push_back(
        (size == 0 ? Block{.name = "d/", .type = '5'}.text() : file("a", noise(size, number))) +
        end_blocks);
  }
  for (const unsigned workers : {1U, 3U}) {
    options.workers = workers;
    const ImageScan scan = scan_image(MemoryImage(layers), options);
    std::string kept;
    for (const LayerScan& layer : scan.layers) {
      kept += std::to_string(layer.layer->kept.size());
      for (const SourceNote& note : layer.notes) kept += " " + note.kind + " ";
    }
    CHECK(kept == "0 kept-limit 00 kept-limit 111");
    CHECK(scan.partial);
  }
  options.limits.kept_packed_bytes = 200'000;
  CHECK_FALSE(scan_image(MemoryImage(layers), options).partial);
  // Zeros are next to nothing.
  options.limits.kept_packed_bytes = 10'000;
  layers.assign(20, file("a", std::string(1 << 20, '\0')) + end_blocks);
  CHECK_FALSE(scan_image(MemoryImage(layers), options).partial);
}

TEST_CASE("A secret is told with the digests of its file") {
  const auto scanner = SecretScanner::make();
  REQUIRE(scanner.has_value());
  ScanOptions options;
  options.secrets = scanner->get();
  // In one block, over the border of two, and behind many.
  for (const std::size_t before : {0UL, 261'000UL, 3'000'000UL}) {
    const std::string bytes = std::string(before, '\n') + secret() + "\n";
    const LayerScan scan = scan_one(
        file("x", "nothing") + file("root/.ssh/id_rsa", bytes) + file("y", "nothing") + end_blocks,
        options);
    REQUIRE(scan.layer->secrets.size() == 1);
    CHECK(scan.layer->secrets[0].entry == 1);
    CHECK(scan.layer->secrets[0].hit.offset >= before);
    REQUIRE(scan.layer->digests.size() == 1);
    CHECK(scan.layer->digests[0].entry == 1);
    digest::FileDigester digester;
    digester.update(bytes);
    CHECK(scan.layer->digests[0].md5 == digester.finish().md5);
  }
}

TEST_CASE("Limits make a layer partial") {
  ScanOptions options;
  options.limits.entries = 3;
  const std::string tar = file("a", "") + file("b", "");
  const ImageScan scan = scan_image(MemoryImage({tar, tar}), options);
  CHECK(scan.partial);
  CHECK(scan.layers[0].layer->entries.size() + scan.layers[1].layer->entries.size() == 3);
  options = {};
  options.stopped = [] { return true; };
  const ImageScan stopped = scan_image(MemoryImage({tar + end_blocks}), options);
  CHECK(stopped.partial);
  CHECK(stopped.layers[0].failure == "stopped");
}
