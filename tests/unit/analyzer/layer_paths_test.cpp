#include "analyzer/layer_paths.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

struct Case {
  explicit Case(std::string text)
      : source("Dockerfile", std::move(text)),
        dockerfile(parse_dockerfile(source)),
        facts(source, dockerfile, settings) {}
  SourceFile source;
  Dockerfile dockerfile;
  Settings settings;
  Facts facts;

  [[nodiscard]] LayerPaths last() const {
    const Instruction* instruction = dockerfile.instructions.back().get();
    if (const Run* run = as<Run>(instruction)) return layer_paths(facts, *run);
    return layer_paths(facts, *as<Copy>(instruction));
  }
};

std::vector<std::string> paths(const std::vector<PathTouch>& touches) {
  std::vector<std::string> out;
  for (const PathTouch& touch : touches) out.push_back(touch.path);
  return out;
}

using Paths = std::vector<std::string>;

TEST_CASE("a step's layer has what it makes and does not remove again") {
  const Case c(
      "FROM debian:12\nWORKDIR /w\nRUN curl -o a https://example.org/a && cd /tmp && "
      "curl -o b https://example.org/b && rm b && rm -rf /opt/x && chown -R 1 /srv\n");
  const LayerPaths layer = c.last();
  CHECK(paths(layer.writes) == Paths{"/w/a"});
  CHECK(paths(layer.removes) == Paths{"/tmp/b", "/opt/x"});
  CHECK(paths(layer.changes) == Paths{"/srv"});
}

TEST_CASE("what is not certain, and what lies in a mount, is left out") {
  const Case c(
      "FROM debian:12\nRUN --mount=type=cache,target=/c curl -o /c/a https://example.org/a && "
      "cp x \"$DIR\" && rm -f /y || true\n");
  const LayerPaths layer = c.last();
  CHECK(layer.writes.empty());
  CHECK(layer.removes.empty());
}

TEST_CASE("what COPY makes") {
  CHECK(paths(Case("FROM debian:12\nCOPY a.txt b.sh /x/\n").last().writes) ==
        Paths{"/x/a.txt", "/x/b.sh"});
  CHECK(paths(Case("FROM debian:12\nCOPY a.txt /x\n").last().writes) == Paths{"/x"});
  CHECK(paths(Case("FROM debian:12\nWORKDIR /app\nCOPY . .\n").last().writes) == Paths{"/app"});
  const LayerPaths glob = Case("FROM debian:12\nCOPY *.deb /tmp/\n").last();
  CHECK(paths(glob.writes) == Paths{"/tmp/*.deb"});
  CHECK(glob.writes[0].glob);
  CHECK(paths(Case("FROM debian:12\nADD x.tar.gz /opt/\n").last().writes) == Paths{"/opt"});
}

TEST_CASE("what a change and a removal cover") {
  const PathTouch file{"/a/b", false, false, {}, nullptr};
  const PathTouch tree{"/a/b", false, true, {}, nullptr};
  CHECK(surely_covers(tree, file));
  CHECK_FALSE(surely_covers(file, tree));
  CHECK(surely_removes(file, tree));
  CHECK(surely_covers({"/a", false, true, {}, nullptr}, tree));
  CHECK_FALSE(surely_covers({"/a/bc", false, true, {}, nullptr}, tree));
  CHECK(surely_removes({"/a/*", true, true, {}, nullptr}, file));
}

}  // namespace
}  // namespace plimsoll
