#include "analyzer/context/clutter.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

TEST_CASE("clutter is grouped by the pattern that would keep it out, the largest first") {
  const std::vector<ContextFile> all{{".git/HEAD", FileKind::Regular, false, 10},
                                     {"web/node_modules/a/i.js", FileKind::Regular, false, 300},
                                     {"web/node_modules/b/i.js", FileKind::Regular, false, 300},
                                     {"target/release/app", FileKind::Regular, false, 50},
                                     {"src/target/main.c", FileKind::Regular, false, 50},
                                     {"debug.log", FileKind::Regular, false, 1},
                                     {".env.example", FileKind::Regular, false, 1},
                                     {"README.md", FileKind::Regular, false, 1}};
  std::vector<const ContextFile*> files;
  for (const ContextFile& file : all) files.push_back(&file);
  CHECK(clutter_among(files) ==
        std::vector<Clutter>{
            {"**/node_modules", 2, 600}, {"target", 1, 50}, {".git", 1, 10}, {"*.log", 1, 1}});
}

TEST_CASE("patterns that are surely meant for all directories") {
  CHECK(names_clutter("node_modules"));
  CHECK(names_clutter("*.pyc"));
  CHECK_FALSE(names_clutter("dist"));
  CHECK_FALSE(names_clutter("*.md"));
}

}  // namespace
}  // namespace plimsoll
