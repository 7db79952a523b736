#include "analyzer/image/path_table.h"

#include <catch2/catch.hpp>

using namespace plimsoll::image;

TEST_CASE("A path is said once, and comes back as it was") {
  PathTable paths;
  CHECK(paths.intern("") == root_path);
  CHECK(paths.path(root_path).empty());
  CHECK(paths.find("usr") == no_path);
  const PathId file = paths.intern("usr/lib/os-release");
  CHECK(paths.size() == 4);
  CHECK(paths.intern("usr/lib/os-release") == file);
  CHECK(paths.find("usr/lib/os-release") == file);
  CHECK(paths.path(file) == "usr/lib/os-release");
  CHECK(paths.name(file) == "os-release");
  CHECK(paths.path(paths.parent(file)) == "usr/lib");
  CHECK(paths.find_child(paths.find("usr"), "lib") == paths.parent(file));
  CHECK(paths.find("usr/lib/os-releas") == no_path);
  CHECK(paths.find("lib") == no_path);
  CHECK(paths.find("usr/lib/os-release/below") == no_path);
  CHECK(paths.size() == 4);
}

TEST_CASE("Names are bytes") {
  PathTable paths;
  const std::string odd("\xff\n\x1b\0x", 5);
  const PathId path = paths.child(root_path, odd);
  CHECK(paths.name(path) == odd);
  CHECK(paths.child(root_path, odd.substr(0, 3)) != path);
  CHECK(paths.child(path, odd) != path);
  CHECK(paths.child(root_path, std::string(8, '\0')) != paths.child(root_path, std::string(9, 0)));
}

TEST_CASE("What is within what") {
  PathTable paths;
  const PathId deep = paths.intern("a/b/c");
  CHECK(paths.is_within(deep, root_path));
  CHECK(paths.is_within(deep, paths.find("a/b")));
  CHECK(paths.is_within(deep, deep));
  CHECK_FALSE(paths.is_within(paths.find("a/b"), deep));
  CHECK_FALSE(paths.is_within(deep, paths.intern("a/bc")));
}

TEST_CASE("Many names keep their numbers while the table grows") {
  PathTable paths;
  constexpr PathId many = 100'000;
  for (PathId i = 0; i < many; ++i) {
    REQUIRE(paths.child(i / 100, "name" + std::to_string(i)) == i + 1);
  }
  for (PathId i = 0; i < many; ++i) {
    REQUIRE(paths.find_child(i / 100, "name" + std::to_string(i)) == i + 1);
  }
  // What the budget counts on: nodes, slots and names, with room to grow.
  CHECK(paths.memory_bytes() < many * 48);
}

TEST_CASE("What nobody can unpack has no number") {
  PathTable paths;
  PathId at = root_path;
  for (std::size_t depth = 0; depth < max_path_depth; ++depth) at = paths.child(at, "d");
  CHECK(at != no_path);
  CHECK(paths.child(at, "d") == no_path);
  CHECK(paths.child(no_path, "d") == no_path);
  CHECK(paths.find_child(no_path, "d") == no_path);
  CHECK(paths.path(at).size() == 2 * max_path_depth - 1);
  CHECK(paths.child(root_path, std::string(65'536, 'n')) == no_path);
  CHECK(paths.name(paths.child(root_path, std::string(65'535, 'n'))).size() == 65'535);
}

TEST_CASE("A table over another one has its numbers and adds to them") {
  PathTable base;
  const PathId lib = base.intern("usr/lib");
  PathTable over = PathTable::over(base);
  CHECK(over.size() == base.size());
  CHECK(over.find("usr/lib") == lib);
  CHECK(over.intern("usr/lib") == lib);
  const PathId more = over.intern("usr/lib/more");
  CHECK(more == base.size());
  CHECK(over.path(more) == "usr/lib/more");
  CHECK(over.parent(more) == lib);
  CHECK(over.find_child(lib, "more") == more);
  CHECK(over.find_child(more, "more") == no_path);
  CHECK(over.is_within(more, over.find("usr")));
  CHECK(base.find("usr/lib/more") == no_path);
  CHECK(over.intern("other") == more + 1);
  for (PathId i = 0; i < 1000; ++i) over.child(i % 5, "name" + std::to_string(i));
  for (PathId i = 0; i < 1000; ++i) {
    REQUIRE(over.find_child(i % 5, "name" + std::to_string(i)) == more + 2 + i);
  }
  CHECK(PathTable::over(over).find("usr/lib/more") == more);
}

TEST_CASE("Paths are compared as their texts") {
  PathTable paths;
  for (const char* path : {"a", "a/b", "a/b/c", "a/c", "a-b", "a-b/c", "ab", "ab/a", "b/a/a",
                           "b/a-", "b/a-/x/y", "b/a.b", "\xff/a", "a/b c", "a/b!/x"}) {
    paths.intern(path);
  }
  const auto sign = [](int order) { return (order > 0) - (order < 0); };
  for (PathId a = 0; a < paths.size(); ++a) {
    for (PathId b = 0; b < paths.size(); ++b) {
      INFO(paths.path(a) << " and " << paths.path(b));
      CHECK(sign(paths.compare(a, b)) == sign(paths.path(a).compare(paths.path(b))));
    }
  }
}
