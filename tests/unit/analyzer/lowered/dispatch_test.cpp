#include <catch2/catch.hpp>

#include "tests/unit/analyzer/lowered/lowered_text.h"

using namespace plimsoll;
using namespace plimsoll::lowered;

namespace {

using Lines = std::vector<std::string>;

Lines history_of(const Graph& graph) {
  Lines lines;
  for (const Step& step : graph.stages.at(graph.target).steps) lines.push_back(step.origin.history);
  return lines;
}

const RunStep& first_run(const Graph& graph) {
  for (const Step& step : graph.stages.at(graph.target).steps) {
    if (const auto* run = std::get_if<RunStep>(&step.action)) return *run;
  }
  FAIL("no RUN");
  std::abort();
}

// On `FROM alpine`, whose PATH is /bin and whose command is /bin/sh.
struct Row {
  const char* text;
  Lines history;
};

}  // namespace

TEST_CASE("the history says what BuildKit's says") {
  const Row rows[] = {
      {"ARG A=1 B\nENV B=2\nRUN x",
       {"ARG A=1 B", "ENV B=2", "RUN |2 A=1 B=2 /bin/sh -c x # buildkit"}},
      {"ENV A=1 B=$A C=${PATH}", {"ENV A=1 B= C=/bin"}},
      {"RUN [\"a\", \"b c\"]", {"RUN a b c # buildkit"}},
      {"CMD a \"b\"", {"CMD [\"/bin/sh\" \"-c\" \"a \\\"b\\\"\"]"}},
      {"SHELL [\"s\", \"-x\"]\nENTRYPOINT e", {"SHELL [s -x]", "ENTRYPOINT [\"s\" \"-x\" \"e\"]"}},
      {"EXPOSE 81/UDP 80 90-92", {"EXPOSE [80/tcp 81/udp 90/tcp 91/tcp 92/tcp]"}},
      {"VOLUME /a /b", {"VOLUME [/a /b]"}},
      {"WORKDIR /a/\nWORKDIR b/../c", {"WORKDIR /a/", "WORKDIR /a/c"}},
      {"WORKDIR /", {"WORKDIR /"}},
      {"COPY --chown=1:2 --chmod=644 a b /c/", {"COPY --chown=1:2 --chmod=644 a b /c/ # buildkit"}},
      {"ADD a* ./", {"ADD a* ./ # buildkit"}},
      {"COPY <<F /f\nx\nF", {"COPY <<F /f # buildkit"}},
      {"HEALTHCHECK --interval=90s CMD a",
       {"HEALTHCHECK {Test:[CMD-SHELL a] Interval:1m30s Timeout:0s StartPeriod:0s "
        "StartInterval:0s Retries:0}"}},
      {"ONBUILD RUN x", {}},
      {"MAINTAINER me", {"MAINTAINER me"}},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const Graph graph = lowered_text(std::string("FROM alpine\n") + row.text + "\n", alpine());
    CHECK(graph.refused.empty());
    CHECK(history_of(graph) == row.history);
  }
}

TEST_CASE("heredocs of RUN: a script for the shell, a file, or the shell's own") {
  const auto argv = [](const char* text) {
    return first_run(lowered_text(std::string("FROM alpine\n") + text, alpine())).argv;
  };
  CHECK(argv("RUN <<EOF\na\n\tb\nEOF\n") == Lines{"/bin/sh", "-c", "a\n\tb\n"});
  CHECK(argv("RUN <<-EOF\n\ta\n\t\tb\n\tEOF\n") == Lines{"/bin/sh", "-c", "a\nb\n"});
  CHECK(argv("RUN cat <<A <<B\n1\nA\n2\nB\n") == Lines{"/bin/sh", "-c", "cat <<A <<B\n1\nA\n2\nB"});
  const Graph graph = lowered_text("FROM alpine\nRUN <<EOF\n#!/usr/bin/x\na\nEOF\n", alpine());
  CHECK(first_run(graph).argv == Lines{"/bin/sh", "-c", "/dev/pipes/EOF"});
  CHECK(first_run(graph).script == "#!/usr/bin/x\na\n");
  CHECK(first_run(graph).script_path == "/dev/pipes/EOF");
}

TEST_CASE("the last writer of a name wins, and FROM sets the environment anew") {
  const auto value = [](const char* text) {
    const Graph graph = lowered_text(text, alpine());
    return graph.stages.at(graph.target).config.env.back();
  };
  CHECK(value("FROM a\nENV V=env\nARG V=arg\nENV R=$V\n") == "R=arg");
  CHECK(value("FROM a\nARG V=arg\nENV V=env\nENV R=$V\n") == "R=env");
  CHECK(value("FROM a AS b\nENV V=env\nARG V=arg\nFROM b\nENV R=$V\n") == "R=env");
  CHECK(value("FROM a AS b\nARG V=arg\nFROM b\nENV R=$V\n") == "R=arg");
  CHECK(value("ARG V=global\nFROM a\nENV R=${V:-none}\n") == "R=none");
  CHECK(value("ARG V=global\nFROM a\nARG V\nENV R=$V\n") == "R=global");
  CHECK(value("FROM a\nARG TARGETARCH\nENV R=$TARGETARCH\n") == "R=amd64");
}

