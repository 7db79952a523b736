#include "analyzer/values/values.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

struct Case {
  explicit Case(std::string text, Invocation how = {})
      : source("Dockerfile", std::move(text)),
        dockerfile(parse_dockerfile(source)),
        invocation(std::move(how)),
        values(dockerfile, invocation),
        graph(dockerfile, invocation, [&](const From& from) -> std::optional<std::string> {
          const Value image = values.expand_from(from).value;
          if (!image.known()) return std::nullopt;
          return image.text();
        }) {
    values.attach(graph);
  }
  [[nodiscard]] State end() const { return values.at_end(graph.stages().back()); }
  // A variable at the end of the last stage; "<unset>" or "<unknown>".
  [[nodiscard]] std::string get(const char* name) const {
    const Lookup found = end().env.lookup(name);
    if (is_no(found.defined)) return "<unset>";
    return found.value.known() ? found.value.text() : "<unknown>";
  }
  SourceFile source;
  Dockerfile dockerfile;
  Invocation invocation;
  Values values;
  StageGraph graph;
};

TEST_CASE("scopes of ARG and ENV") {
  struct Row {
    const char* file;
    const char* name;
    const char* value;
  };
  const Row rows[] = {
      {"FROM scratch\nENV A=1\n", "A", "1"},
      {"FROM scratch\nENV A 1 2\n", "A", "1 2"},
      {"FROM scratch\nARG A=1\n", "A", "1"},
      {"ARG A=1\nFROM scratch\n", "A", "<unset>"},
      {"ARG A=1\nFROM scratch\nARG A\n", "A", "1"},
      {"ARG A=1\nFROM scratch\nARG A=2\n", "A", "2"},
      {"ARG A=1\nARG B=$A-x\nFROM scratch\nARG B\n", "B", "1-x"},
      {"FROM scratch\nARG A\n", "A", "<unknown>"},
      {"FROM scratch\nENV A=1\nENV A=2 B=$A\n", "B",
       "1"},                                       // the environment before the instruction
      {"FROM scratch\nARG A=1 B=$A\n", "B", "1"},  // the names of an ARG see each other
      {"FROM scratch\nARG A=1\nENV A=2\n", "A", "2"},
      {"FROM scratch\nENV A=2\nARG A=1\n", "A", "1"},  // the last writer wins
      {"FROM scratch\nENV A=2\nARG A\n", "A", "2"},    // an ARG without value changes nothing
      {"FROM scratch AS a\nENV A=1\nFROM a\n", "A", "1"},
      {"FROM scratch AS a\nARG A=1\nFROM a\n", "A", "1"},  // ARGs are inherited by FROM a stage
      {"FROM scratch AS a\nENV A=1\nARG A=2\nFROM a\n", "A", "1"},
      {"FROM scratch AS a\nENV A=1\nFROM scratch\n", "A", "<unset>"},
      {"FROM scratch\nENV A=$B\n", "A", ""},
      {"FROM scratch\nENV A=${B:-x}\n", "A", "x"},
      {"FROM scratch\nENV A=x\nENV $A=y\n", "x", "y"},
      {"FROM scratch\nENV A='$B' C=\"d e\" F=g\\ h\n", "F", "g h"},
      {"FROM debian\nENV A=$FOO\n", "A", ""},
      {"FROM example.org/x\nENV A=$FOO\n", "A", "<unknown>"},
      {"FROM debian\n", "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
      {"FROM scratch\n", "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
      {"FROM debian\nENV PATH=/x:$PATH\n", "PATH",
       "/x:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
      {"FROM golang:1.22\n", "GOPATH", "/go"},
      {"FROM golang:1.22\n", "GOLANG_VERSION", "<unknown>"},
      {"FROM scratch\nARG TARGETARCH\n", "TARGETARCH", "<unknown>"},
      {"FROM scratch\n", "TARGETARCH", "<unset>"},
      {"FROM scratch\nARG HTTP_PROXY\n", "HTTP_PROXY", "<unknown>"},
      {"FROM scratch\nARG A=\n", "A", ""},
      {"FROM scratch AS a\nONBUILD ENV A=1\nFROM a\n", "A", "1"},
      {"FROM scratch AS a\nONBUILD ENV A=1\n", "A", "<unset>"},
      {"FROM scratch AS a\nONBUILD ENV A=1\nFROM a\nENV A=2\n", "A", "2"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    CHECK(Case(row.file).get(row.name) == row.value);
  }
}

TEST_CASE("build arguments and platforms of the caller") {
  Invocation how;
  how.build_args = {{"A", "given"}, {"G", "global"}};
  how.platforms = {"linux/arm64"};
  CHECK(Case("FROM scratch\nARG A=1\n", how).get("A") == "given");
  CHECK(Case("FROM scratch\nARG A\n", how).get("A") == "given");
  CHECK(Case("FROM scratch\n", how).get("A") == "<unset>");
  CHECK(Case("ARG G=x\nFROM scratch\nARG G\n", how).get("G") == "global");
  CHECK(Case("FROM scratch\nARG TARGETARCH\n", how).get("TARGETARCH") == "arm64");
  CHECK(Case("FROM scratch\nARG TARGETPLATFORM\n", how).get("TARGETPLATFORM") == "linux/arm64");
  how.complete = true;
  CHECK(Case("FROM scratch\nARG NOBODY\n", how).get("NOBODY") == "<unset>");
}

TEST_CASE("a set of possible values") {
  const Case c("FROM scratch\nARG TARGETARCH\nENV F=x-${TARGETARCH}.tgz\n");
  const Variable* f = c.end().env.find("F");
  REQUIRE(f);
  CHECK(f->value.could_be("x-arm64.tgz"));
  CHECK(!f->value.could_be("x-aarch64.tgz"));
  CHECK(is_yes(f->value.ends_with(".tgz")));
}

TEST_CASE("what FROM reads") {
  const auto image = [](const char* file, const Invocation& how = {}) {
    const Case c(file, how);
    return c.values.expand_from(*c.graph.stages().back().from).value.display();
  };
  CHECK(image("ARG V=3\nFROM alpine:$V\n") == "alpine:3");
  CHECK(image("ARG V\nFROM alpine:$V\n") == "alpine:${V}");
  CHECK(image("ARG V\nFROM alpine:${V:-3}\n") == "alpine:3");
  CHECK(image("FROM alpine:$V\n") == "alpine:");
  CHECK(image("FROM a AS x\nARG V=3\nFROM alpine:$V\n") == "alpine:");
  CHECK(image("ARG A=x\nARG B=$A/y\nFROM $B:1\n") == "x/y:1");
  Invocation how;
  how.build_args["V"] = "9";
  CHECK(image("ARG V=3\nFROM alpine:$V\n", how) == "alpine:9");
}

TEST_CASE("a stage built on a stage that only an ARG names") {
  const Case c("ARG FLAVOUR=b\nFROM debian AS a\nFROM alpine AS b\nENV X=1\nFROM $FLAVOUR\n");
  CHECK(c.graph.stages().back().parent() == &c.graph.stages()[1]);
  CHECK(c.get("X") == "1");
}

TEST_CASE("where a variable comes from") {
  const Case c("ARG G=1\nFROM debian\nARG G\nARG L=2\nENV E=3\nARG TARGETOS\nARG N\n");
  const Environment env = c.end().env;
  using Origin = Variable::Origin;
  CHECK(env.find("G")->origin == Origin::GlobalArg);
  CHECK(env.find("G")->overridable);
  CHECK(env.find("L")->origin == Origin::Arg);
  CHECK(env.find("L")->where.in(c.source.bytes()) == "L=2");
  CHECK(env.find("E")->origin == Origin::Env);
  CHECK(env.find("TARGETOS")->origin == Origin::Platform);
  CHECK(env.find("N")->origin == Origin::UnsetArg);
  CHECK(env.find("PATH")->origin == Origin::Base);
  CHECK(!env.find_env("L"));
  CHECK(env.find_env("E"));
  std::string names;
  for (const Variable* variable : env.all()) names += variable->name + " ";
  CHECK(names == "E G L N PATH TARGETOS ");
}

TEST_CASE("names that are nearly right") {
  const Case c("FROM debian\nENV APPLICATION=1 VERSION=2\n");
  CHECK(c.end().env.nearest("APLICATION") == "APPLICATION");
  CHECK(c.end().env.nearest("version") == "VERSION");
  CHECK(c.end().env.nearest("NOTHING_LIKE_IT").empty());
}

TEST_CASE("who runs") {
  struct Row {
    const char* file;
    Answer root;
  };
  const Row rows[] = {
      {"FROM debian\n", Answer::Yes},
      {"FROM example.org/x\n", Answer::Unknown},
      {"FROM jenkins/jenkins\n", Answer::No},
      {"FROM debian\nUSER app\n", Answer::No},
      {"FROM debian\nUSER 0:0\n", Answer::Yes},
      {"FROM debian\nUSER root:app\n", Answer::Yes},
      {"FROM debian\nUSER 1000\n", Answer::No},
      {"FROM debian\nARG U\nUSER $U\n", Answer::Unknown},
      {"FROM debian\nARG U=1000\nUSER ${U}:${U}\n", Answer::No},
      {"FROM debian\nARG U\nUSER app-$U\n", Answer::No},
      {"FROM debian AS a\nUSER app\nFROM a\n", Answer::No},
      {"FROM debian AS a\nUSER app\nFROM debian\n", Answer::Yes},
      {"FROM scratch\n", Answer::Yes},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    CHECK(Case(row.file).end().user.root() == row.root);
  }
  const Case c("FROM debian\nUSER app:staff\n");
  CHECK(c.end().user.user.text() == "app");
  CHECK(c.end().user.group.text() == "staff");
  CHECK(c.end().user.set_by);
}

TEST_CASE("where it works") {
  struct Row {
    const char* file;
    const char* path;
    Answer set;
  };
  const Row rows[] = {
      {"FROM debian\n", "/", Answer::No},
      {"FROM golang:1.22\n", "/go", Answer::Yes},
      {"FROM example.org/x\n", "${WORKDIR}", Answer::Unknown},
      {"FROM debian\nWORKDIR /a\nWORKDIR b/../c\n", "/a/c", Answer::Yes},
      {"FROM debian\nWORKDIR a\n", "/a", Answer::Yes},
      {"FROM golang:1.22\nWORKDIR src\n", "/go/src", Answer::Yes},
      {"FROM debian\nENV D=/x\nWORKDIR $D/y/\n", "/x/y", Answer::Yes},
      {"FROM debian AS a\nWORKDIR /a\nFROM a\nWORKDIR b\n", "/a/b", Answer::Yes},
      {"FROM debian\nWORKDIR C:\\app\n", "C:app", Answer::Yes},
      {"# escape=`\nFROM mcr.microsoft.com/windows/nanoserver\nWORKDIR C:\\app\n", "C:\\app",
       Answer::Yes},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    const Case c(row.file);
    CHECK(c.end().workdir.path.display() == row.path);
    CHECK(c.end().workdir.set == row.set);
  }
  CHECK(is_unknown(Case("FROM debian\nARG D\nWORKDIR $D\n").end().workdir.absolute));
  CHECK(is_yes(Case("FROM debian\nARG D\nWORKDIR /x/$D\n").end().workdir.absolute));
}

TEST_CASE("which shell reads a RUN") {
  struct Row {
    const char* file;
    ShellProgram program;
    Answer exists;
    Answer pipefail;
  };
  using S = ShellProgram;
  const Row rows[] = {
      {"FROM debian\n", S::Dash, Answer::Yes, Answer::No},
      {"FROM alpine\n", S::Ash, Answer::Yes, Answer::No},
      {"FROM alpine\nSHELL [\"/bin/sh\", \"-o\", \"pipefail\", \"-c\"]\n", S::Ash, Answer::Yes,
       Answer::Yes},
      {"FROM debian\nSHELL [\"/bin/bash\", \"-euxo\", \"pipefail\", \"-c\"]\n", S::Bash,
       Answer::Yes, Answer::Yes},
      {"FROM debian AS a\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nFROM a\n", S::Bash,
       Answer::Yes, Answer::Yes},
      {"FROM scratch\n", S::None, Answer::No, Answer::No},
      {"FROM scratch\nCOPY app /app\n", S::None, Answer::No, Answer::No},
      {"FROM scratch\nADD rootfs.tar.gz /\n", S::None, Answer::Unknown, Answer::No},
      {"FROM scratch\nCOPY --from=x / /\n", S::None, Answer::Unknown, Answer::No},
      {"FROM gcr.io/distroless/static\n", S::None, Answer::No, Answer::No},
      {"FROM example.org/x\n", S::Unknown, Answer::Unknown, Answer::No},
      {"FROM mcr.microsoft.com/windows/servercore:ltsc2022\n", S::Cmd, Answer::Unknown, Answer::No},
      {"FROM mcr.microsoft.com/windows/servercore\nSHELL [\"powershell\", \"-Command\"]\n",
       S::PowerShell, Answer::Unknown, Answer::No},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    const Case c(row.file);
    const State state = c.end();
    CHECK(state.shell.program == row.program);
    CHECK(state.shell.exists == row.exists);
    CHECK(state.shell.pipefail() == row.pipefail);
  }
  const Case windows("# escape=`\nFROM example.org/x\n");
  CHECK(windows.end().shell.argv.empty());
  CHECK(is_unknown(windows.end().shell.pipefail()));
}

TEST_CASE("the state before each instruction") {
  const Case c("FROM debian\nUSER a\nWORKDIR /x\nRUN one\nUSER b\nRUN two\n");
  const auto& all = c.dockerfile.instructions;
  CHECK(c.values.before(*all[1]).user.text.text() == "root");
  CHECK(c.values.before(*all[3]).user.text.text() == "a");
  CHECK(c.values.before(*all[4]).user.text.text() == "a");
  CHECK(c.values.before(*all[5]).user.text.text() == "b");
  CHECK(c.values.before(*all[2]).workdir.path.text() == "/");
  CHECK(c.values.before(*all[3]).workdir.path.text() == "/x");
}

TEST_CASE("which words the builder expands") {
  const auto uses = [](const char* line) {
    const Case c("FROM scratch\nENV A=1\n" + std::string(line) + "\n");
    std::size_t count = 0;
    for (const ExpandedWord& word : c.values.expansions(*c.dockerfile.instructions.back())) {
      count += word.expansion.uses.size();
    }
    return count;
  };
  CHECK(uses("RUN echo $A") == 0);
  CHECK(uses("CMD echo $A") == 0);
  CHECK(uses("ENTRYPOINT [\"$A\"]") == 0);
  CHECK(uses("SHELL [\"$A\"]") == 0);
  CHECK(uses("HEALTHCHECK CMD x $A") == 0);
  CHECK(uses("MAINTAINER $A") == 0);
  CHECK(uses("ENV B=$A $A=c") == 2);
  CHECK(uses("LABEL a=$A") == 1);
  CHECK(uses("ARG B=$A") == 1);
  CHECK(uses("COPY $A $A/") == 2);
  CHECK(uses("COPY --chown=$A --chmod=$A a b") == 2);
  CHECK(uses("COPY --from=$A a b") == 0);
  CHECK(uses("ADD --checksum=$A a b") == 1);
  CHECK(uses("EXPOSE $A 80/$A") == 2);
  CHECK(uses("VOLUME $A") == 1);
  CHECK(uses("VOLUME [\"$A\"]") == 1);
  CHECK(uses("USER $A") == 1);
  CHECK(uses("WORKDIR $A") == 1);
  CHECK(uses("STOPSIGNAL $A") == 1);
  CHECK(uses("RUN --mount=type=cache,target=/x/$A true") == 1);
  CHECK(uses("RUN --mount=from=$A,target=/x true") == 0);
}

TEST_CASE("chains of stages and many definitions stay quick") {
  std::string text = "FROM debian AS s0\nENV A=1\n";
  for (int i = 1; i < 3000; ++i) {
    text += "FROM s" + std::to_string(i - 1) + " AS s" + std::to_string(i) + "\nENV B" +
            std::to_string(i) + "=$NOT\n";
  }
  const Case chain(text);
  CHECK(chain.get("A") == "<unknown>");  // beyond max_stage_depth
  CHECK(chain.get("B2999") == "<unknown>");

  std::string wide = "FROM debian\n";
  for (int i = 0; i < 50'000; ++i) wide += "ENV A=$A\n";
  CHECK(Case(wide).get("A").empty());

  std::string doubling = "FROM debian\nENV A=0123456789\n";
  for (int i = 0; i < 1000; ++i) doubling += "ENV A=$A$A\n";
  CHECK(Case(doubling).get("A") == "<unknown>");
  std::string replacing = "FROM debian\nENV A=aaaaaaaaaa\n";
  for (int i = 0; i < 1000; ++i) replacing += "ENV A=${A//a/$A}\n";
  CHECK(Case(replacing).get("A") == "<unknown>");
}

}  // namespace
}  // namespace plimsoll
