#include "analyzer/unset_variables.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

// The names, with a question mark where an unknown base image may set the variable.
std::string unset_in_last_run(const std::string& text) {
  const SourceFile source("Dockerfile", text);
  const Dockerfile dockerfile = parse_dockerfile(source);
  const Settings settings;
  const Facts facts(source, dockerfile, settings);
  const Run* last = nullptr;
  for (const Placed<Run>& run : facts.runs()) last = run.instruction;
  std::string names;
  for (const UnsetVariable& variable : unset_variables(facts, *last)) {
    names += variable.use.name + (is_yes(variable.surely) ? " " : "? ");
  }
  return names;
}

TEST_CASE("a shell's variables are told from those that the file or the text sets") {
  CHECK(unset_in_last_run("FROM debian:12\nARG A\nENV B=1\nRUN echo $A $B $C \"${D}\"\n") ==
        "C D ");
  CHECK(
      unset_in_last_run("FROM debian:12\nRUN C=1; echo $C ${D:-1} '$E' $1 $HTTP_PROXY\n").empty());
  CHECK(unset_in_last_run("FROM example.org/x\nRUN echo $C\n") == "C? ");
}

TEST_CASE("nothing is said of a text that takes variables from elsewhere") {
  CHECK(unset_in_last_run("FROM debian:12\nRUN . /etc/os-release && echo $ID\n").empty());
  CHECK(unset_in_last_run("FROM debian:12\nRUN export $(cat x) && echo $ID\n").empty());
  CHECK(unset_in_last_run("FROM debian:12\nRUN eval \"$(x)\" && echo $ID\n").empty());
}

TEST_CASE("a name may belong to the image that a stage is built on") {
  const auto named = [](const std::string& text, std::string_view name) {
    const SourceFile source("Dockerfile", text);
    const Dockerfile dockerfile = parse_dockerfile(source);
    const Settings settings;
    const Facts facts(source, dockerfile, settings);
    return named_after_base(facts.stages().back(), name);
  };
  CHECK(named("FROM team/my-node:1 AS a\nFROM a\n", "MY_NODE_VERSION"));
  CHECK_FALSE(named("FROM team/node:1\n", "VERSION"));
}

}  // namespace
}  // namespace plimsoll