TEST_CASE("an entry point takes away the command of the base, not that of its own stage") {
  const auto cmd = [](const char* text) {
    const Graph graph = lowered_text(text, alpine());
    return graph.stages.at(graph.target).config.cmd;
  };
  CHECK(cmd("FROM a\n") == Lines{"/bin/sh"});
  CHECK_FALSE(cmd("FROM a\nENTRYPOINT [\"e\"]\n"));
  CHECK(cmd("FROM a\nCMD [\"c\"]\nENTRYPOINT [\"e\"]\n") == Lines{"c"});
  CHECK_FALSE(cmd("FROM a AS b\nCMD [\"c\"]\nFROM b\nENTRYPOINT [\"e\"]\n"));
}

TEST_CASE("triggers of a base and of a stage run right after FROM, and are gone then") {
  ImageConfig base;
  base.platform = Platform{"linux", "amd64", ""};
  base.on_build = {"RUN base", "COPY --from=tools t /t"};
  const Graph graph = lowered_text(
      "FROM scratch AS tools\nCOPY t t\nFROM image AS one\nONBUILD RUN own $A\nENV A=1\nFROM one\n"
      "RUN after\n",
      [&] {
        Options options = for_amd64();
        options.find_base = [&](const Source& source, const Platform&) {
          CHECK(source.reference.text() == "image");
          return Result<std::optional<ImageConfig>>(base);
        };
        return options;
      }());
  REQUIRE(graph.refused.empty());
  CHECK(graph.stages[0].needed);
  REQUIRE(graph.stages[1].steps.size() == 3);
  CHECK(graph.stages[1].steps[0].origin.from_base);
  CHECK(std::get<CopyStep>(graph.stages[1].steps[1].action).from.stage == 0);
  CHECK(graph.stages[1].config.on_build == Lines{"RUN own $A"});
  CHECK(history_of(graph) ==
        Lines{"RUN /bin/sh -c own $A # buildkit", "RUN /bin/sh -c after # buildkit"});
  CHECK(graph.stages[2].config.on_build.empty());
}

TEST_CASE("mounts have the defaults of their type, in the order in which they are mounted") {
  const Graph graph = lowered_text(
      "FROM alpine\nWORKDIR /w\nENV D=d\n"
      "RUN --mount=type=secret,id=a/k --mount=type=cache,target=sub/$D --mount=target=/a x\n",
      alpine());
  REQUIRE(graph.refused.empty());
  const auto& mounts = first_run(graph).mounts;
  REQUIRE(mounts.size() == 3);
  CHECK(mounts[0].target.text() == "/a");
  CHECK(mounts[0].read_only);
  CHECK(mounts[0].from.kind == Source::Kind::Context);
  CHECK(mounts[1].target.text() == "/w/sub/d");
  CHECK(mounts[1].id.text() == "sub/d");
  CHECK_FALSE(mounts[1].read_only);
  CHECK(mounts[2].target.text() == "/run/secrets/k");
}

TEST_CASE("what BuildKit refuses is said with its line") {
  struct Refusal {
    const char* text;
    std::uint32_t line;
    const char* words;
  };
  const Refusal refusals[] = {
      {"FROM scratch\nCOPY --from=1 a /\n", 2, "there is no stage number 1"},
      {"FROM scratch\nCOPY --from=$X a /\n", 2, "--from takes no variables"},
      {"FROM scratch AS a\nCOPY --from=a a /\n", 2, "needs itself"},
      {"FROM scratch\nCOPY --from=b a /\nFROM scratch AS b\nFROM scratch AS c\n", 0, ""},
      {"FROM $NONE\n", 1, "expands to nothing"},
      {"FROM Build\n", 1, "lower case"},
      {"FROM scratch\nSTOPSIGNAL 0\n", 2, "no signal"},
      {"FROM scratch\nEXPOSE 70000\n", 2, "no port"},
      {"FROM scratch\nCOPY https://e.org/a /\n", 2, "use ADD"},
      {"FROM scratch\nCOPY --chmod=99 a /\n", 2, "octal"},
      {"FROM scratch\nRUN --mount=type=tmpfs,target=/ x\n", 2, "cannot cover"},
      {"FROM scratch\nENV A=\"${B:?give it}\"\n", 2, "give it"},
      {"FROM --platform=a/b/c/d/e scratch\n", 1, "no platform"},
      {"ARG A\n", 1, "no FROM"},
  };
  for (const Refusal& refusal : refusals) {
    INFO(refusal.text);
    const Graph graph = lowered_text(refusal.text);
    if (refusal.line == 0) {
      CHECK(graph.refused.empty());
      continue;
    }
    REQUIRE_FALSE(graph.refused.empty());
    CHECK(graph.refused[0].line == refusal.line);
    CHECK(graph.refused[0].message.find(refusal.words) != std::string::npos);
  }
}

TEST_CASE("proxies reach a RUN without a declaration, and no history") {
  Options options = alpine();
  options.invocation.build_args = {{"https_proxy", "p"}};
  const Graph graph = lowered_text("FROM alpine\nRUN x\n", options);
  const auto& args = first_run(graph).setting.args;
  REQUIRE(args.size() == 2);
  CHECK(args[0].name == "HTTPS_PROXY");
  CHECK_FALSE(args[0].declared);
  CHECK(history_of(graph) == Lines{"RUN /bin/sh -c x # buildkit"});
}
