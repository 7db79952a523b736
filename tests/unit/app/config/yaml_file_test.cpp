#include "app/config/yaml_file.h"

#include <catch2/catch.hpp>
#include <string>

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

std::string refusal(const std::string& text) {
  const SourceFile file("f", text);
  const auto tree = read_yaml(file);
  if (tree) return "";
  const LineColumn at = file.byte_position(tree.error().where.begin);
  return std::to_string(at.line) + ":" + std::to_string(at.column) + " " + tree.error().message;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("YAML becomes values with places") {
  const SourceFile file("f",
                        "\xEF\xBB\xBF# caf\xC3\xA9\nignored:\n  - DL3000\n  - \"DL3001\"\n"
                        "no-fail: true\nquoted: 'true'\nnone:\n");
  const auto tree = read_yaml(file);
  REQUIRE(tree);
  const Value* ignored = tree->find("ignored");
  REQUIRE(ignored != nullptr);
  REQUIRE(ignored->items.size() == 2);
  CHECK(file.at(tree->members[0].key_where) == "ignored");
  CHECK(file.at(ignored->items[0].where) == "DL3000");
  CHECK(ignored->items[1].text == "DL3001");
  CHECK(file.at(ignored->items[1].where) == "\"DL3001\"");
  CHECK(tree->find("no-fail")->boolean);
  CHECK(tree->find("quoted")->kind == ValueKind::String);
  CHECK(tree->find("none")->kind == ValueKind::Null);
}

TEST_CASE("an empty file says nothing") {
  for (const char* text : {"", "# only a comment\n", "---\n", "~\n"}) {
    const SourceFile file("f", text);
    const auto tree = read_yaml(file);
    REQUIRE(tree);
    CHECK(tree->kind == ValueKind::Table);
    CHECK(tree->members.empty());
  }
}

TEST_CASE("aliases stand for what was anchored") {
  const SourceFile file("f", "ignored: &list [DL3000]\noverride: {error: *list}\n");
  const auto tree = read_yaml(file);
  REQUIRE(tree);
  CHECK(tree->find("override")->find("error")->items[0].text == "DL3000");
}

TEST_CASE("what is not YAML is refused at its place") {
  CHECK(refusal("ignored: [DL3006\nfoo").find("not valid YAML") != std::string::npos);
  CHECK(refusal("a: 1\na: 2\n") == "2:1 the key `a` stands twice");
  CHECK(refusal("a: 1\n---\nb: 1\n").find("a second document") != std::string::npos);
  CHECK(refusal("[a, b]: 1\n").find("a key has to be a word") != std::string::npos);
  CHECK(refusal("a: *nobody\n").substr(0, 2) == "1:");
  CHECK(refusal("a: &x [*x]\n").find("alias") != std::string::npos);
  CHECK(refusal(std::string("a: \0b\n", 7)) == "1:4 a NUL byte: this is not a text file");
  CHECK(refusal("a: \xFF\n") == "1:4 not valid UTF-8");
  CHECK(refusal("a:\n\t- b\n").substr(0, 2) == "2:");
}

TEST_CASE("a bomb of aliases ends at a limit") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
            repeated(before + ", ", 9) + before + "]\n";
  }
  CHECK(refusal(bomb).find("too many values") != std::string::npos);
}

TEST_CASE("hostile nesting and size end soon") {
  CHECK(!refusal(repeated("[", 200'000)).empty());
  CHECK(!refusal(repeated("{a: ", 60'000)).empty());
  CHECK(!refusal(repeated("- ", 120'000)).empty());
  CHECK(!refusal(repeated("? ", 120'000)).empty());
  CHECK(!refusal(repeated("a: ", 80'000)).empty());
  CHECK(!refusal("a: \"" + repeated("x", 200'000)).empty());
  CHECK(!refusal(repeated("- x\n", 60'000)).empty());
  CHECK(!refusal(repeated("&a ", 80'000)).empty());
  CHECK(!refusal(repeated("!<", 100'000)).empty());
}
