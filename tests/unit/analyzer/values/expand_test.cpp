// What BuildKit's lexer makes of each word, as a table. The environment of all rows: A=a, E= (set
// and empty), P=/usr/local/bin, V=1.2.3-rc1, and U unset.

#include "analyzer/values/expand.h"

#include <catch2/catch.hpp>
#include <map>

namespace plimsoll {
namespace {

using Kind = ExpansionProblem::Kind;

Lookup environment(std::string_view name) {
  static const std::map<std::string, std::string, std::less<>> set{
      {"A", "a"},         {"E", ""},       {"P", "/usr/local/bin"},
      {"V", "1.2.3-rc1"}, {"é", "accent"}, {"N", "x\ny"}};
  const auto found = set.find(name);
  if (found != set.end()) return {Answer::Yes, Value(found->second)};
  if (name == "HOLE") return {Answer::Unknown, Value::unknown("HOLE")};
  if (name == "ARCH") return {Answer::Yes, Value::unknown("ARCH", {"amd64", "arm64"})};
  if (name == "UNSET_ARG") return {Answer::Unknown, Value::unknown("UNSET_ARG"), true};
  return {};
}

std::string read(const char* word, char escape = '\\') {
  const Expansion expansion = expand(Text(word, 100), environment, {.escape = escape});
  if (!expansion.problems.empty()) return "<problem>";
  return expansion.value.display();
}

TEST_CASE("words") {
  struct Row {
    const char* word;
    const char* text;
  };
  const Row rows[] = {
      {"", ""},
      {"plain", "plain"},
      {"$A", "a"},
      {"${A}b", "ab"},
      {"$Ab", ""},
      {"x$A/$E/$U", "xa//"},
      {"$é", "accent"},
      {"$", "$"},
      {"$.", "$."},
      {"a$", "a$"},
      {"$$", ""},
      {"$1", ""},
      {"$12x", "x"},
      {"$@", ""},
      {"'$A'", "$A"},
      {"\"$A\"", "a"},
      {"\\$A", "$A"},
      {"\"\\$A\"", "$A"},
      {"\"\\x\"", "\\x"},
      {"'\\x'", "\\x"},
      {"\\x", "x"},
      {"a\\", "a"},
      {"a'b'\"c\"d", "abcd"},
      {"\"'\"", "'"},
      {"'\"'", "\""},
      {"a b", "a b"},
      {"<<$A", "<<a"},
      // Unset and empty.
      {"${U:-d}", "d"},
      {"${U-d}", "d"},
      {"${E:-d}", "d"},
      {"${E-d}", ""},
      {"${A:-d}", "a"},
      {"${A:+d}", "d"},
      {"${A+d}", "d"},
      {"${E:+d}", ""},
      {"${E+d}", "d"},
      {"${U:+d}", ""},
      {"${A:?no}", "a"},
      {"${E?no}", ""},
      {"${U:-$A}", "a"},
      {"${U:-${U:-$A}}", "a"},
      {"${U:-\"b c\"}", "b c"},
      {"\"${U:-\"b c\"}\"", "b c"},
      {"${U:-\\}}", "}"},
      {"${U:-'}'}", "}"},
      {"${U:-}", ""},
      {"${+x}", ""},
      // Cut from the front and from the end.
      {"${V#1.}", "2.3-rc1"},
      {"${V#*.}", "2.3-rc1"},
      {"${V##*.}", "3-rc1"},
      {"${V%.*}", "1.2"},
      {"${V%%.*}", "1"},
      {"${V%%-*}", "1.2.3"},
      {"${V#x}", "1.2.3-rc1"},
      {"${V%?}", "1.2.3-rc"},
      {"${V##*}", ""},
      {"${V#*}", "1.2.3-rc1"},
      {"${P##*/}", "bin"},
      {"${P%/*}", "/usr/local"},
      {"${V#'*'}", "1.2.3-rc1"},
      {"${V#\\*}", "1.2.3-rc1"},
      {"${N#*y}", "x\ny"},  // a star stops at a newline
      {"${U#x}", ""},
      {"${V#$A}", "1.2.3-rc1"},
      // Replace.
      {"${V/./_}", "1_2.3-rc1"},
      {"${V//./_}", "1_2_3-rc1"},
      {"${P//\\//-}", "-usr-local-bin"},
      {"${V/.*/}", "1"},
      {"${V//[0-9]/x}", "1.2.3-rc1"},
      {"${V//?/x}", "xxxxxxxxx"},
      {"${V/$A/b}", "1.2.3-rc1"},
      {"${V//2/$A}", "1.a.3-rc1"},
      {"${A//a/\\$0}", "\\a"},  // Go's regexp package reads the replacement
  };
  for (const Row& row : rows) {
    CAPTURE(row.word);
    CHECK(read(row.word) == row.text);
  }
}

TEST_CASE("the escape is the directive's") {
  CHECK(read("C:\\dir\\$A", '`') == "C:\\dir\\a");
  CHECK(read("`$A", '`') == "$A");
  CHECK(read("\"`$A\"", '`') == "$A");
  CHECK(read("C:\\dir\\$A") == "C:dir$A");
}

TEST_CASE("what BuildKit refuses, with its place") {
  struct Row {
    const char* word;
    Kind kind;
    Span where;  // the word begins at 100
    const char* subject;
  };
  const Row rows[] = {
      {"x${A", Kind::BracketUnterminated, {101, 104}, "A"},
      {"${", Kind::BracketUnterminated, {100, 102}, ""},
      {"${}", Kind::NameEmpty, {100, 103}, ""},
      {"${A^^}", Kind::ModifierUnsupported, {100, 104}, "^"},
      {"${A:1}", Kind::ModifierUnsupported, {100, 106}, ":1"},
      {"${A:=x}", Kind::ModifierUnsupported, {100, 107}, ":="},
      {"${A:#x}", Kind::ModifierUnsupported, {100, 105}, ":#"},
      {"${!A}", Kind::ModifierUnsupported, {100, 104}, "A"},
      {"${a.b}", Kind::ModifierUnsupported, {100, 104}, "."},
      {"${{A}}", Kind::ModifierUnsupported, {100, 103}, "{"},
      {"'x", Kind::QuoteUnterminated, {100, 102}, "'"},
      {"a\"x", Kind::QuoteUnterminated, {101, 103}, "\""},
      {"${U:?give one}", Kind::RequiredUnset, {100, 114}, "U"},
      {"${E:?}", Kind::RequiredUnset, {100, 106}, "E"},
      {"${V#\\x}", Kind::BadPattern, {100, 107}, "\\x"},
      {"${V/x}", Kind::BracketUnterminated, {100, 106}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.word);
    const Expansion expansion = expand(Text(row.word, 100), environment);
    REQUIRE(expansion.problems.size() == 1);
    CHECK(expansion.problems[0].kind == row.kind);
    CHECK(expansion.problems[0].where == row.where);
    CHECK(expansion.problems[0].subject == row.subject);
    CHECK(!expansion.value.known());
  }
}

TEST_CASE("what is not known stays a hole") {
  CHECK(read("x$HOLE/y") == "x${HOLE}/y");
  CHECK(read("${HOLE%.*}") == "${HOLE}");
  CHECK(read("${HOLE:-d}") == "${HOLE}");
  CHECK(read("${V#$HOLE}") == "${V}");
  CHECK(read("${U:-$HOLE}") == "${HOLE}");
  // An ARG without a value: unset where a modifier asks.
  CHECK(read("$UNSET_ARG") == "${UNSET_ARG}");
  CHECK(read("${UNSET_ARG:-3}") == "3");
  CHECK(read("${UNSET_ARG:+x}").empty());
  CHECK(read("${UNSET_ARG:?give one}") == "${UNSET_ARG}");

  const Value arch = expand(Text("app-${ARCH}", 0), environment).value;
  CHECK(arch.possible() == std::vector<std::string>{"app-amd64", "app-arm64"});
  CHECK(is_yes(arch.starts_with("app-a")));
  CHECK(is_unknown(arch.equals("app-amd64")));
  CHECK(is_no(arch.equals("app-386")));
  const Value cut = expand(Text("${ARCH%64}", 0), environment).value;
  CHECK(cut.possible() == std::vector<std::string>{"amd", "arm"});
  const Value one = expand(Text("${ARCH/*/same}", 0), environment).value;
  CHECK(one.known());
}

TEST_CASE("every reference is noted with its place") {
  const Expansion expansion = expand(Text("$A-${U:-${E}}", 10), environment);
  REQUIRE(expansion.uses.size() == 3);
  CHECK(expansion.uses[0].name == "A");
  CHECK(expansion.uses[0].span == Span{10, 12});
  CHECK(expansion.uses[0].name_span == Span{11, 12});
  CHECK(is_yes(expansion.uses[0].defined));
  CHECK(expansion.uses[1].name == "U");
  CHECK(expansion.uses[1].modifier == ":-");
  CHECK(expansion.uses[1].span == Span{13, 23});
  CHECK(is_no(expansion.uses[1].defined));
  CHECK(expansion.uses[2].name == "E");
  CHECK(expansion.uses[2].span == Span{18, 22});
}

TEST_CASE("words of EXPOSE are split behind the expansion") {
  const auto split = [](const char* word) {
    std::vector<std::string> out;
    for (const Value& value : expand_words(Text(word, 0), [](std::string_view name) -> Lookup {
           if (name == "PORTS") return {Answer::Yes, Value("80 443")};
           return {};
         })) {
      out.push_back(value.display());
    }
    return out;
  };
  using Words = std::vector<std::string>;
  CHECK(split("$PORTS") == Words{"80", "443"});
  CHECK(split("\"$PORTS\"") == Words{"80 443"});
  CHECK(split("1$PORTS/tcp") == Words{"180", "443/tcp"});
  CHECK(split("80") == Words{"80"});
  CHECK(split("$U").empty());
}

TEST_CASE("heredoc bodies keep their quotes") {
  const Expansion body =
      expand(Text("'$A' \"$V\" it's \\$A", 0), environment, {.keep_quotes = true});
  CHECK(body.value.text() == "'a' \"1.2.3-rc1\" it's $A");
}

TEST_CASE("nesting and patterns have bounds") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "${U:-";
  const Expansion expansion = expand(Text(deep, 0), environment);
  REQUIRE(!expansion.problems.empty());
  CHECK(expansion.problems.front().kind == Kind::TooDeep);

  const std::string stars = "${B//" + std::string(20'000, '*') + "a/}";
  const Expansion wide = expand(Text(stars, 0), [](std::string_view) -> Lookup {
    return {Answer::Yes, Value(std::string(20'000, 'b'))};
  });
  CHECK(!wide.value.known());
}

}  // namespace
}  // namespace plimsoll
