#include "analyzer/base/glob.h"

#include <catch2/catch.hpp>
#include <string>

using plimsoll::glob_matches;

namespace {
bool matches(std::string_view pattern, std::string_view path) {
  return glob_matches(pattern, path, false);
}
}  // namespace

TEST_CASE("a pattern without a slash matches at any depth") {
  CHECK(matches("Dockerfile.dev", "Dockerfile.dev"));
  CHECK(matches("*.dev", "a/b/Dockerfile.dev"));
  CHECK(matches("vendor", "a/vendor/x/Dockerfile"));
  CHECK_FALSE(matches("vendor", "a/vendors/Dockerfile"));
}

TEST_CASE("a pattern with a slash begins at the folder of the configuration") {
  CHECK(matches("a/*.dev", "a/x.dev"));
  CHECK_FALSE(matches("a/*.dev", "b/a/x.dev"));
  CHECK(matches("/Dockerfile", "Dockerfile"));
  CHECK_FALSE(matches("/Dockerfile", "a/Dockerfile"));
  CHECK(matches("./a/x", "a/x"));
}

TEST_CASE("stars stop at a slash, two stars do not") {
  CHECK_FALSE(matches("a/*/d", "a/b/c/d"));
  CHECK(matches("a/**/d", "a/b/c/d"));
  CHECK(matches("a/**/d", "a/d"));
  CHECK(matches("**/d", "d"));
  CHECK(matches("test/**", "test/x/y"));
  CHECK_FALSE(matches("test/**", "tests/x"));
}

TEST_CASE("a folder stands for what is in it; a slash at the end is for folders alone") {
  CHECK(matches("services/legacy", "services/legacy/api/Dockerfile"));
  CHECK(matches("build/", "build/Dockerfile"));
  CHECK_FALSE(matches("build/", "build"));
  CHECK(glob_matches("build/", "build", true));
}

TEST_CASE("single letters and sets") {
  CHECK(matches("?.x", "a.x"));
  CHECK_FALSE(matches("?.x", ".x"));
  CHECK(matches("[a-c].x", "b.x"));
  CHECK_FALSE(matches("[!a-c].x", "b.x"));
  CHECK(matches("[]x]", "]"));
  CHECK(matches("[x", "[x"));
  CHECK(matches("\\*", "*"));
  CHECK_FALSE(matches("\\*", "a"));
}

TEST_CASE("a hostile pattern takes no more than the product of the lengths") {
  std::string stars;
  for (int i = 0; i < 2000; ++i) stars += "*a";
  CHECK_FALSE(matches(stars + "b", std::string(4000, 'a')));
  std::string folders, path;
  for (int i = 0; i < 500; ++i) {
    folders += "**/a/";
    path += "a/";
  }
  CHECK_FALSE(matches(folders + "b", path + "c"));
}
