#include <catch2/catch.hpp>

#include "tests/unit/analyzer/lowered/lowered_text.h"

using namespace plimsoll;
using namespace plimsoll::lowered;

namespace {

// Everything open, as a proof has it.
Options open() {
  Options options;
  options.platform_known = false;
  options.arguments_open = true;
  options.all_stages = true;
  return options;
}

struct Pair {
  const char* a;
  const char* b;
};

}  // namespace

TEST_CASE("what is only written differently is equal, whatever the build is given") {
  const Pair pairs[] = {
      {"from debian\nrun a\n", "FROM docker.io/library/debian:latest\n\n# why\nRUN a\n"},
      {"FROM x AS y\nENV A 1\n", "FROM x as Y\nENV \"A\"=1\n"},
      {"FROM x\nENV A ${B:-b c}\n", "FROM x\nENV A=\"${B:-b c}\"\n"},
      {"FROM x\nARG V=1\nENV A=$V\n", "FROM x\nARG V=\"1\"\nENV A=${V}\n"},
      {"FROM x\nRUN a \\\n b\n", "FROM x\nRUN a \\\n# c\n b\n"},
      {"FROM x\nWORKDIR /w\nCOPY ./a/ .\n", "FROM x\nWORKDIR /w\nCOPY a /w/\n"},
      {"FROM x\nCOPY --chmod=0755 a /\n", "FROM x\nCOPY --chmod=755 a /\n"},
      {"FROM x AS y\nFROM z\nCOPY --from=0 a /\n", "FROM x AS y\nFROM z\nCOPY --from=Y a /\n"},
      {"FROM x\nCMD a\nCMD b\n", "FROM x\nCMD b\n"},
      {"FROM x\nEXPOSE 443/TCP 80\n", "FROM x\nEXPOSE 80-80 443\n"},
      {"FROM --platform=$TARGETPLATFORM x\n", "FROM x\n"},
      {"FROM x\nLABEL a=1\nUSER u\n", "FROM x\nUSER u\nLABEL a=1\n"},
  };
  for (const Pair& pair : pairs) {
    INFO(pair.a << "--\n" << pair.b);
    CHECK(equal_for_every_target(lowered_text(pair.a, open()), lowered_text(pair.b, open())) ==
          Answer::Yes);
  }
}

TEST_CASE("what a build argument, a base or a target can tell apart is not equal") {
  const Pair pairs[] = {
      {"FROM x\nARG V=1\nENV A=$V\n", "FROM x\nARG V=1\nENV A=1\n"},
      {"FROM x\nENV A=$V\n", "FROM x\nARG V\nENV A=$V\n"},
      {"FROM x\nARG V\nENV A=${V%.*}\n", "FROM x\nARG V\nENV A=$V\n"},
      {"FROM x\nARG V\nENV A=${V:-1}\n", "FROM x\nARG V\nENV A=${V-1}\n"},
      {"FROM x\nARG V\nRUN a\n", "FROM x\nRUN a\n"},
      {"ARG V=1\nFROM x:$V\n", "FROM x:1\n"},
      {"FROM x\nMAINTAINER a\n", "FROM x\nLABEL maintainer=a\n"},
      {"FROM x\nRUN a\nRUN b\n", "FROM x\nRUN a && b\n"},
      {"FROM x\nRUN a\n", "FROM x\nRUN [\"/bin/sh\", \"-c\", \"a\"]\n"},
      {"FROM x\nENTRYPOINT [\"a\"]\nCMD []\n", "FROM x\nCMD []\n"},
      {"FROM x\nCMD []\n", "FROM x\n"},
      {"FROM x\nONBUILD RUN a\n", "FROM x\nONBUILD run a\n"},
      {"FROM x\nADD a /\n", "FROM x\nCOPY a /\n"},
      {"FROM x\nENV A=1 B=2\n", "FROM x\nENV B=2 A=1\n"},
      {"FROM x AS y\nARG V=1\nFROM y\nRUN a\n", "FROM x AS y\nFROM y\nARG V=1\nRUN a\n"},
      {"FROM x AS y\nFROM z\n", "FROM z\n"},
      {"FROM x AS y\nFROM z\n", "FROM z AS y\nFROM z\n"},
      {"FROM x\nCOPY a /a\nCOPY b /b\n", "FROM x\nCOPY b /b\nCOPY a /a\n"},
      {"FROM scratch\nCOPY a /a\nCOPY b /a/b\n", "FROM scratch\nCOPY b /a/b\nCOPY a /a\n"},
      {"FROM scratch\nADD a /a\nADD b /b\n", "FROM scratch\nADD b /b\nADD a /a\n"},
      {"FROM scratch\nCOPY --chown=1 a /d/a\nCOPY b /d/b\n",
       "FROM scratch\nCOPY b /d/b\nCOPY --chown=1 a /d/a\n"},
      {"# escape=`\nFROM x\nARG V\nENV A=${V:-\\$}\n", "FROM x\nARG V\nENV A=${V:-\\$}\n"},
      {"FROM x\nCOPY <<A /f\n${V:-1}\nA\n", "FROM x\nCOPY <<A /f\n\"${V:-1}\"\nA\n"},
  };
  for (const Pair& pair : pairs) {
    INFO(pair.a << "--\n" << pair.b);
    CHECK(equal_for_every_target(lowered_text(pair.a, open()), lowered_text(pair.b, open())) !=
          Answer::Yes);
  }
}

TEST_CASE("with known bases names, order, unneeded stages and the cut into stages do not matter") {
  const Options known = alpine();
  const Graph whole = lowered_text("FROM alpine\nRUN a\nRUN b\n", known);
  CHECK(equal(whole, lowered_text("FROM alpine AS x\nRUN a\nFROM x\nRUN b\n", known)) ==
        Answer::Yes);
  CHECK(equal(whole, lowered_text("FROM z AS y\nRUN c\nFROM alpine\nRUN a\nRUN b\n", known)) ==
        Answer::Yes);
  CHECK(equal(lowered_text("FROM a AS x\nRUN 1\nFROM b AS y\nRUN 2\nFROM c\nCOPY --from=x f /\n"
                           "COPY --from=y g /\n",
                           known),
              lowered_text("FROM b AS q\nRUN 2\nFROM a AS p\nRUN 1\nFROM c\nCOPY --from=p f /\n"
                           "COPY --from=q g /\n",
                           known)) == Answer::Yes);
  CHECK(equal(whole, lowered_text("FROM alpine\nRUN b\nRUN a\n", known)) == Answer::No);
  // What only the configuration of a stage says does not reach those who copy from it.
  CHECK(equal(lowered_text("FROM a AS x\nLABEL l=1\nFROM b\nCOPY --from=x f /\n", known),
              lowered_text("FROM a AS x\nFROM b\nCOPY --from=x f /\n", known)) == Answer::Yes);
}

TEST_CASE("COPYs into nothing commute when they cannot meet") {
  const Graph one = lowered_text("FROM scratch\nCOPY a /a\nCOPY b /b/\nCOPY c /c\n");
  CHECK(equal(one, lowered_text("FROM scratch\nCOPY c /c\nCOPY a /a\nCOPY b /b/\n")) ==
        Answer::Yes);
  CHECK(equal(one, lowered_text("FROM scratch\nCOPY a /a\nCOPY b /b/\n")) == Answer::No);
}
