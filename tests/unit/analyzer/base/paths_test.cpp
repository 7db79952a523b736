#include "analyzer/base/paths.h"

#include <catch2/catch.hpp>

using plimsoll::file_name;
using plimsoll::join_path;
using plimsoll::normal_path;
using plimsoll::parent_path;

TEST_CASE("joining leaves an absolute path alone") {
  CHECK(join_path("a/b", "c") == "a/b/c");
  CHECK(join_path("a/b", "/c") == "/c");
  CHECK(join_path(".", "c") == "c");
  CHECK(join_path("", "c") == "c");
  CHECK(join_path("/", "c") == "/c");
}

TEST_CASE("a normal path has no detours") {
  CHECK(normal_path("a/./b//c/") == "a/b/c");
  CHECK(normal_path("a/../b") == "b");
  CHECK(normal_path("../a/../../b") == "../../b");
  CHECK(normal_path("/../a") == "/a");
  CHECK(normal_path("/") == "/");
  CHECK(normal_path("") == ".");
  CHECK(normal_path("a/..") == ".");
}

TEST_CASE("a path has a parent and a name") {
  CHECK(file_name("a/b") == "b");
  CHECK(file_name("b") == "b");
  CHECK(parent_path("a/b") == "a");
  CHECK(parent_path("b") == ".");
  CHECK(parent_path("/b") == "/");
}
