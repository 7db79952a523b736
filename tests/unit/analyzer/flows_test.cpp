#include "analyzer/flows.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

// Of the last RUN: "what -> path" of each flow of `$T`, of the file /t and of the program `draw`.
std::vector<std::string> flows_of(const std::string& run) {
  const SourceFile source("Dockerfile", "FROM debian:12\nWORKDIR /w\nRUN " + run + "\n");
  const Dockerfile dockerfile = parse_dockerfile(source);
  const Settings settings;
  const Facts facts(source, dockerfile, settings);
  const auto named = [](bool is, const char* name) {
    return is ? std::string(name) : std::string();
  };
  const Run* last = as<Run>(dockerfile.instructions.back().get());
  REQUIRE(last);
  const Flows flows(facts, *last,
                    {[&](std::string_view name) { return named(name == "T", "T"); },
                     [&](std::string_view path) { return named(path == "/t", "file"); },
                     [&](const Command& command) { return named(command.is("draw"), "drawn"); }});
  std::vector<std::string> out;
  for (const FileFlow& flow : flows.files()) out.push_back(flow.origin.what + " -> " + flow.path);
  return out;
}
using Out = std::vector<std::string>;

TEST_CASE("what is printed, handed on or copied into a file flows into it") {
  CHECK(flows_of("echo \"a$T\" > a") == Out{"T -> /w/a"});
  CHECK(flows_of("draw | tr a b | tee -a /x/b") == Out{"drawn -> /x/b"});
  CHECK(flows_of("cat /t > a && cp /t b") == Out{"file -> /w/a", "file -> /w/b"});
  CHECK(flows_of("cat < /t > a") == Out{"file -> /w/a"});
  CHECK(flows_of("A=$(draw) && B=x$A && cd /y && echo $B >> a") == Out{"drawn -> /y/a"});
  CHECK(flows_of("echo $(echo $(draw | base64)) > a") == Out{"drawn -> /w/a"});
  CHECK(flows_of("sed -i \"s/a/$T/\" a b") == Out{"T -> /w/a", "T -> /w/b"});
  CHECK(flows_of("{ echo a; echo $T; } > a") == Out{"T -> /w/a"});
  CHECK(flows_of("read X < /t && echo $X > a") == Out{"file -> /w/a"});
  CHECK(flows_of("cat <<< $T > a") == Out{"T -> /w/a"});
  CHECK(flows_of("cat > a <<E\nx $T\nE") == Out{"T -> /w/a"});
}

TEST_CASE("what is used, hashed, given another value, taken away again or unknown does not") {
  CHECK(flows_of("curl -H \"$T\" -o a https://example.org/a").empty());
  CHECK(flows_of("echo $T | sha256sum > a").empty());
  CHECK(flows_of("T=x && echo $T > a").empty());
  CHECK(flows_of("echo ${#T} ${T:+y} > a").empty());
  CHECK(flows_of("echo $T > a && make && rm a").empty());
  CHECK(flows_of("echo $T > a && make && rm \"$X\"").empty());
  CHECK(flows_of("echo $T > \"$X\"").empty());
  CHECK(flows_of("echo $T > /dev/stderr; echo $T >&2").empty());
  CHECK(flows_of("--mount=type=cache,target=/w echo $T > a").empty());
  CHECK(flows_of("draw > /dev/null | cat > a").empty());
  CHECK(flows_of("echo '$T' > a").empty());
}

TEST_CASE("long pipes and deep substitutions are read in linear time") {
  std::string pipe = "draw";
  for (int i = 0; i < 20'000; ++i) pipe += " | cat";
  CHECK(flows_of(pipe + " > a") == Out{"drawn -> /w/a"});
  std::string given = "A=$(draw)";
  for (int i = 0; i < 20'000; ++i) given += " && A=$A";
  CHECK(flows_of(given + " && echo $A > a") == Out{"drawn -> /w/a"});
}

}  // namespace
}  // namespace plimsoll
