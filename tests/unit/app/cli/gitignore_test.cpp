#include "app/cli/gitignore.h"

#include <catch2/catch.hpp>
#include <string>

using namespace plimsoll::app;

namespace {

bool ignores(std::string_view patterns, std::string_view path, bool is_directory = false) {
  return IgnorePatterns::parse(patterns).match(path, is_directory) == Ignored::Yes;
}

}  // namespace

TEST_CASE("a pattern without a slash matches a name at any depth") {
  CHECK(ignores("build", "build", true));
  CHECK(ignores("build", "a/b/build"));
  CHECK_FALSE(ignores("build", "a/builder"));
  CHECK(ignores("*.tmp", "a/x.tmp"));
}

TEST_CASE("a slash at the beginning or in the middle anchors a pattern") {
  CHECK(ignores("/build", "build"));
  CHECK_FALSE(ignores("/build", "a/build"));
  CHECK(ignores("a/build", "a/build"));
  CHECK_FALSE(ignores("a/build", "x/a/build"));
  CHECK_FALSE(ignores("a/*", "a/b/c"));
}

TEST_CASE("a slash at the end means folders") {
  CHECK(ignores("build/", "build", true));
  CHECK_FALSE(ignores("build/", "build", false));
  CHECK(ignores("build/", "a/build", true));
  CHECK_FALSE(ignores("a/build/", "x/a/build", true));
}

TEST_CASE("the last pattern that matches decides") {
  CHECK_FALSE(ignores("*.tmp\n!keep.tmp\n", "keep.tmp"));
  CHECK(ignores("!keep.tmp\n*.tmp\n", "keep.tmp"));
  CHECK(IgnorePatterns::parse("!x").match("x", false) == Ignored::No);
  CHECK(IgnorePatterns::parse("!x").match("y", false) == Ignored::Unsaid);
}

TEST_CASE("two stars cross folders") {
  CHECK(ignores("**/x", "x"));
  CHECK(ignores("**/x", "a/b/x"));
  CHECK(ignores("a/**/x", "a/x"));
  CHECK(ignores("a/**/x", "a/b/c/x"));
  CHECK_FALSE(ignores("a/**/x", "b/a/x"));
  CHECK(ignores("a/**", "a/b"));
  CHECK(ignores("a/**", "a/b/c"));
  CHECK_FALSE(ignores("a/**", "a", true));
  CHECK(ignores("**/a/**/x", "q/a/a/b/x"));
  CHECK(ignores("a**b", "axxb"));
  CHECK_FALSE(ignores("/a**b", "ax/xb"));
}

TEST_CASE("comments, escapes, spaces and line ends are git's") {
  CHECK_FALSE(ignores("# build", "# build"));
  CHECK(ignores("\\#build", "#build"));
  CHECK(ignores("\\!build", "!build"));
  CHECK(ignores("build   ", "build"));
  CHECK(ignores("build\\ ", "build "));
  CHECK(ignores("build\r\nx\r\n", "build"));
  CHECK(
      ignores("\xEF\xBB\xBF"
              "build",
              "build"));
  CHECK_FALSE(ignores("\n\n/\n!\n", ""));
}

TEST_CASE("wildcards within a name") {
  CHECK(wildcard_match("*", ""));
  CHECK(wildcard_match("a?c", "abc"));
  CHECK_FALSE(wildcard_match("a?c", "ac"));
  CHECK(wildcard_match("a*b*c", "a-b-b-c"));
  CHECK_FALSE(wildcard_match("a*b", "abc"));
  CHECK(wildcard_match("[a-c]x", "bx"));
  CHECK_FALSE(wildcard_match("[!a-c]x", "bx"));
  CHECK(wildcard_match("[^a-c]x", "dx"));
  CHECK(wildcard_match("[]]", "]"));
  CHECK(wildcard_match("[[:digit:]]*", "7up"));
  CHECK(wildcard_match("[a\\]]", "]"));
  CHECK(wildcard_match("\\*", "*"));
  CHECK_FALSE(wildcard_match("\\*", "x"));
  for (const char* broken : {"[", "[a", "[a-", "[[:alpha:]", "a\\"}) {
    CHECK_FALSE(wildcard_match(broken, "a"));
  }
}

TEST_CASE("hostile patterns are answered in bounded time") {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "*a";
  CHECK_FALSE(wildcard_match(pattern + "b", std::string(20'000, 'a')));
  std::string deep = "x";
  std::string stars = "**";
  for (int i = 0; i < 300; ++i) {
    deep += "/x";
    stars += "/x/**";
  }
  CHECK_FALSE(ignores(stars + "/y", deep));
}
