// Whole builds that need neither root nor a mount.

#include <algorithm>

#include "tests/unit/builder/world.h"

namespace plimsoll::builder {
namespace {

std::string digest(const BuildResult& result) {
  if (result.failure) FAIL(result.failure->error.message);
  return result.image.digest;
}

}  // namespace

TEST_CASE("files of the context come into an image from scratch") {
  World world;
  world.put("a.txt", "hello\n");
  world.put("d/b.txt", "inside\n");
  const BuildResult result = world.build("FROM scratch\nCOPY a.txt /x/\nCOPY d /d\nENV A=1\n");
  REQUIRE_FALSE(result.failure);
  CHECK(world.file(result, "x/a.txt") == "hello\n");
  CHECK(world.file(result, "d/b.txt") == "inside\n");
  const ImageConfig& config = result.images.front().config;
  CHECK(config.diff_ids.size() == 2);
  REQUIRE(config.history.size() == 3);
  CHECK_FALSE(config.history[0].empty_layer);
  CHECK(config.history[2].empty_layer);
  CHECK(config.history[0].created == "1970-01-01T00:00:00Z");
  CHECK(config.created == "1970-01-01T00:00:00Z");
  CHECK(std::find(config.env.begin(), config.env.end(), "A=1") != config.env.end());
}

TEST_CASE("a second build finds every layer, whatever the times of the files") {
  World world;
  world.put("a.txt", "hello\n");
  const std::string text = "FROM scratch\nCOPY a.txt /x/\nWORKDIR /w\nCOPY a.txt .\n";
  const BuildResult cold = world.build(text);
  world.put("a.txt", "hello\n");  // anew: another inode, another time
  const BuildResult warm = world.build(text);
  CHECK(digest(cold) == digest(warm));
  CHECK(warm.cached == warm.steps);
  CHECK(cold.cached < cold.steps);
}

TEST_CASE("without the cache every step is done, to the same end") {
  World world;
  world.put("a.txt", "hello\n");
  const std::string text = "FROM scratch\nCOPY a.txt /x/\nCOPY a.txt /y/\n";
  const std::string cold = digest(world.build(text));
  world.options.no_cache = true;
  const BuildResult again = world.build(text);
  CHECK(digest(again) == cold);
  CHECK(again.cached == 1);  // FROM
}

TEST_CASE("changed contents, modes and arguments are new layers") {
  World world;
  world.put("a.txt", "one\n");
  const std::string text = "FROM scratch\nCOPY a.txt /x/\n";
  const std::string one = digest(world.build(text));
  world.put("a.txt", "two\n");
  const BuildResult two = world.build(text);
  CHECK(digest(two) != one);
  CHECK(world.file(two, "x/a.txt") == "two\n");
  CHECK(digest(world.build("FROM scratch\nCOPY --chmod=600 a.txt /x/\n")) != digest(two));
  world.put("a.txt", "one\n");
  CHECK(digest(world.build(text)) == one);
}

TEST_CASE("a file that is not copied changes nothing") {
  World world;
  world.put("a.txt", "one\n");
  const std::string text = "FROM scratch\nCOPY a.txt /x/\n";
  const std::string before = digest(world.build(text));
  world.put("other.txt", "x");
  const BuildResult after = world.build(text);
  CHECK(digest(after) == before);
  CHECK(after.cached == after.steps);
}

TEST_CASE("an unchanged result ends the rebuild: early cut-off") {
  World world;
  world.put("a.txt", "one\n");
  world.put("b.txt", "b\n");
  const BuildResult one = world.build(
      "FROM scratch AS first\nCOPY a.txt b.txt /o/\nFROM scratch\nCOPY --from=first /o/b.txt /\n");
  world.put("a.txt", "two\n");
  const BuildResult two = world.build(
      "FROM scratch AS first\nCOPY a.txt b.txt /o/\nFROM scratch\nCOPY --from=first /o/b.txt /\n");
  CHECK(digest(one) == digest(two));
  CHECK(two.cached == two.steps - 1);  // all but the COPY of a.txt
}

TEST_CASE("stages give to each other, and one that nobody needs is not built") {
  World world;
  world.put("a.txt", "one\n");
  const BuildResult result = world.build(
      "FROM scratch AS unused\nCOPY missing /\n"
      "FROM scratch AS first\nCOPY a.txt /a\n"
      "FROM first AS second\nCOPY a.txt /b\n"
      "FROM scratch\nCOPY --from=second / /all/\n");
  REQUIRE_FALSE(result.failure);
  CHECK(world.file(result, "all/a") == "one\n");
  CHECK(world.file(result, "all/b") == "one\n");
}

TEST_CASE("one job and many give the same image") {
  World world;
  for (int i = 0; i < 8; ++i) world.put("f" + std::to_string(i), std::to_string(i));
  std::string text;
  std::string last = "FROM scratch\n";
  for (int i = 0; i < 8; ++i) {
    const std::string n = std::to_string(i);
    text += "FROM scratch AS s" + n + "\nCOPY f" + n + " /" + n + "\n";
    last += "COPY --from=s" + n + " /" + n + " /all/" + n + "\n";
  }
  world.options.no_cache = true;
  const std::string one = digest(world.build(text + last));
  world.options.jobs = 8;
  CHECK(digest(world.build(text + last)) == one);
}

TEST_CASE("a missing file is told with its line") {
  World world;
  const BuildResult result = world.build("FROM scratch\nENV A=1\nCOPY missing /x/\n");
  REQUIRE(result.failure);
  CHECK(result.failure->line == 3);
  CHECK(result.failure->error.message.find("missing") != std::string::npos);
  CHECK_FALSE(result.failure->of_the_world);
  CHECK(result.images.empty());
}

TEST_CASE("several platforms make an index") {
  World world;
  world.put("a.txt", "one\n");
  world.options.platforms = {{"linux", "amd64", ""}, {"linux", "arm64", ""}};
  const BuildResult result =
      world.build("FROM scratch\nARG TARGETARCH\nCOPY a.txt /\nLABEL arch=$TARGETARCH\n");
  REQUIRE_FALSE(result.failure);
  REQUIRE(result.images.size() == 2);
  CHECK(is_index(result.image.media_type));
  CHECK(result.images[0].config.labels.at("arch") == "amd64");
  CHECK(result.images[1].config.labels.at("arch") == "arm64");
  CHECK(result.images[1].config.platform.architecture == "arm64");
  CHECK(result.images[0].config.diff_ids == result.images[1].config.diff_ids);
}

TEST_CASE("labels of the command line win") {
  World world;
  world.options.labels = {{"a", "cli"}};
  const BuildResult result = world.build("FROM scratch\nLABEL a=file b=file\n");
  REQUIRE_FALSE(result.failure);
  CHECK(result.images.front().config.labels ==
        std::map<std::string, std::string>{{"a", "cli"}, {"b", "file"}});
}

TEST_CASE("an image that nobody has is an error with the line of its FROM") {
  World world;
  const BuildResult result = world.build("ARG A=1\nFROM no-such-image:1\n");
  REQUIRE(result.failure);
  CHECK(result.failure->line == 2);
  CHECK(result.failure->error.message.find("no-such-image:1") != std::string::npos);
}

TEST_CASE("what was built can be the base of the next, with its history") {
  World world;
  world.put("a.txt", "one\n");
  const BuildResult base = world.build("FROM scratch\nCOPY a.txt /\nENV A=1\n");
  REQUIRE_FALSE(base.failure);
  REQUIRE(world.store().tag("base:1", base.image));
  const BuildResult child = world.build("FROM base:1\nCOPY a.txt /b\n");
  REQUIRE_FALSE(child.failure);
  CHECK(world.file(child, "a.txt") == "one\n");
  CHECK(child.images.front().config.history.size() == 3);
  CHECK(child.images.front().config.diff_ids.size() == 2);
}

TEST_CASE("a named context is a directory, or an image under another name") {
  World world;
  world.put("lib/x", "x\n");
  const BuildResult base = world.build("FROM scratch\nCOPY lib/x /from-image\n");
  REQUIRE_FALSE(base.failure);
  REQUIRE(world.store().tag("base:1", base.image));
  world.options.contexts = {{"lib", world.context() + "/lib"}, {"other", "docker-image://base:1"}};
  const BuildResult result = world.build(
      "FROM other\nCOPY --from=lib x /from-directory\nCOPY --from=other /from-image /again\n");
  REQUIRE_FALSE(result.failure);
  CHECK(world.file(result, "from-image") == "x\n");
  CHECK(world.file(result, "from-directory") == "x\n");
  CHECK(world.file(result, "again") == "x\n");
}

TEST_CASE("a URL is refused while the network is off") {
  World world;
  const BuildResult result = world.build("FROM scratch\nADD https://localhost:1/x /\n");
  REQUIRE(result.failure);
  CHECK(result.failure->error.message.find("--network=host") != std::string::npos);
}

TEST_CASE("a global argument may say when it is") {
  World world;
  world.put("a.txt", "one\n");
  const BuildResult result =
      world.build("ARG SOURCE_DATE_EPOCH=86400\nFROM scratch\nCOPY a.txt /\n");
  REQUIRE_FALSE(result.failure);
  CHECK(result.images.front().config.created == "1970-01-02T00:00:00Z");
  CHECK(world.find(result, "a.txt")->mtime_s == 86400);
  const BuildResult wrong = world.build("ARG SOURCE_DATE_EPOCH=x\nFROM scratch\nCOPY a.txt /\n");
  CHECK(wrong.failure);
}

TEST_CASE("every step that starts ends") {
  World world;
  world.put("a.txt", "one\n");
  (void)world.build("FROM scratch AS a\nCOPY a.txt /\nFROM a\nCOPY missing /\n");
  int open = 0;
  for (const World::Seen& seen : world.events) {
    if (seen.kind == BuildEvent::Kind::StepStarted) ++open;
    if (seen.kind != BuildEvent::Kind::StepStarted && seen.kind != BuildEvent::Kind::Note &&
        seen.kind != BuildEvent::Kind::Output) {
      --open;
    }
  }
  CHECK(open == 0);
}

}  // namespace plimsoll::builder
