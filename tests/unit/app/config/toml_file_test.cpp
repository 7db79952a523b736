#include "app/config/toml_file.h"

#include <catch2/catch.hpp>
#include <string>

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

// "line:column message" of what read_toml refuses; empty when it does not.
std::string refusal(const std::string& text) {
  const SourceFile file("f", text);
  const auto tree = read_toml(file);
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

TEST_CASE("values know their places, in bytes") {
  const SourceFile file("f",
                        "\xEF\xBB\xBF\"k\xC3\xA9\" = \"\xC3\xA9x\" # c\r\n"
                        "[t]\nb = true\nl = [1,\n  'two']\nx.y = 3\n");
  const auto tree = read_toml(file);
  REQUIRE(tree);
  REQUIRE(tree->members.size() == 2);
  CHECK(file.at(tree->members[0].key_where) == "\"k\xC3\xA9\"");
  CHECK(file.at(tree->members[0].value.where) == "\"\xC3\xA9x\"");
  CHECK(tree->members[0].value.text == "\xC3\xA9x");
  const Value& table = tree->members[1].value;
  REQUIRE(table.members.size() == 3);
  CHECK(table.members[0].value.boolean);
  CHECK(file.at(table.members[0].value.where) == "true");
  CHECK(table.members[1].value.items[0].integer == 1);
  CHECK(file.at(table.members[1].value.items[1].where) == "'two'");
  CHECK(table.members[2].key == "x");
  CHECK(table.members[2].value.find("y")->integer == 3);
}

TEST_CASE("the order is the file's") {
  const SourceFile file("f", "z = 1\na = 2\nm = 3\n");
  const auto tree = read_toml(file);
  REQUIRE(tree);
  CHECK(tree->members[0].key + tree->members[1].key + tree->members[2].key == "zam");
}

TEST_CASE("other types keep their text") {
  const SourceFile file("f", "a = 1.5\nb = 2026-01-02\n");
  const auto tree = read_toml(file);
  REQUIRE(tree);
  CHECK(tree->find("a")->kind == ValueKind::Other);
  CHECK(tree->find("b")->text == "2026-01-02");
}

TEST_CASE("what is not TOML is refused at its place") {
  CHECK(refusal("a = 1\na = 2\n").find("2:5 not valid TOML: cannot redefine") == 0);
  CHECK(refusal("ignore = [\"DL3008\"\nx = 1\n").substr(0, 4) == "2:1 ");
  CHECK(refusal("[\n[x]\n").find("1:2 not valid TOML: expected bare key") == 0);
  CHECK(refusal("trusted\xCF\x8D = 1\n").find("1:8 not valid TOML: ") == 0);
  CHECK(refusal("a = \"\"\"\\\n  \xC3\xA9\"\"\"\n").empty());
  CHECK(refusal("a = \n").find("not valid TOML") != std::string::npos);
  CHECK(refusal(std::string("a = 1\n\0", 7)) == "2:1 a NUL byte: this is not a text file");
  CHECK(refusal("a = \"\xff\"\n").find("not valid TOML") != std::string::npos);
}

TEST_CASE("hostile nesting ends at a limit") {
  CHECK(refusal("a = " + repeated("[", 100'000)).find("nested too deeply") != std::string::npos);
  CHECK(refusal("a = " + repeated("{a=", 80'000)).find("nested too deeply") != std::string::npos);
  CHECK(refusal(repeated("a.", 120'000) + "a = 1").find("nested too deeply") != std::string::npos);
  CHECK(refusal("[" + repeated("a . ", 60'000) + "a]").find("nested too deeply") !=
        std::string::npos);
  CHECK(refusal("a = {b = \"\"\"x\"\"\"\", " + repeated("c.", 120'000) + "c = 1}")
            .find("nested too deeply") != std::string::npos);
  CHECK(refusal("a = {" + repeated("b.c.d.e.f.g = {", 20) + repeated("}", 20) + "}").empty());
  CHECK(refusal("a = [" + repeated("\"a.b.c.d.e\", ", 1000) + "]").empty());
  CHECK(refusal("a = '''" + repeated("[.", 1000) + "'''").empty());
}

TEST_CASE("hostile size takes no long time") {
  CHECK(refusal(repeated("[[a]]\n", 40'000)).empty());
  CHECK(refusal("a = [" + repeated("1,", 120'000) + "]").empty());
  CHECK(!refusal(repeated("\"", 250'001)).empty());
}
