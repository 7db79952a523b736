// What the builder's matcher says of each pair, as tables.

#include "analyzer/context/ignore.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

struct Pair {
  const char* pattern;
  const char* path;
  bool matches;
};

TEST_CASE("one pattern, one path") {
  const Pair pairs[] = {
      {"a", "a", true},
      {"a", "ab", false},
      {"a/b", "a/b", true},
      {"*", "a", true},
      {"*", "a/b", false},
      {"a?", "ab", true},
      {"a?", "a/", false},
      {"?", "é", true},
      {"*.js", "x.js", true},
      {"*.js", "d/x.js", false},
      {"**", "a/b/c", true},
      {"**/x", "x", true},
      {"**/x", "a/b/x", true},
      {"**/x", "ax", false},
      {"**x", "a/bx", true},
      {"a/**", "a/b/c", true},
      {"a/**", "a", false},
      {"a/**", "ab/c", false},
      {"a**", "ab/c", true},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "ab", false},
      {"**/*.txt", "a/b.txt", true},
      {"**/*.txt", "b.txt", true},
      {"**/a/**", "x/a/y", true},
      {"[a-c]x", "bx", true},
      {"[a-c]x", "dx", false},
      {"[^a]x", "bx", true},
      {"[^a]x", "ax", false},
      {"[[:digit:]]", "7", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"a.b", "a.b", true},
      {"a.b", "axb", false},
      {"a.?", "axb", false},
      {"a+b*", "a+bc", true},
      {"(a)*", "(a)b", true},
      {"$a*", "$ab", true},
      // What the builder leaves unquoted in its regular expression.
      {"bin\\debug", "bin7ebug", true},
      {"bin\\debug", "bin\\debug", false},
      {"a|b*", "a/anything", true},
      {"x{2}?", "xxy", true},
      {"*.{js,ts}", "a.{js,ts}", true},
      {"*.{js,ts}", "a.js", false},
      {"src\\bin", "src/bin", false},
  };
  for (const Pair& pair : pairs) {
    CAPTURE(pair.pattern, pair.path);
    CHECK(ignore_pattern_matches(pair.pattern, pair.path) == pair.matches);
  }
}

struct Verdict {
  const char* file;
  const char* path;
  bool ignored;
};

TEST_CASE("a file of patterns, one path") {
  const Verdict verdicts[] = {
      {"a", "a/b/c", true},
      {"a\n!a/b", "a/b/c", false},
      {"a\n!a/b", "a/c", true},
      {"!a/b\na", "a/b", true},
      {"*\n!src", "src/x", false},
      {"*\n!src", "other", true},
      {"*\n!src\n**/*.o", "src/x.o", true},
      {"**\n!**/*.go", "a/b.go", false},
      {"# a\nb", "a", false},
      {" # a\n", "# a", true},  // a comment only begins at column 0
      {"a # why", "a", false},  // there are no comments behind a pattern
      {"a # why", "a # why", true},
      {"/a", "a", true},
      {"a/", "a", true},
      {"./a", "a", true},
      {"../a", "a", false},
      {"a//b", "a/b", true},
      {"a/../b", "b", true},
      {"! a\n", "a", false},
      {"a\n! a\n", "a", false},
      {"\xEF\xBB\xBF"
       "a",
       "a", true},
      {"a\r\nb\r\n", "b", true},
      {"\ta \n", "a", true},
      {"node_modules", "x/node_modules", false},
      {"**/node_modules", "x/node_modules/y", true},
      {"", "a", false},
      {".", "a", false},
      {"/", "a", false},
      {"a/*\n!a/b", "a/b/c", false},
      {"Dockerfile", "Dockerfile", true},
      {"*/temp*", "somedir/temporary.txt", true},
      {"*/temp*", "a/b/temp", false},
      {"temp?", "tempa", true},
      {"*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true},
      {"*.md\nREADME-secret.md\n!README*.md", "README-secret.md", false},
  };
  for (const Verdict& verdict : verdicts) {
    CAPTURE(verdict.file, verdict.path);
    const IgnoreFile file = IgnoreFile::parse(verdict.file);
    CHECK(file.problems().empty());
    CHECK(file.ignores(verdict.path) == verdict.ignored);
  }
}

TEST_CASE("the pattern that decides is named with its place") {
  const IgnoreFile file = IgnoreFile::parse("# c\nsrc\n!src/keep\n");
  REQUIRE(file.patterns().size() == 2);
  CHECK(file.match("src/a").by == &file.patterns()[0]);
  CHECK(file.match("src/keep").by == &file.patterns()[1]);
  CHECK(file.match("other").by == nullptr);
  CHECK(file.patterns()[0].line == 2);
  CHECK(file.patterns()[1].span == Span{8, 17});
}

TEST_CASE("what the builder refuses is a problem") {
  for (const char* text : {"!", "! ", "[", "a[", "[a-]", "[]", "a\\", "!/", "a{2}{2}?", "\\p?"}) {
    CAPTURE(text);
    CHECK(IgnoreFile::parse(text).problems().size() == 1);
  }
}

TEST_CASE("whether an ignored directory must be entered") {
  CHECK(IgnoreFile::parse("a\n!a/b/c").may_include_below("a"));
  CHECK(IgnoreFile::parse("a\n!a/b/c").may_include_below("a/b"));
  CHECK(!IgnoreFile::parse("a\n!ab").may_include_below("a"));
  CHECK(IgnoreFile::parse("a\n!**/x").may_include_below("a"));
  CHECK(!IgnoreFile::parse("a").may_include_below("a"));
}

TEST_CASE("hostile patterns take linear time") {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "*a";
  const std::string path(4000, 'a');
  CHECK(ignore_pattern_matches(pattern, path));
  CHECK(!ignore_pattern_matches(pattern + "b", path));
}

}  // namespace
}  // namespace plimsoll
