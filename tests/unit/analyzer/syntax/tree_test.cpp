#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "analyzer/syntax/syntax.h"
#include "tests/agreement/random_edits.h"

using namespace plimsoll;

namespace {

// Pieces that mean something to the scanner, in any order.
std::string random_text(std::mt19937& random) {
  static constexpr std::string_view pieces[] = {"FROM a\n",
                                                "RUN ",
                                                "ONBUILD ",
                                                "COPY ",
                                                "ENV ",
                                                "LABEL ",
                                                "ARG ",
                                                "CMD ",
                                                "HEALTHCHECK ",
                                                "USER ",
                                                "# c\n",
                                                "# escape=`\n",
                                                "\n",
                                                "\r\n",
                                                "\r",
                                                " ",
                                                "\t",
                                                "\v",
                                                "\\\n",
                                                "\\",
                                                "`\n",
                                                "`",
                                                "\"",
                                                "'",
                                                "$x",
                                                "${x:-",
                                                "}",
                                                "[\"a\", \"b\"]",
                                                "[",
                                                "]",
                                                ",",
                                                "=",
                                                "a=b",
                                                "<<A",
                                                "<<-'B'",
                                                "\nA\n",
                                                "\n\tB\n",
                                                "--from=x ",
                                                "--mount=type=bind,target=/x,rw ",
                                                "--",
                                                "a:b@c",
                                                "\xC2\xA0",
                                                "\xE2\x80\xA8",
                                                "\xEF\xBB\xBF",
                                                "\xFF",
                                                "\xC3",
                                                std::string_view("\0", 1),
                                                "x"};
  std::string text;
  const std::size_t count = random() % 12;
  for (std::size_t i = 0; i < count; ++i) text += pieces[random() % std::size(pieces)];
  return text;
}

}  // namespace

TEST_CASE("any text has a tree without errors whose leaves are the text") {
  std::mt19937 random(7);
  syntax::Parser parser;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = random_text(random);
    const auto tree = parser.parse(text);
    const bool good = !syntax::Cursor(*tree).has_error() && testing::leaves_are_text(*tree, text);
    INFO(text);
    CHECK(good);
    if (!good) break;
  }
}

TEST_CASE("a tree that follows an edit is the tree of the text") {
  std::mt19937 random(8);
  testing::Editor editor(9);
  syntax::Parser parser;
  for (int i = 0; i < 5'000; ++i) {
    std::string text = random_text(random) + random_text(random);
    auto tree = parser.parse(text);
    tree->edit(editor.edit(text));
    const auto followed = parser.parse(text, *tree);
    const bool same = testing::same_tree(*followed, *syntax::Parser().parse(text));
    INFO(text);
    CHECK(same);
    if (!same) break;
  }
}

TEST_CASE("a text beyond the limit has no tree") {
  const std::string text(syntax::text_limit_bytes + 1, '\n');
  CHECK_FALSE(syntax::Parser().parse(text).has_value());
}

TEST_CASE("the cursor tells kinds, names and places") {
  const std::string text = "# c\nFROM a\n";
  const auto tree = syntax::Parser().parse(text);
  syntax::Cursor cursor(*tree);
  CHECK(cursor.kind() == syntax::NodeKind::SourceFile);
  REQUIRE(cursor.first_child());
  CHECK(cursor.kind() == syntax::NodeKind::Comment);
  REQUIRE(cursor.next_sibling());
  REQUIRE(cursor.next_sibling());
  CHECK(cursor.kind() == syntax::NodeKind::Instruction);
  CHECK(cursor.name() == "from_instruction");
  CHECK(cursor.span() == Span{4, 10});
  CHECK(cursor.parent());
  CHECK_FALSE(cursor.parent());
}
