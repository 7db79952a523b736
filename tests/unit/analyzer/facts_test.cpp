#include "analyzer/facts.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

struct Case {
  explicit Case(std::string text, Settings told = {})
      : source("Dockerfile", std::move(text)),
        dockerfile(parse_dockerfile(source)),
        settings(std::move(told)),
        facts(source, dockerfile, settings) {}
  SourceFile source;
  Dockerfile dockerfile;
  Settings settings;
  Facts facts;

  [[nodiscard]] const Run& run(std::size_t i) const {
    std::size_t at = 0;
    for (const RunView& view : facts.runs()) {
      if (at++ == i) return *view;
    }
    FAIL("no such RUN");
    std::abort();
  }
};

TEST_CASE("runs include those inside ONBUILD, with their stage") {
  const Case c("FROM debian:12 AS a\nRUN x\nONBUILD RUN y\nFROM a\nRUN z\n");
  std::vector<std::string> seen;
  for (const RunView& run : c.facts.runs()) {
    seen.push_back(run->command.shell.str() + (run.onbuild ? "!" : "") +
                   std::to_string(run.stage->index));
  }
  CHECK(seen == std::vector<std::string>{"x0", "y!0", "z1"});
}

TEST_CASE("commands of every form") {
  const Case c(
      "FROM debian:12\n"
      "RUN apt-get update && apt-get install -y curl\n"
      "RUN [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\", \"curl x | sh\"]\n"
      "RUN [\"apt-get\", \"install\", \"-y\", \"git\"]\n"
      "RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n"
      "RUN <<EOF\nset -e\nrm -rf /x\nEOF\n"
      "RUN cat <<EOF >/etc/motd && echo done\nhello\nEOF\n");
  CHECK(c.facts.commands(c.run(0)).find("apt-get", "install"));
  const CommandList& piped = c.facts.commands(c.run(1));
  REQUIRE(piped.find("curl"));
  CHECK(piped.find("sh"));
  CHECK(is_yes(piped.shell.options.pipefail));
  CHECK(c.facts.commands(c.run(2)).find("apt-get", "install"));
  CHECK(c.facts.commands(c.run(3)).is_opaque());
  CHECK(c.facts.commands(c.run(4)).find("rm"));
  CHECK(c.facts.commands(c.run(5)).find("cat"));
  CHECK(c.facts.commands(c.run(5)).find("echo"));
}

TEST_CASE("mounts over a path follow HOME, WORKDIR and variables") {
  const Case c(
      "FROM python:3.12\nARG CACHE=/root/.cache\nWORKDIR /src\n"
      "RUN --mount=type=cache,target=/root/.cache/pip pip install x\n"
      "RUN --mount=type=cache,target=${CACHE} pip install x\n"
      "RUN --mount=type=cache,target=.cache pip install x\n"
      "RUN --mount=type=bind,target=/root/.cache pip install x\n"
      "USER app\n"
      "RUN --mount=type=cache,target=/root/.cache pip install x\n"
      "ARG UNSET\n"
      "RUN --mount=type=cache,target=/home/${UNSET}/.cache pip install x\n");
  CHECK(is_yes(c.facts.mounts_over(c.run(0), "~/.cache/pip")));
  CHECK(c.facts.mount_over(c.run(0), "~/.cache/pip/http"));
  CHECK(is_no(c.facts.mounts_over(c.run(0), "/var/lib/apt")));
  CHECK(is_yes(c.facts.mounts_over(c.run(1), "~/.cache/pip")));
  CHECK(is_yes(c.facts.mounts_over(c.run(2), "/src/.cache/x")));
  CHECK(is_no(c.facts.mounts_over(c.run(3), "~/.cache/pip")));
  CHECK(is_unknown(c.facts.mounts_over(c.run(4), "~/.cache/pip")));
  CHECK(is_unknown(c.facts.mounts_over(c.run(5), "/home/x/.cache")));
  CHECK(is_no(c.facts.mounts_over(c.run(5), "/var/lib/apt")));
}

