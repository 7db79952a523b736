#include <catch2/catch.hpp>

#include "tests/unit/analyzer/lowered/lowered_text.h"

using namespace plimsoll;
using namespace plimsoll::lowered;

TEST_CASE("a scratch stage has the default PATH and works in /") {
  const Graph graph = lowered_text("FROM scratch\nCOPY a /b\n");
  REQUIRE(graph.refused.empty());
  const Stage& stage = graph.stages.at(0);
  CHECK(stage.config.env ==
        std::vector<std::string>{
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"});
  CHECK(stage.config.working_dir == "/");
  REQUIRE(stage.steps.size() == 1);
  const auto& copy = std::get<CopyStep>(stage.steps[0].action);
  CHECK(copy.sources.at(0).text() == "a");
  CHECK(copy.destination.text() == "/b");
  CHECK(stage.steps[0].origin.history == "COPY a /b # buildkit");
}

TEST_CASE("a RUN knows its arguments, environment, user and directory") {
  const Graph graph = lowered_text(
      "ARG V=1\n"
      "FROM alpine\n"
      "ARG V\n"
      "ENV A=$V-x B=$A\n"
      "WORKDIR /w\n"
      "USER u:g\n"
      "WORKDIR sub\n"
      "RUN make\n",
      alpine());
  REQUIRE(graph.refused.empty());
  const Stage& stage = graph.stages.at(0);
  REQUIRE(stage.steps.size() == 6);
  const auto& run = std::get<RunStep>(stage.steps[5].action);
  CHECK(run.argv == std::vector<std::string>{"/bin/sh", "-c", "make"});
  CHECK(run.setting.workdir.text() == "/w/sub");
  CHECK(run.setting.user.text() == "u:g");
  REQUIRE(run.setting.args.size() == 1);
  CHECK(run.setting.args[0].value.text() == "1");
  CHECK(stage.config.env == std::vector<std::string>{"PATH=/bin", "A=1-x", "B="});
  CHECK(stage.steps[5].origin.history == "RUN |1 V=1 /bin/sh -c make # buildkit");
  CHECK(std::get<WorkdirStep>(stage.steps[4].action).user.text() == "u:g");
}
