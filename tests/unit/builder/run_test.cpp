// Builds with RUN: real sandboxes over a base of one static program.

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "builder/sandbox/sandbox.h"
#include "tests/unit/builder/world.h"

namespace plimsoll::builder {
namespace {

constexpr const char* busybox = "/bin/busybox";

class Shell : public World {
 public:
  Shell() {
    std::string why = probe_abilities("/tmp").cannot_run();
    if (why.empty() && ::access(busybox, X_OK) != 0) why = "busybox-static is not installed";
    if (!why.empty()) std::printf("RUN is not tested: %s\n", why.c_str());
    able = why.empty();
    if (!able) return;
    const FileDescriptor program = std::move(*open_file(busybox));
    std::string bytes(*size_of(program), '\0');
    REQUIRE(read_exactly(program, 0, bytes.data(), bytes.size()));
    put("root/bin/busybox", bytes);
    REQUIRE(::chmod((context() + "/root/bin/busybox").c_str(), 0755) == 0);
    for (const char* tool :
         {"sh", "cat", "ls", "id", "mkdir", "rm", "env", "touch", "sleep", "true", "echo", "stat",
          "test", "pwd", "wc", "cp", "chown", "hostname"}) {
      REQUIRE(::symlink("busybox", (context() + "/root/bin/" + tool).c_str()) == 0);
    }
    put("root/etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n");
    put("root/etc/group", "root:x:0:\napp:x:1000:\n");
    const BuildResult base = build("FROM scratch\nCOPY root /\nENV PATH=/bin\n");
    REQUIRE_FALSE(base.failure);
    REQUIRE(store().tag("busybox", base.image));
    REQUIRE(remove_all(context() + "/root"));
  }
  bool able = false;
};

std::string message(const BuildResult& result) {
  return result.failure ? result.failure->error.message : "built";
}

}  // namespace

TEST_CASE("a command makes a layer of what it left") {
  Shell world;
  if (!world.able) return;
  const std::string text = "FROM busybox\nRUN echo hello > /x && mkdir /d && echo told\n";
  const BuildResult cold = world.build(text);
  REQUIRE(message(cold) == "built");
  CHECK(world.output == "told\n");
  CHECK(world.file(cold, "x") == "hello\n");
  CHECK(world.find(cold, "d")->kind == EntryKind::Directory);
  CHECK(cold.images.front().config.diff_ids.size() == 2);
  const BuildResult warm = world.build(text);
  CHECK(world.output.empty());
  CHECK(warm.cached == warm.steps);
  CHECK(warm.image.digest == cold.image.digest);
  world.options.no_cache = true;
  CHECK(world.build(text).image.digest == cold.image.digest);
}

TEST_CASE("the next command sees what the one before it left, and takes it away") {
  Shell world;
  if (!world.able) return;
  const BuildResult result = world.build(
      "FROM busybox\nRUN echo 1 > /a; echo 2 > /b\nRUN rm /a; cat /b > /c; rm /etc/group\n");
  REQUIRE(message(result) == "built");
  CHECK(world.file(result, "a") == "<none>");
  CHECK(world.file(result, "c") == "2\n");
  CHECK(world.file(result, "etc/group") == "<none>");
}

TEST_CASE("a command that changes nothing makes an empty layer") {
  Shell world;
  if (!world.able) return;
  const BuildResult result = world.build("FROM busybox\nRUN true\n");
  REQUIRE(message(result) == "built");
  CHECK(result.images.front().config.diff_ids.size() == 2);
  CHECK_FALSE(result.images.front().config.history.back().empty_layer);
}

TEST_CASE("user, directory, environment and arguments are those of the file") {
  Shell world;
  if (!world.able) return;
  world.options.invocation.build_args = {{"ASKED", "given"}, {"http_proxy", "http://p"}};
  const BuildResult result = world.build(
      "FROM busybox\nARG ASKED=default\nENV MINE=1\nWORKDIR /work/here\nUSER app\n"
      "RUN id -u; pwd; echo $ASKED $MINE $HOME $http_proxy; hostname\n");
  REQUIRE(message(result) == "built");
  CHECK(world.output == "1000\n/work/here\ngiven 1 /home/app http://p\nbuildkitsandbox\n");
}

TEST_CASE("what changes the key of a command, and what does not") {
  Shell world;
  if (!world.able) return;
  const auto cached = [&](const std::string& text) {
    const BuildResult result = world.build(text);
    REQUIRE(message(result) == "built");
    return result.cached == result.steps;
  };
  CHECK_FALSE(cached("FROM busybox\nARG A=1\nRUN true\n"));
  CHECK(cached("FROM busybox\nARG A=1\nRUN true\n"));
  CHECK_FALSE(cached("FROM busybox\nARG A=2\nRUN true\n"));
  CHECK(cached("FROM busybox AS renamed\nARG A=2\nRUN true\nLABEL a=b\n"));
  CHECK_FALSE(cached("FROM busybox\nARG A=2\nUSER app\nRUN true\n"));
  CHECK_FALSE(cached("FROM busybox\nARG A=2\nRUN  true;\n"));
  world.options.invocation.build_args = {{"https_proxy", "http://other"}};
  CHECK(cached("FROM busybox\nARG A=2\nRUN true\n"));
}

TEST_CASE("a command that fails ends the build, with its line and code") {
  Shell world;
  if (!world.able) return;
  const BuildResult result =
      world.build("FROM busybox\nRUN echo 1\nRUN echo said; exit 7\nRUN true\n");
  REQUIRE(result.failure);
  CHECK(result.failure->line == 3);
  CHECK(result.failure->exit_code == 7);
  CHECK(result.failure->error.message.find("exit code 7") != std::string::npos);
  CHECK(world.output.find("said") != std::string::npos);
}

TEST_CASE("a failure ends what runs beside it") {
  Shell world;
  if (!world.able) return;
  world.options.jobs = 4;
  const BuildResult result = world.build(
      "FROM busybox AS slow\nRUN sleep 30 && echo 1 > /x\n"
      "FROM busybox AS quick\nRUN sleep 0.2; exit 3\n"
      "FROM scratch\nCOPY --from=slow /x /\nCOPY --from=quick /y /\n");
  REQUIRE(result.failure);
  CHECK(result.failure->line == 4);
  CHECK(result.failure->exit_code == 3);
}

TEST_CASE("a bind mount shows files behind the ignore file, and none of them stays") {
  Shell world;
  if (!world.able) return;
  world.put("src/a", "one\n");
  world.put("src/secret", "no\n");
  world.put(".dockerignore", "**/secret\n");
  const std::string text =
      "FROM busybox\nRUN --mount=type=bind,source=src,target=/in cat /in/a > /out; ls /in\n";
  const BuildResult one = world.build(text);
  REQUIRE(message(one) == "built");
  CHECK(world.output == "a\n");
  CHECK(world.file(one, "out") == "one\n");
  CHECK(world.file(one, "in/a") == "<none>");
  CHECK_FALSE(world.find(one, "in"));
  world.put("src/secret", "changed\n");
  CHECK(world.build(text).cached == 2);
  world.put("src/a", "two\n");
  const BuildResult two = world.build(text);
  REQUIRE(message(two) == "built");
  CHECK(world.file(two, "out") == "two\n");
}

TEST_CASE("a bind mount of a stage; writes to a writable one are dropped") {
  Shell world;
  if (!world.able) return;
  const BuildResult result = world.build(
      "FROM busybox AS maker\nRUN mkdir /o && echo made > /o/f\n"
      "FROM busybox\nRUN --mount=type=bind,from=maker,source=/o,target=/o,rw "
      "cat /o/f > /x && echo other > /o/f && cat /o/f\n"
      "RUN --mount=type=bind,from=maker,source=/o/f,target=/f cat /f\n"
      "RUN --mount=type=bind,from=maker,target=/all cat /all/o/f\n");
  REQUIRE(message(result) == "built");
  CHECK(world.file(result, "x") == "made\n");
  CHECK(world.output == "other\nmade\nmade\n");
}

TEST_CASE("a cache outlives builds and is no part of the image") {
  Shell world;
  if (!world.able) return;
  const std::string mount = "RUN --mount=type=cache,target=/c,id=mine";
  const BuildResult one = world.build("FROM busybox\n" + mount + " echo 1 >> /c/f\n");
  REQUIRE(message(one) == "built");
  CHECK_FALSE(world.find(one, "c/f"));
  for (const char* sharing : {"shared", "private", "locked"}) {
    const BuildResult two = world.build("FROM busybox\n" + mount + ",sharing=" + sharing +
                                        " cat /c/f > /" + sharing + "\n");
    REQUIRE(message(two) == "built");
    CHECK(world.file(two, sharing) == "1\n");
  }
}

TEST_CASE("a new cache is filled from a stage, and has the owner that is asked for") {
  Shell world;
  if (!world.able) return;
  const BuildResult result = world.build(
      "FROM busybox AS seed\nRUN mkdir -p /s/d && echo seed > /s/d/f\n"
      "FROM busybox\nRUN --mount=type=cache,target=/c,from=seed,source=/s cat /c/d/f > /x\n"
      "RUN --mount=type=cache,target=/u,uid=1000,gid=1000,mode=0700 stat -c '%a %u %g' /u > /y\n");
  REQUIRE(message(result) == "built");
  CHECK(world.file(result, "x") == "seed\n");
  CHECK(world.file(result, "y") == "700 1000 1000\n");
}

TEST_CASE("caches of one id and two owners are two, also in one step; the same one twice is one") {
  Shell world;
  if (!world.able) return;
  const BuildResult result = world.build(
      "FROM busybox\nRUN --mount=type=cache,id=c,target=/a,mode=0700 "
      "--mount=type=cache,id=c,target=/b,uid=7,sharing=locked "
      "--mount=type=cache,id=c,target=/c,uid=7,sharing=locked "
      "echo x > /b/f; stat -c '%a %u' /a /b /c > /x; ls /a /c >> /x\n");
  REQUIRE(message(result) == "built");
  CHECK(world.file(result, "x") == "700 0\n755 7\n755 7\n/a:\n\n/c:\nf\n");
}

TEST_CASE("what a cache begins with is part of the key, and of what tells caches apart") {
  Shell world;
  if (!world.able) return;
  const std::string seeds =
      "FROM busybox AS a\nRUN mkdir /s && echo a > /s/f\n"
      "FROM busybox AS b\nRUN mkdir /s && echo b > /s/f\nFROM busybox\n";
  const auto from = [](const std::string& stage, const std::string& target) {
    return "--mount=type=cache,id=c,source=/s,from=" + stage + ",target=" + target + " ";
  };
  const auto said = [&](const std::string& mounts, const std::string& command) {
    const BuildResult result = world.build(seeds + "RUN " + mounts + command + " > /x\n");
    REQUIRE(message(result) == "built");
    return world.file(result, "x");
  };
  CHECK(said(from("a", "/c"), "cat /c/f") == "a\n");
  CHECK(said(from("b", "/c"), "cat /c/f") == "b\n");
  CHECK(said(from("a", "/c"), "cat /c/f") == "a\n");
  CHECK(said(from("a", "/c") + from("b", "/d"), "cat /c/f /d/f") == "a\nb\n");
}

TEST_CASE("a cache mounted twice in a step is locked as the stricter mount says") {
  Shell world;
  if (!world.able) return;
  const std::string alone =
      "RUN --mount=type=cache,id=c,target=/a --mount=type=cache,id=c,target=/b,sharing=locked "
      "mkdir /a/alone && sleep 0.3 && rm -r /b/alone && touch /";
  const BuildResult result =
      world.build("FROM busybox AS one\n" + alone + "one\nFROM busybox AS two\n" + alone +
                  "two\nFROM scratch\nCOPY --from=one /one /\nCOPY --from=two /two /\n");
  CHECK(message(result) == "built");
}

TEST_CASE("a secret is a file or a variable, in no layer, no key and no output") {
  Shell world;
  if (!world.able) return;
  world.options.secrets = {{"token", "hunter2"}};
  const std::string text =
      "FROM busybox\n"
      "RUN --mount=type=secret,id=token cat /run/secrets/token | wc -c; cat /run/secrets/token\n"
      "RUN --mount=type=secret,id=token,env=TOKEN echo \"got $TOKEN\"\n"
      "RUN --mount=type=secret,id=absent ls /run/secrets 2>/dev/null; true\n";
  const BuildResult result = world.build(text);
  REQUIRE(message(result) == "built");
  CHECK(world.output == "7\n***got ***\n");
  CHECK_FALSE(world.find(result, "run/secrets"));
  world.options.secrets = {{"token", "another"}};
  CHECK(world.build(text).cached == 4);
  const BuildResult missing =
      world.build("FROM busybox\nRUN --mount=type=secret,id=other,required true\n");
  REQUIRE(missing.failure);
  CHECK(missing.failure->error.message.find("--secret id=other") != std::string::npos);
}

TEST_CASE("tmpfs, heredocs and their scripts") {
  Shell world;
  if (!world.able) return;
  const BuildResult result = world.build(
      "FROM busybox\nRUN --mount=type=tmpfs,target=/t echo 1 > /t/x && cat /t/x\n"
      "RUN <<EOF\necho a > /a\necho b > /b\nEOF\n"
      "RUN <<EOF\n#!/bin/cat\nshown\nEOF\n");
  REQUIRE(message(result) == "built");
  CHECK_FALSE(world.find(result, "t/x"));
  CHECK(world.file(result, "b") == "b\n");
  CHECK(world.output == "1\n#!/bin/cat\nshown\n");
}

TEST_CASE("what the sandbox does not give is refused in words") {
  Shell world;
  if (!world.able) return;
  const auto refusal = [&](const std::string& run) {
    const BuildResult result = world.build("FROM busybox\n" + run + "\n");
    return result.failure ? result.failure->error.message : "built";
  };
  CHECK(refusal("RUN --network=host true").find("--network=host") != std::string::npos);
  CHECK(refusal("RUN --security=insecure true").find("insecure") != std::string::npos);
  CHECK(refusal("RUN --mount=type=ssh,required true").find("ssh") != std::string::npos);
  CHECK(refusal("USER nobody-here\nRUN true").find("nobody-here") != std::string::npos);
}

TEST_CASE("a command for another architecture names what would help") {
  Shell world;
  if (!world.able) return;
  world.options.platforms = {{"linux", "s390x", ""}};
  const BuildResult result =
      world.build("FROM scratch AS root\nCOPY Dockerfile* /\nFROM scratch\nRUN [\"/x\"]\n");
  REQUIRE(result.failure);
  CHECK(result.failure->line == 4);
  CHECK(result.failure->error.message.find("linux/s390x") != std::string::npos);
}

TEST_CASE("COPY through a mount gives what COPY without one gives") {
  Shell world;
  if (!world.able) return;
  world.put("a", "one\n");
  world.put("d/e/f", "deep\n");
  const std::string text =
      "FROM busybox\nCOPY a /x/y/\nCOPY --chown=app:app --chmod=750 d /d\nWORKDIR /w/w\n"
      "COPY --link a /bin/linked\nRUN rm /x/y/a\nCOPY a /x/y/a\nCOPY --from=busybox /etc /etc2\n";
  const BuildResult plain = world.build(text);
  REQUIRE(message(plain) == "built");
  world.options.through_overlay = true;
  world.options.no_cache = true;
  const BuildResult mounted = world.build(text);
  REQUIRE(message(mounted) == "built");
  CHECK(mounted.images.front().config.diff_ids == plain.images.front().config.diff_ids);
}

TEST_CASE("a layer may come again above itself") {
  Shell world;
  if (!world.able) return;
  world.put("a", "one\n");
  const BuildResult result =
      world.build("FROM busybox\nCOPY a /x\nRUN rm /x\nCOPY a /x\nRUN cat /x\n");
  REQUIRE(message(result) == "built");
  CHECK(world.output == "one\n");
}

TEST_CASE("two platforms that need the same stage make it once") {
  Shell world;
  if (!world.able) return;
  world.options.platforms = {machine_platform(), {"linux", "s390x", ""}};
  world.options.jobs = 4;
  const BuildResult result = world.build(
      "FROM --platform=$BUILDPLATFORM busybox AS maker\nRUN echo told; sleep 0.2; echo 1 > /x\n"
      "FROM scratch\nCOPY --from=maker /x /\n");
  REQUIRE(message(result) == "built");
  CHECK(world.output == "told\n");
  CHECK(result.images.size() == 2);
}

}  // namespace plimsoll::builder
