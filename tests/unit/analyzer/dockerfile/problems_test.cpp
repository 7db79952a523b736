// What BuildKit refuses: the kind, the words it is about, and where BuildKit says it is.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analyzer/dockerfile/dockerfile.h"

using namespace plimsoll;
using Kind = Problem::Kind;

namespace {

struct Case {
  std::string text;
  Kind kind;
  std::string where;  // the text at the problem's place
  std::uint32_t line;
  bool in_parser = false;
};

const std::vector<Case> cases = {
    {"# nothing\n", Kind::EmptyFile, "", 1, true},
    {"FROM a\nRUN <<E\nx\n", Kind::HeredocUnterminated, "<<E", 2, true},
    {"FROM a\nRUN echo $((1 << 2))\n", Kind::HeredocUnterminated, "<< 2))", 2, true},
    {"# syntax=a\n# syntax=b\nFROM a\n", Kind::DirectiveDuplicate, "syntax", 1, true},
    {"# escape=x\nFROM a\n", Kind::EscapeInvalid, "x", 0, true},
    {"FROM a\nCMD [\"x\", 1]\n", Kind::JsonElement, "[\"x\", 1]", 2, true},
    {"FROM a\nFRMO b\n", Kind::InstructionUnknown, "FRMO", 2},
    {"RUN x\nFROM a\n", Kind::BeforeFrom, "RUN", 1},
    {"FROM a b\n", Kind::Arity, "b", 1},
    {"FROM a\nCOPY x\n", Kind::Arity, "COPY", 2},
    {"FROM a\nUSER\n", Kind::Arity, "USER", 2},
    {"FROM a\nHEALTHCHECK NONE x\n", Kind::Arity, "HEALTHCHECK", 2},
    {"FROM a\nCMD --help\n", Kind::FlagUnknown, "--help", 2},
    {"FROM a\nCOPY --form=b x y\n", Kind::FlagUnknown, "--form=b", 2},
    {"FROM a\nCOPY --from=b --from=c x y\n", Kind::FlagDuplicate, "--from=c", 2},
    {"FROM a\nCOPY --link=maybe x y\n", Kind::FlagValue, "maybe", 2},
    {"FROM a\nCOPY --chown x y\n", Kind::FlagValue, "--chown", 2},
    {"FROM a\nHEALTHCHECK --interval=5 CMD x\n", Kind::FlagValue, "5", 2},
    {"FROM a\nHEALTHCHECK --interval=1us CMD x\n", Kind::FlagValue, "1us", 2},
    {"FROM a\nHEALTHCHECK --retries=-1 CMD x\n", Kind::FlagValue, "-1", 2},
    {"FROM a\nRUN --network=some x\n", Kind::FlagValue, "some", 2},
    {"FROM a\nRUN --mount=type=bind,from=$x,target=/y z\n", Kind::MountInvalid, "from=$x", 2},
    {"FROM a\nRUN --mount=\"type=\\\"bind\" z\n", Kind::MountInvalid, "type=\\\"bind", 2},
    {"FROM a AS 1b\n", Kind::StageName, "1b", 1},
    {"FROM a\nENV x\n", Kind::KeyValueSyntax, "x", 2, true},
    {"FROM a\nENV a=b c\n", Kind::KeyValueSyntax, "c", 2, true},
    {"FROM a\nENV =b\n", Kind::KeyValueSyntax, "=b", 2},
    {"FROM a\nARG =b\n", Kind::KeyValueSyntax, "=b", 2},
    {"FROM a\nHEALTHCHECK curl x\n", Kind::HealthcheckType, "curl", 2},
    {"FROM a\nSHELL sh -c\n", Kind::ShellNotJson, "sh -c", 2},
    {"FROM a\nONBUILD FROM b\n", Kind::OnBuildTrigger, "FROM", 2},
    {"FROM a\nONBUILD ONBUILD RUN x\n", Kind::OnBuildTrigger, "ONBUILD", 2},
    {"FROM a\nCOPY <<A <<B\nA\nB\n", Kind::HeredocDestination, "<<B", 2},
};

Dockerfile read(const std::string& text) {
  return parse_dockerfile(SourceFile("Dockerfile", text));
}

}  // namespace

TEST_CASE("each problem has its kind, its narrow place and BuildKit's line") {
  for (const Case& each : cases) {
    INFO(each.text);
    const Dockerfile file = read(each.text);
    const Problem* refusal = file.refusal();
    REQUIRE(refusal);
    CHECK(refusal->kind == each.kind);
    CHECK(refusal->where.in(each.text) == each.where);
    CHECK(refusal->line == each.line);
    CHECK(refusal->refused_in_parser == each.in_parser);
  }
}

TEST_CASE("a refused instruction does not hide the others") {
  const Dockerfile file = read("FROM a\nCOPY x\nFRMO b\nCMD [1]\nUSER y\n");
  CHECK(file.instructions.size() == 5);
  CHECK(file.problems.size() == 3);
  CHECK(file.instructions[1]->broken);
  CHECK_FALSE(file.instructions[4]->broken);
  CHECK(file.refusal()->kind == Kind::JsonElement);  // the parser reads the whole file first
}

TEST_CASE("the nearest known word is offered") {
  CHECK(read("FROM a\nFRMO b\n").refusal()->hint == "FROM");
  CHECK(read("FROM a\nCOPY --form=b x y\n").refusal()->hint == "from");
  CHECK(read("FROM a\nRUN --network=hots x\n").refusal()->hint == "host");
  CHECK(read("FROM a\nXYZZYQ b\n").refusal()->hint.empty());
}

TEST_CASE("what only the build refuses is a problem, but no refusal") {
  const auto only = [](const std::string& text) {
    const Dockerfile file = read(text);
    CHECK_FALSE(file.refusal());
    REQUIRE(file.problems.size() == 1);
    CHECK(file.problems[0].refused_at_build);
    return file.problems[0].subject;
  };
  CHECK(only("FROM a\nRUN --mount=type=cashe,target=/x y\n") == "cashe");
  CHECK(only("FROM a\nRUN --mount=type=cache,targte=/x y\n") == "targte");
  CHECK(only("FROM a\nRUN --mount=type=bind,sharing=locked y\n") == "sharing");
  CHECK(only("FROM a\nRUN --mount=type=cache,target y\n") == "target");
  CHECK(only("FROM a\nRUN --mount=type=tmpfs,size=big,target=/x y\n") == "size");
  CHECK(read("FROM a\nRUN --mount=type=$T,size=1,id=x y\n").problems.empty());
}

TEST_CASE("a file of ARGs alone has no stage; only the build refuses it") {
  const Dockerfile file = read("ARG a\nARG b=c\n");
  CHECK_FALSE(file.refusal());
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].kind == Kind::NoStage);
}

TEST_CASE("a line of 64 KiB is one too many") {
  const std::string most(65'535 - 4, 'x');
  CHECK_FALSE(read("FROM a\nRUN " + most + "\n").refusal());
  const Dockerfile file = read("FROM a\nRUN " + most + "x\nUSER y\n");
  REQUIRE(file.refusal());
  CHECK(file.refusal()->kind == Kind::LineTooLong);
  CHECK(file.refusal()->line == 1);
  CHECK(file.instructions.size() == 3);
}

TEST_CASE("a file beyond the limit is said to be unread") {
  CHECK(read(std::string((16U << 20U) + 1, '\n')).unread);
}
