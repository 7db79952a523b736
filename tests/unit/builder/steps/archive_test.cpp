// ADD of archives: what they hold is written with the blocks of the tar reader's tests.

#include "builder/steps/archive.h"

#include <unistd.h>

#include <catch2/catch.hpp>

#include "analyzer/digest/sha256.h"
#include "analyzer/image/compression.h"
#include "tests/unit/analyzer/image/tar_blocks.h"
#include "tests/unit/builder/steps/memory_tree.h"

namespace plimsoll::builder {
namespace {

using plimsoll::testing::Block;
using plimsoll::testing::content;
using plimsoll::testing::end_blocks;
using plimsoll::testing::octal;
using testing::MemoryTree;

std::shared_ptr<const FileDescriptor> file_of(const std::string& bytes) {
  auto made = NewFile::create("/tmp");
  REQUIRE(made.has_value());
  REQUIRE(write_all(made->file(), bytes).has_value());
  return std::make_shared<const FileDescriptor>(made->keep_unnamed());
}

std::string member(char type, const std::string& name, const std::string& mode,
                   const std::string& bytes = "", const std::string& link = "") {
  Block block;
  block.name = name;
  block.type = type;
  block.mode = mode;
  block.uid = "1";
  block.size = octal(bytes.size());
  block.link = link;
  return block.text() + content(bytes);
}

std::string unpacked(const std::string& tar, const std::string& to = "x",
                     const std::vector<std::string>& below = {},
                     const std::optional<Owner>& owner = std::nullopt) {
  MemoryTree tree;
  for (const std::string& line : below) tree.add(testing::read_entry(line));
  Target target(tree, 99);
  REQUIRE(target.make_directories(to, 0755, {}).has_value());
  const auto done = unpack(file_of(tar), "/tmp", to, owner, target);
  if (!done) return done.error().message;
  const auto entries = target.take();
  REQUIRE(entries.has_value());
  std::string text;
  for (const Entry& entry : *entries) {
    text += testing::write_entry(entry) + "\n";
    if (entry.kind == EntryKind::File && std::holds_alternative<InFileAt>(entry.content)) {
      const auto digest = digest::sha256(*read_content(entry, 1000));
      CHECK(entry.content_digest ==
            std::string(reinterpret_cast<const char*>(digest.data()), digest.size()));
    }
  }
  return text;
}

TEST_CASE("an archive is told by its first member") {
  const std::string tar = member('0', "a", "644", "text") + end_blocks;
  CHECK(*is_archive(*file_of(tar)));
  CHECK(*is_archive(*file_of(tar.substr(0, 600))));  // cut off: found out while unpacking
  CHECK_FALSE(*is_archive(*file_of("")));
  CHECK_FALSE(*is_archive(*file_of("hello")));
  CHECK_FALSE(*is_archive(*file_of(end_blocks)));
  CHECK_FALSE(*is_archive(*file_of(std::string(5000, 'x'))));
  CHECK_FALSE(*is_archive(*file_of("\x1F\x8B\x08 not gzip")));
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    auto packed = NewFile::create("/tmp");
    REQUIRE(compress_into(*file_of(tar), compression, 1, packed->file()).has_value());
    CHECK(*is_archive(packed->file()));
    auto text = NewFile::create("/tmp");
    REQUIRE(compress_into(*file_of("no archive"), compression, 1, text->file()).has_value());
    CHECK_FALSE(*is_archive(text->file()));
  }
}

TEST_CASE("members become entries; the archive's root changes nothing") {
  const std::string tar = member('5', "./", "700") + member('0', "./file", "644", "hello") +
                          member('0', ".wh.gone", "644") + member('0', "made/deep/f", "6755", "f") +
                          member('5', "dir/", "2750") + member('1', "dir/h", "600", "", "file") +
                          member('2', "dir/s", "777", "", "../../../file") +
                          member('6', "fifo", "644") + end_blocks;
  CHECK(unpacked(tar) ==
        "d 0755 0:0 t=99 x\n"
        "f 0644 1:7 t=668 x/.wh.gone \"\"\n"
        "d 2750 1:7 t=668 x/dir\n"
        "f 0600 1:7 t=668 x/dir/h \"hello\"\n"
        "l 0777 1:7 t=668 x/dir/s -> ../../../file\n"
        "p 0644 1:7 t=668 x/fifo\n"
        "h 0600 1:7 t=668 x/file -> x/dir/h\n"
        "d 0755 0:0 t=99 x/made\n"
        "d 0755 0:0 t=99 x/made/deep\n"
        "f 6755 1:7 t=668 x/made/deep/f \"f\"\n");
  CHECK(unpacked(member('0', "a/b", "644") + end_blocks, "x", {}, Owner{3, 4}) ==
        "d 0755 0:0 t=99 x\n"
        "d 0755 0:0 t=99 x/a\n"
        "f 0644 3:4 t=668 x/a/b \"\"\n");
}

TEST_CASE("a member of nobody's is refused, unless --chown says whose it is") {
  Block block;
  block.name = "f";
  block.uid = std::string("\x80\0\0\1\0\0\0\0", 8);  // 2^32, which is root's 0 when it is cut
  const std::string tar = block.text() + end_blocks;
  CHECK(unpacked(tar).find("\"f\" has an owner with a number that no system has") !=
        std::string::npos);
  CHECK(unpacked(tar, "x", {}, Owner{3, 4}).find("3:4") != std::string::npos);
}

TEST_CASE("a compressed archive is unpacked to plain bytes first") {
  const std::string tar = member('0', "a", "644", "text") + end_blocks;
  auto packed = NewFile::create("/tmp");
  REQUIRE(compress_into(*file_of(tar), Compression::Gzip, 1, packed->file()).has_value());
  const EmptyTree empty;
  Target target(empty, 99);
  const auto done = unpack(std::make_shared<const FileDescriptor>(packed->keep_unnamed()), "/tmp",
                           "", {}, target);
  REQUIRE(done.has_value());
  const auto entries = target.take();
  REQUIRE(entries->size() == 1);
  CHECK(testing::write_entry((*entries)[0]) == "f 0644 1:7 t=668 a \"text\"");
}

TEST_CASE("later members win over what is there") {
  const std::vector<std::string> below = {"f 0644 x/dir/kept \"k\"", "f 0644 x/file \"f\"",
                                          "l 0777 x/link -> dir", "d 0711 7:7 t=3 x/same"};
  CHECK(unpacked(member('0', "dir", "600", "now a file") + member('5', "file", "711") +
                     member('5', "link", "711") + member('0', "link/in", "600", "i") +
                     member('5', "same", "700") + end_blocks,
                 "x", below) ==
        "d 0755 0:0 t=99 x\n"
        "f 0600 1:7 t=668 x/dir \"now a file\"\n"
        "d 0711 1:7 t=668 x/file\n"
        "d 0711 1:7 t=668 x/link\n"
        "f 0600 1:7 t=668 x/link/in \"i\"\n"
        "d 0700 1:7 t=668 x/same\n");
  // A directory that was replaced on the way holds nothing of before.
  CHECK(unpacked(member('0', "dir", "600") + member('5', "dir", "700") +
                     member('0', "dir/new", "600") + end_blocks,
                 "x", below) ==
        "d 0755 0:0 t=99 x\n"
        "d 0700 1:7 t=668 x/dir\n"
        "o 0000 0:0 t=0 x/dir\n"
        "f 0600 1:7 t=668 x/dir/new \"\"\n");
  CHECK(unpacked(member('0', "twice", "600", "1") + member('1', "h", "600", "", "twice") +
                 member('0', "twice", "644", "2") + end_blocks) ==
        "d 0755 0:0 t=99 x\n"
        "f 0600 1:7 t=668 x/h \"1\"\n"
        "f 0644 1:7 t=668 x/twice \"2\"\n");
  // What the last header says holds for the inode, and so for all its names.
  CHECK(unpacked(member('0', "f", "644", "1") + member('1', "b", "600", "", "f") +
                 member('1', "c", "640", "", "b") + member('0', "c", "777", "other") +
                 end_blocks) ==
        "d 0755 0:0 t=99 x\n"
        "f 0640 1:7 t=668 x/b \"1\"\n"
        "f 0777 1:7 t=668 x/c \"other\"\n"
        "h 0640 1:7 t=668 x/f -> x/b\n");
  // A hard link to a file of the image brings that file along.
  CHECK(unpacked(member('1', "h", "600", "", "file") + end_blocks, "x", below) ==
        "d 0755 0:0 t=99 x\n"
        "f 0600 1:7 t=668 x/file \"f\"\n"
        "h 0600 1:7 t=668 x/h -> x/file\n");
}

TEST_CASE("a directory taken away and made anew many times over costs little") {
  std::string tar;
  for (int i = 0; i < 2000; ++i) tar += member('0', "many/" + std::to_string(i), "644");
  for (int i = 0; i < 3000; ++i) {
    tar += member('5', "d", "755") + member('0', "d/in", "644") + member('0', "d", "644");
  }
  tar += member('5', "d", "700") + member('0', "d/last", "600");
  const std::string text = unpacked(tar + end_blocks, "x", {"f 0644 x/d/below \"b\""});
  CHECK(
      text.starts_with("d 0755 0:0 t=99 x\n"
                       "d 0700 1:7 t=668 x/d\n"
                       "o 0000 0:0 t=0 x/d\n"
                       "f 0600 1:7 t=668 x/d/last \"\"\n"
                       "d 0755 0:0 t=99 x/many\n"));
}

TEST_CASE("links on the way lead no further than the destination") {
  const std::vector<std::string> below = {"l 0777 x/abs -> /data", "f 0644 data/secret \"s\"",
                                          "l 0777 x/up -> ../data", "l 0777 x/a -> b",
                                          "l 0777 x/b -> a"};
  CHECK(unpacked(member('0', "abs/in", "600", "i") + end_blocks, "x", below) ==
        "d 0755 0:0 t=99 x\n"
        "d 0755 0:0 t=99 x/data\n"
        "f 0600 1:7 t=668 x/data/in \"i\"\n");
  CHECK(unpacked(member('0', "up/in", "600") + end_blocks, "x", below)
            .find("leaves the destination") != std::string::npos);
  CHECK(unpacked(member('0', "a/in", "600") + end_blocks, "x", below).find("too many links") !=
        std::string::npos);
  CHECK(unpacked(member('2', "e", "777", "", "../../../../etc") + member('0', "e/pw", "600") +
                 end_blocks)
            .find("leaves the destination") != std::string::npos);
  CHECK(unpacked(member('0', "/abs/name", "600") + member('1', "/h", "600", "", "/abs/name") +
                 end_blocks) ==
        "d 0755 0:0 t=99 x\n"
        "d 0755 0:0 t=99 x/abs\n"
        "f 0600 1:7 t=668 x/abs/name \"\"\n"
        "h 0600 1:7 t=668 x/h -> x/abs/name\n");
  for (const std::string& bad :
       {member('0', "../up", "600"), member('0', "a/../../up", "600"),
        member('1', "h", "600", "", "../../etc/passwd"), member('1', "h", "600", "", "missing"),
        member('1', "h", "600", "", "/"), member('9', "what", "600")}) {
    CHECK(unpacked(bad + end_blocks).starts_with("the archive's member"));
  }
}

}  // namespace
}  // namespace plimsoll::builder