TEST_CASE("who reads the lists of apt later") {
  const auto later = [](const std::string& rest) {
    const Case c("FROM debian:12 AS a\nRUN apt-get update\n" + rest);
    return c.facts.read_later(c.run(0), "/var/lib/apt/lists");
  };
  CHECK(is_no(later("")));
  CHECK(is_no(later("RUN apt-get update && apt-get install -y git\n")));
  CHECK(is_yes(later("RUN apt-get install -y git\n")));
  CHECK(is_yes(later("FROM a\nRUN apt-get install -y git\n")));
  CHECK(is_no(later("FROM debian:12\nRUN apt-get install -y git\n")));
  CHECK(is_unknown(later("RUN ./setup\n")));
  CHECK(is_no(later("RUN rm -rf /tmp/x\n")));
  CHECK(is_yes(later("RUN cat /var/lib/apt/lists/a\n")));
  CHECK(is_yes(later("FROM debian:12\nCOPY --from=a /var/lib/apt /x/\n")));
  CHECK(is_no(later("FROM debian:12\nCOPY --from=a /usr/bin/x /x/\n")));
}

TEST_CASE("words that the builder expands, heredocs of COPY included") {
  const Case c("FROM scratch\nARG A=1\nCOPY --chown=$A x$A /y\nCOPY <<EOF /z\n$A ${B}\nEOF\n");
  std::size_t words = 0;
  for (const Placed<Copy>& copy : c.facts.every<Copy>()) {
    for (const ExpandedWord& word : c.facts.expansions(*copy)) words += word.expansion.uses.size();
  }
  CHECK(words == 4);
}

TEST_CASE("what a stage without a name, a broken file and an empty file answer") {
  for (const char* text :
       {"", "RUN x\n", "FROM\nRUN x\n", "ARG A\n", "COPY --from=0 a b\n",
        "FROM a AS\nUSER\nWORKDIR\nENV\nSHELL\n", "ONBUILD\n", "FROM $A\nENV B\n"}) {
    const Case c(text);
    for (const Placed<Instruction>& placed : c.facts.placed()) {
      (void)c.facts.ships(*placed);
      (void)c.facts.before(*placed);
      (void)c.facts.commands(*placed);
      (void)c.facts.expansions(*placed);
      (void)c.facts.base(*placed);
    }
    CHECK(c.facts.stages().size() <= 1);
  }
}

TEST_CASE("a variable as one command sees it") {
  const Case c(
      "FROM debian:12\nENV A=env B=env\n"
      "RUN export A=exported && A=own x && x && env A=wrapped x && B=plain && x\n");
  const CommandList& list = c.facts.commands(c.run(0));
  const auto seen = [&](std::size_t x, std::string_view name) {
    return c.facts.variable(c.run(0), *list.all("x")[x], name).value.text_or("?");
  };
  CHECK(seen(0, "A") == "own");
  CHECK(seen(1, "A") == "exported");
  CHECK(seen(2, "A") == "wrapped");
  CHECK(seen(1, "B") == "env");
}

TEST_CASE("removals are told by the home of the user") {
  const Case c(
      "FROM debian:12\nRUN x && rm -rf ~/.cache\nRUN x && rm -rf /root/.cache/*\n"
      "RUN rm -rf /root/.cache && x\nRUN x && rm -rf $DIR\nUSER app\n"
      "RUN x && rm -rf /home/app/.cache\nRUN x && rm -rf /home/app/.config\n"
      "RUN x && npm cache clean --force\nRUN x && cd $A && rm -rf app-$V\n"
      "RUN x && cd $A && rm -rf pip\n"
      "WORKDIR $A\nRUN x && rm requirements.txt\n"
      "ENV GOPATH=/go\nRUN x && rm -rf $GOPATH/src/*\n");
  const auto removed = [&](std::size_t run, std::string_view path) {
    return c.facts.removes(c.run(run), path, c.facts.commands(c.run(run)).find("x"));
  };
  CHECK(is_yes(removed(0, "~/.cache/pip")));
  CHECK(is_yes(removed(1, "~/.cache/pip")));
  CHECK(is_no(removed(2, "~/.cache/pip")));
  CHECK(is_unknown(removed(3, "~/.cache/pip")));
  CHECK(is_yes(removed(4, "~/.cache/pip")));
  CHECK(is_no(removed(5, "~/.cache/pip")));
  CHECK(is_yes(removed(6, "~/.npm")));
  CHECK(is_no(removed(7, "~/.cache/pip")));
  CHECK(is_unknown(removed(8, "~/.cache/pip")));
  CHECK(is_no(removed(9, "~/.cache/pip")));
  CHECK(is_no(removed(10, "~/.cache/pip")));
}

}  // namespace
}  // namespace plimsoll
