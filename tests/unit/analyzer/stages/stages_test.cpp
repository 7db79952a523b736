#include "analyzer/stages/stages.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

using Kind = Reference::Kind;

struct Graph {
  explicit Graph(std::string text, Invocation how = {})
      : source("Dockerfile", std::move(text)),
        dockerfile(parse_dockerfile(source)),
        invocation(std::move(how)),
        graph(dockerfile, invocation, [](const From& from) -> std::optional<std::string> {
          if (from.image.str().find('$') != std::string::npos) return std::nullopt;
          return from.image.str();
        }) {}
  // U, B or S for each stage.
  [[nodiscard]] std::string uses() const {
    std::string out;
    for (const Stage& stage : graph.stages()) out += "UBS"[static_cast<int>(stage.use)];
    return out;
  }
  // The kind of each edge, with the index of its stage.
  [[nodiscard]] std::string edges() const {
    std::string out;
    for (const Edge& edge : graph.edges()) {
      out += "slxmnciu"[static_cast<int>(edge.to.kind)];
      if (edge.to.stage) out += std::to_string(edge.to.stage->index);
    }
    return out;
  }
  SourceFile source;
  Dockerfile dockerfile;
  Invocation invocation;
  StageGraph graph;
};

Invocation target(const char* name) {
  Invocation how;
  how.target = name;
  return how;
}

TEST_CASE("what FROM names") {
  struct Row {
    const char* file;
    Kind last;
  };
  const Row rows[] = {
      {"FROM a AS b\nFROM b\n", Kind::Stage},
      {"FROM a AS b\nFROM B\n", Kind::Stage},  // names are compared in lower case
      {"FROM a AS B\nFROM b\n", Kind::Stage},
      {"FROM a AS b\nFROM c\n", Kind::Image},
      {"FROM b AS b\n", Kind::Image},     // a stage does not see itself
      {"FROM a\nFROM 0\n", Kind::Image},  // nor an index
      {"FROM scratch\n", Kind::Scratch},
      {"FROM a AS scratch\nFROM scratch\n", Kind::Stage},
      {"FROM $X\n", Kind::Unknown},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    const Graph g(row.file);
    REQUIRE(!g.graph.stages().empty());
    CHECK(g.graph.stages().back().base.kind == row.last);
  }
}

