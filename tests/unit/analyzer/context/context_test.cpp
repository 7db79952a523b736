#include "analyzer/context/context.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

std::vector<std::string> paths(const Sent& sent) {
  std::vector<std::string> out;
  for (const ContextFile* file : sent.files) out.push_back(file->path);
  return out;
}

MemoryHost world() {
  MemoryHost host;
  host.files = {{"/c/Dockerfile", "FROM scratch\n"},
                {"/c/.dockerignore", "node_modules\n*.log\n!keep.log\n"},
                {"/c/a.txt", "a"},
                {"/c/x.log", "x"},
                {"/c/keep.log", "k"},
                {"/c/node_modules/m/index.js", "m"},
                {"/c/src/main.c", "int"},
                {"/c/src/sub/b.txt", "bb"}};
  return host;
}

TEST_CASE("what a COPY sends") {
  const MemoryHost host = world();
  const BuildContext context(host, "/c", "/c/Dockerfile");
  CHECK(context.complete());
  CHECK(context.ignore_path() == "/c/.dockerignore");

  const Sent all = context.sent(".");
  CHECK(all.whole_context);
  CHECK(paths(all) == std::vector<std::string>{".dockerignore", "Dockerfile", "a.txt", "keep.log",
                                               "src/main.c", "src/sub/b.txt"});
  CHECK(is_no(all.ignored));

  CHECK(paths(context.sent("src/")) == std::vector<std::string>{"src/main.c", "src/sub/b.txt"});
  CHECK(paths(context.sent("/src/../a.txt")) == std::vector<std::string>{"a.txt"});
  CHECK(paths(context.sent("../a.txt")) == std::vector<std::string>{"a.txt"});
  CHECK(paths(context.sent("*.txt")) == std::vector<std::string>{"a.txt"});
  CHECK(paths(context.sent("s*")) == std::vector<std::string>{"src/main.c", "src/sub/b.txt"});

  CHECK(paths(context.sent("src/*.c")) == std::vector<std::string>{"src/main.c"});
  CHECK(paths(context.sent("*/sub")) == std::vector<std::string>{"src/sub/b.txt"});
  CHECK(paths(context.sent("**/*.txt")).empty());  // COPY knows no `**`
  CHECK(paths(context.sent("sr")).empty());

  const Sent log = context.sent("x.log");
  CHECK(is_yes(log.exists));
  CHECK(is_yes(log.ignored));
  REQUIRE(log.by);
  CHECK(log.by->text == "*.log");

  const Sent deep = context.sent("node_modules/m/index.js");
  CHECK(is_yes(deep.exists));
  CHECK(is_yes(deep.ignored));
  REQUIRE(deep.by);
  CHECK(deep.by->text == "node_modules");

  CHECK(is_no(context.sent("missing").exists));
}

TEST_CASE("an ignore file beside the Dockerfile takes precedence") {
  MemoryHost host = world();
  host.files["/c/Dockerfile.dockerignore"] = "a.txt\n";
  const BuildContext context(host, "/c", "/c/Dockerfile");
  CHECK(context.ignore_path() == "/c/Dockerfile.dockerignore");
  CHECK(is_yes(context.sent("a.txt").ignored));
  CHECK(is_no(context.sent("x.log").ignored));
}

TEST_CASE("a context that cannot be read is unknown") {
  const MemoryHost host;
  const BuildContext context(host, "/nowhere", "/nowhere/Dockerfile");
  CHECK(!context.complete());
  CHECK(!context.ignore());
  CHECK(is_unknown(context.sent("a").exists));
  CHECK(is_unknown(context.sent("a").ignored));
}

TEST_CASE("files are read inside the context") {
  const MemoryHost host = world();
  const BuildContext context(host, "/c", "/c/Dockerfile");
  CHECK(context.read("src/main.c", 100) == "int");
  CHECK(!context.read("src/main.c", 1));
  CHECK(!context.read("../../c2/x", 100));
}

}  // namespace
}  // namespace plimsoll
