#include "analyzer/attribution/history.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

HistoryStep read(std::string created_by, std::string comment = {}, std::string author = {}) {
  HistoryEntry entry;
  entry.created_by = std::move(created_by);
  entry.comment = std::move(comment);
  entry.author = std::move(author);
  return read_history(entry);
}

void check(const HistoryStep& step, HistoryMaker maker, const std::string& keyword,
           const std::string& arguments) {
  INFO(arguments);
  CHECK(step.maker == maker);
  CHECK(step.keyword == keyword);
  CHECK(step.arguments == arguments);
}

TEST_CASE("what BuildKit writes") {
  const std::string mark = "buildkit.dockerfile.v0";
  check(read("RUN /bin/sh -c make # buildkit", mark), HistoryMaker::BuildKit, "RUN", "make");
  check(read("RUN echo exec # buildkit", mark), HistoryMaker::BuildKit, "RUN", "echo exec");
  check(read("COPY --chown=1:1 a b/ # buildkit", mark), HistoryMaker::BuildKit, "COPY",
        "--chown=1:1 a b/");
  check(read("CMD [\"a b\" \"c\"]", mark), HistoryMaker::BuildKit, "CMD", "[\"a b\" \"c\"]");
  check(read("RUN /bin/sh -c echo one\necho two\n # buildkit", mark), HistoryMaker::BuildKit, "RUN",
        "echo one\necho two");
  const HistoryStep step = read("RUN |3 A=9 9 B=x C= /bin/bash -eo pipefail -c make", mark);
  check(step, HistoryMaker::BuildKit, "RUN", "make");
  CHECK(step.shell == "/bin/bash -eo pipefail -c");
  REQUIRE(step.build_arguments.size() == 3);
  CHECK(step.build_arguments[0] == std::pair<std::string, std::string>("A", "9 9"));
  CHECK(step.build_arguments[2].second.empty());
  // The mark alone tells; a keyword inside of a command does not.
  check(read("RUN /bin/sh -c echo '#(nop) USER x' # buildkit"), HistoryMaker::BuildKit, "RUN",
        "echo '#(nop) USER x'");
}

TEST_CASE("what the classic builder writes") {
  check(read("/bin/sh -c #(nop)  CMD [\"bash\"]"), HistoryMaker::Classic, "CMD", "[\"bash\"]");
  check(read("/bin/sh -c #(nop) COPY file:ab in /x "), HistoryMaker::Classic, "COPY",
        "file:ab in /x");
  check(read("/bin/bash -o pipefail -c #(nop)  ENV A=1"), HistoryMaker::Classic, "ENV", "A=1");
  check(read("cmd /S /C #(nop)  USER ContainerUser"), HistoryMaker::Classic, "USER",
        "ContainerUser");
  check(read("/bin/sh -c apt-get update"), HistoryMaker::Classic, "RUN", "apt-get update");
  check(read("cmd /S /C dir C:\\"), HistoryMaker::Classic, "RUN", "dir C:\\");
  check(read("conda run -n x /bin/bash -c pip list"), HistoryMaker::Classic, "RUN", "pip list");
  const HistoryStep step = read("|2 NAME=two words VERSION=9 /bin/sh -c true");
  check(step, HistoryMaker::Classic, "RUN", "true");
  REQUIRE(step.build_arguments.size() == 2);
  CHECK(step.build_arguments[0].second == "two words");
  // Without a shell the last value is taken for one word.
  check(read("|1 A=x ls /"), HistoryMaker::Classic, "RUN", "ls /");
  CHECK(read("", "merge sha256:1 to sha256:2").whole);
}

TEST_CASE("what buildah and kaniko write") {
  check(read("/bin/sh -c #(nop) USER 1000"), HistoryMaker::Buildah, "USER", "1000");
  check(read("/bin/sh -c make", "FROM docker.io/library/debian:12"), HistoryMaker::Buildah, "RUN",
        "make");
  // The number of arguments is too high.
  const HistoryStep step = read("|4 A=1 B=9 9 /bin/sh -c make");
  check(step, HistoryMaker::Classic, "RUN", "make");
  CHECK(step.build_arguments.size() == 2);
  check(read("RUN --mount=type=cache,target=/x make", "", "kaniko"), HistoryMaker::Kaniko, "RUN",
        "--mount=type=cache,target=/x make");
  check(read("COPY --from=build $X /y"), HistoryMaker::Kaniko, "COPY", "--from=build $X /y");
}