TEST_CASE("what COPY --from and mounts name") {
  struct Row {
    const char* file;
    const char* edges;
  };
  // s stage, l later, x itself, m missing index, n named context, c scratch, i image, u unknown
  const Row rows[] = {
      {"FROM a AS b\nFROM c\nCOPY --from=b x y\n", "s0"},
      {"FROM a AS b\nFROM c\nCOPY --from=B x y\n", "s0"},
      {"FROM a\nFROM c\nCOPY --from=0 x y\n", "s0"},
      {"FROM a\nFROM c\nCOPY --from=1 x y\n", "x1"},
      {"FROM a\nFROM c\nCOPY --from=7 x y\n", "m"},
      {"FROM a\nFROM c\nCOPY --from=-1 x y\n", "m"},
      {"FROM a AS me\nCOPY --from=me x y\n", "x0"},
      {"FROM a\nCOPY --from=b x y\nFROM c AS b\n", "l1"},
      {"FROM a\nCOPY --from=nginx:1 x y\n", "i"},
      {"FROM a\nCOPY --from=$X x y\n", "u"},
      {"FROM a AS b\nFROM c\nRUN --mount=from=b,target=/b x\n", "s0"},
      {"FROM a AS b\nFROM c\nRUN --mount=type=bind,from=0,target=/b x\n", "s0"},
      {"FROM a AS b\nFROM c\nONBUILD COPY --from=b x y\n", "s0"},
      {"FROM a AS b\nFROM c AS b\nFROM d\nCOPY --from=b x y\n", "s1"},
      {"FROM a\nCOPY x y\nRUN --mount=type=cache,target=/b x\n", ""},
      {"FROM a\nADD x y\n", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    CHECK(Graph(row.file).edges() == row.edges);
  }
  Invocation how;
  how.named_contexts = {"assets"};
  CHECK(Graph("FROM a\nCOPY --from=assets x y\n", how).edges() == "n");
}

TEST_CASE("which stages ship, which are only built, which are unused") {
  struct Row {
    const char* file;
    const char* uses;
  };
  const Row rows[] = {
      {"FROM a\n", "S"},
      {"FROM a\nFROM b\n", "US"},
      {"FROM a AS x\nFROM b\nCOPY --from=x 1 2\n", "BS"},
      {"FROM a AS x\nFROM x\n", "SS"},
      {"FROM a AS x\nFROM x AS y\nFROM b\nCOPY --from=y 1 2\n", "BBS"},
      {"FROM a AS x\nFROM b AS t\nRUN --mount=from=x,target=/x y\nFROM t\n", "BSS"},
      {"FROM a AS x\nFROM b AS unused\nCOPY --from=x 1 2\nFROM c\n", "UUS"},
      {"FROM a AS x\nFROM b AS y\nONBUILD COPY --from=x 1 2\nFROM y\n", "BSS"},
      {"", ""},
      {"RUN x\n", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    CHECK(Graph(row.file).uses() == row.uses);
  }
  const char* file = "FROM a AS x\nFROM b AS y\nFROM c AS z\n";
  CHECK(Graph(file, target("Y")).uses() == "USU");
  CHECK(Graph(file, target("0")).uses() == "SUU");
  CHECK(Graph(file, target("9")).uses() == "UUU");
  CHECK(Graph(file, target("nobody")).uses() == "UUU");
}

TEST_CASE("whose files reach the image") {
  const Graph g(
      "FROM a AS base\nFROM base AS build\nFROM b AS tools\nFROM c\n"
      "RUN --mount=from=tools,target=/t x\nCOPY --from=build 1 2\n");
  const auto& stages = g.graph.stages();
  CHECK(g.graph.feeds_image(stages[0]));
  CHECK(g.graph.feeds_image(stages[1]));
  CHECK(!g.graph.feeds_image(stages[2]));
  CHECK(g.graph.feeds_image(stages[3]));
  CHECK(g.graph.with_descendants(stages[0]).size() == 2);
}

TEST_CASE("instructions know their stage; what stands before FROM has none") {
  const Graph g("ARG V\nFROM a\nRUN x\nONBUILD RUN y\nFROM b\nRUN z\n");
  const auto& all = g.dockerfile.instructions;
  CHECK(!g.graph.stage_of(*all[0]));
  CHECK(g.graph.stage_of(*all[1])->index == 0);
  CHECK(g.graph.stage_of(*all[3])->index == 0);
  CHECK(g.graph.stage_of(*as<OnBuild>(all[3].get())->trigger)->index == 0);
  CHECK(g.graph.stage_of(*all[5])->index == 1);
  CHECK(!g.graph.ships(*all[2]));
  CHECK(g.graph.ships(*all[5]));
}

TEST_CASE("circles") {
  const auto circle = [](const char* file) {
    const Graph g(file);
    std::string out;
    for (const Stage* stage : g.graph.on_cycle()) out += std::to_string(stage->index);
    return out;
  };
  CHECK(circle("FROM a AS x\nFROM x\nCOPY --from=x 1 2\n").empty());
  CHECK(circle("FROM a AS x\nCOPY --from=x 1 2\n") == "0");
  CHECK(circle("FROM a AS x\nCOPY --from=y 1 2\nFROM b AS y\nCOPY --from=x 1 2\n") == "01");
  CHECK(circle("FROM a AS x\nCOPY --from=y 1 2\nFROM b AS y\n").empty());
  CHECK(circle("FROM a AS x\nCOPY --from=z 1 2\nFROM x AS y\nFROM y AS z\n") == "012");
  CHECK(circle("FROM a AS w\nCOPY --from=x 1 2\nFROM b AS x\nCOPY --from=y 1 2\nFROM x AS y\nFROM "
               "y\n") == "12");
}

TEST_CASE("a long chain of stages is linear") {
  std::string text = "FROM a AS s0\n";
  for (int i = 1; i < 20'000; ++i) {
    text += "FROM s" + std::to_string(i - 1) + " AS s" + std::to_string(i) + "\n";
  }
  const Graph g(text);
  CHECK(g.graph.stages().size() == 20'000);
  CHECK(g.graph.stages().front().ships());
}

}  // namespace
}  // namespace plimsoll
