// Arrays that are nearly JSON: what was meant, what is wrong with them, and what is no array.

#include "analyzer/dockerfile/loose_array.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace plimsoll;
using Flaw = LooseArray::Flaw;

namespace {

struct Case {
  std::string text;
  Flaw flaw;
  std::vector<std::string> words;
};

const std::vector<Case> arrays = {
    {"['a', 'b c']", Flaw::SingleQuotes, {"a", "b c"}},
    {"[ 'a' ]", Flaw::SingleQuotes, {"a"}},
    {"[\xE2\x80\x9C"
     "a\xE2\x80\x9D]",
     Flaw::CurlyQuotes,
     {"a"}},
    {"[a, b]", Flaw::Unquoted, {"a", "b"}},
    {"[ a, \"b\" ]", Flaw::Unquoted, {"a", "b"}},
    {"[\"C:\\dir\\\\x\"]", Flaw::BadEscape, {"C:\\dir\\x"}},
    {"[\"a\\tb\\\"\" \"c\"]", Flaw::MissingComma, {"a\tb\"", "c"}},
    {"[\"a\",]", Flaw::ExtraComma, {"a"}},
    {"[\"a\", \"b\"", Flaw::NotClosed, {"a", "b"}},
    {"[\"a\"] # b", Flaw::TextBehind, {"a"}},
    {"[\"a\", \"b]", Flaw::UnclosedString, {"a", "b]"}},
};

const std::vector<std::string> no_arrays = {
    "",
    "a",
    "[",
    "[]",
    "[ ]",
    "[\"a\"]",
    "[ \"a\" , \"b\" ]",
    "[ -f x ]",
    "[ \"$a\" = b ]",
    "[ \"$a\" ] && b",
    "[[ a ]]",
    "[:alpha:]",
    "[ ! -d 'a, b' ]",
};

}  // namespace

TEST_CASE("what was meant as an array is read as one") {
  for (const Case& expected : arrays) {
    INFO(expected.text);
    const auto array = read_loose_array(expected.text);
    REQUIRE(array);
    CHECK(array->flaw == expected.flaw);
    std::vector<std::string> words;
    for (const LooseArray::Element& element : array->elements) words.push_back(element.text);
    CHECK(words == expected.words);
  }
}

TEST_CASE("JSON and tests of the shell are left alone") {
  for (const std::string& text : no_arrays) {
    INFO(text);
    CHECK_FALSE(read_loose_array(text));
  }
}