TEST_CASE("builders without a Dockerfile say what they say") {
  check(read("jib-maven-plugin:3.4.0", "classes", "Jib"), HistoryMaker::Other, "",
        "jib-maven-plugin:3.4.0");
  check(read("ko build ko://example.org/cmd", "go build output, at /ko-app/cmd", "ko"),
        HistoryMaker::Other, "", "ko build ko://example.org/cmd");
  check(read("bazel build ...", "", "Bazel"), HistoryMaker::Other, "", "bazel build ...");
  check(read("", "store paths: ['/nix/store/abc-hello']"), HistoryMaker::Other, "",
        "store paths: ['/nix/store/abc-hello']");
  check(read("apko", "This is an apko single-layer image", "apko"), HistoryMaker::Other, "",
        "apko");
  check(read("", "Imported from -"), HistoryMaker::Other, "", "Imported from -");
  check(read("# debian.sh --arch 'amd64' out/ 'bookworm'", "debuerreotype 0.15"),
        HistoryMaker::Other, "", "# debian.sh --arch 'amd64' out/ 'bookworm'");
  // docker commit tells the command of the container, and podman nothing but a shell.
  check(read("/bin/sh -c echo hi", "a message"), HistoryMaker::Classic, "RUN", "echo hi");
  check(read("/bin/sh"), HistoryMaker::Other, "", "/bin/sh");
  check(read(""), HistoryMaker::Other, "", "");
}

TEST_CASE("hostile entries are read in linear time and never out of bounds") {
  for (const char* text :
       {"|", "|1", "|99999999999999999999 A", "|2 =", "#(nop)", "/bin/sh -c #(nop)", "RUN", "RUN |",
        "RUN |1 A=1", " # buildkit", "sh", "sh -", "/ -c x"}) {
    CHECK(read(text).arguments.size() <= 64);
  }
  std::string many = "|10000";
  for (int i = 0; i < 10000; ++i) many += " A" + std::to_string(i) + "=" + std::to_string(i);
  CHECK(read(many + " /bin/sh -c x").build_arguments.size() == 10000);
  CHECK(read("|1 A=" + std::string(1 << 20, ' ') + "x").keyword == "RUN");
}

TEST_CASE("shown on one line, cut between characters") {
  CHECK(shown(read("/bin/sh -c a  &&\n\tb"), 40) == "RUN a && b");
  CHECK(shown(read("/bin/sh -c abcdefgh"), 9) == "RUN ab...");
  CHECK(shown(read("/bin/sh -c abcdefgh"), 12) == "RUN abcdefgh");
  CHECK(shown(read("/bin/sh -c \xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4"), 7) == "RUN...");
  CHECK(shown(read("/bin/sh -c \xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4"), 8) ==
        "RUN \xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4");
  CHECK(shown(read("apko"), 40) == "apko");
  CHECK(shown(read("/bin/sh -c " + std::string(1 << 20, '\x80')), 10).size() < 60);
}

TEST_CASE("values of ARGs are found again") {
  const std::string mark = "buildkit.dockerfile.v0";
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  CHECK(recorded_arguments(read("ARG A=1", mark)) == Pairs{{"A", "1"}});
  CHECK(recorded_arguments(read("ARG B=x y", mark)) == Pairs{{"B", "x y"}});
  CHECK(recorded_arguments(read("ARG A=1 B=x y", mark)).empty());
  CHECK(recorded_arguments(read("ARG A", mark)).empty());
  CHECK(recorded_arguments(read("RUN |2 A=2 B=x y /bin/sh -c make", mark)) ==
        Pairs{{"A", "2"}, {"B", "x y"}});
  // Docker writes the default down, whatever was given.
  CHECK(recorded_arguments(read("/bin/sh -c #(nop)  ARG A=1")).empty());
}

}  // namespace
}  // namespace plimsoll
