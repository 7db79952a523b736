#include "app/config/image_policy.h"

#include <catch2/catch.hpp>

#include "app/config/configuration.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

Result<DiveRules> dive(std::string text) {
  return read_dive_rules(SourceFile(".dive-ci", std::move(text)));
}

// What plimsoll.toml says of images, or the complaint.
struct Read {
  explicit Read(std::string text) {
    host.files["/work/plimsoll.toml"] = std::move(text);
    Configurations configurations(host, {});
    const Result<const Configuration*> got = configurations.for_file("Dockerfile");
    if (got) {
      policy = (*got)->image;
      shown = show(**got);
    } else {
      error = got.error().message;
    }
  }
  MemoryHost host;
  ImagePolicy policy;
  std::string shown, error;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Limits of images as people write them") {
  CHECK(waste_limit_from("10%")->ratio == 0.1);
  CHECK(waste_limit_from("5MB")->bytes == 5'000'000U);
  CHECK(waste_limit_from("10%, 5 MiB")->bytes == 5U << 20U);
  CHECK(waste_limit_from("10%, 5 MiB")->ratio == 0.1);
  for (const char* wrong : {"", "x", "5MB,6MB", "101%", "1%,", "-1", "%"}) {
    CAPTURE(wrong);
    CHECK_FALSE(waste_limit_from(wrong));
  }
  CHECK(ratio_from("0.95") == 0.95);
  CHECK(ratio_from("95 %") == 0.95);
  CHECK_FALSE(ratio_from("95"));
  CHECK(allowance_from("/var/cache/**=5MB")->bytes == 5'000'000U);
  CHECK(allowance_from("/a=b=1")->path == "/a=b");
  CHECK_FALSE(allowance_from("/a")->bytes);
  CHECK_FALSE(allowance_from("a=1"));
  CHECK_FALSE(allowance_from("/a=much"));
}

TEST_CASE("plimsoll.toml says what an image may weigh") {
  const Read read(
      "[image]\nmax-waste = \"10%,5MB\"\nmax-size = 1000\nmin-efficiency = 0.9\nscore = \"dive\"\n"
      "[[image.allow-waste]]\npath = \"/var/lib/dpkg/**\"\nsize = \"1MB\"\nreason = \"dpkg\"\n");
  CHECK(read.error.empty());
  CHECK(read.policy.max_waste->bytes == 5'000'000U);
  CHECK(read.policy.max_size == 1000U);
  CHECK(read.policy.min_efficiency == 0.9);
  CHECK(read.policy.dive_score);
  REQUIRE(read.policy.allow_waste.size() == 1);
  CHECK(read.policy.allow_waste[0].path == "/var/lib/dpkg/**");
  CHECK(read.policy.allow_waste[0].origin == "plimsoll.toml:6");
  CHECK(has(read.shown, "image.max-size = 1000 "));
}

TEST_CASE("What is wrong in [image] is shown with its place") {
  CHECK(has(Read("image = 1\n").error, "`image` takes a table, not a number"));
  CHECK(has(Read("[image]\nmax-wast = 1\n").error, "did you mean `max-waste`?"));
  CHECK(has(Read("[image]\nmax-waste = \"much\"\n").error, "`image.max-waste` cannot be `much`"));
  CHECK(has(Read("[image]\nmax-size = [1]\n").error, "cannot be a list"));
  CHECK(has(Read("[image]\nscore = \"x\"\n").error, "it is \"true\" or \"dive\""));
  CHECK(has(Read("[image]\nallow-waste = 1\n").error, "array of tables"));
  CHECK(has(Read("[[image.allow-waste]]\npath = \"/a\"\n").error, "says its `reason`"));
  CHECK(has(Read("[[image.allow-waste]]\npath = \"a\"\nreason = \"b\"\n").error, "`path`"));
  CHECK(has(Read("[[image.allow-waste]]\nsizes = 1\n").error, "did you mean `size`?"));
}

TEST_CASE("A .dive-ci is read as dive reads it") {
  const DiveRules initial = *dive("");
  CHECK(initial.lowest_efficiency == 0.9);
  CHECK_FALSE(initial.highest_wasted_bytes);
  CHECK(initial.highest_user_wasted_ratio == 0.1);

  const DiveRules old = *dive(
      "rules:\n  lowestEfficiency: 0.95\n  highestWastedBytes: 20MB\n"
      "  highestUserWastedPercent: \"0.20\"\n");
  CHECK(old.lowest_efficiency == 0.95);
  CHECK(old.highest_wasted_bytes == 20'000'000U);
  CHECK(old.highest_user_wasted_ratio == 0.2);

  const DiveRules kebab = *dive(
      "ci: true\nrules:\n  lowest-efficiency-threshold: disabled\n  highest-wasted-bytes: 1MiB\n"
      "  highest-user-wasted-percent: off\n");
  CHECK_FALSE(kebab.lowest_efficiency);
  CHECK(kebab.highest_wasted_bytes == 1U << 20U);
  CHECK_FALSE(kebab.highest_user_wasted_ratio);

  const DiveRules top = *dive("lowest-efficiency: false\nhighestWastedBytes: 12\n");
  CHECK_FALSE(top.lowest_efficiency);
  CHECK(top.highest_wasted_bytes == 12U);

  CHECK(has(dive("rules:\n  lowestEfficiency: 2\n").error().message, "from 0 to 1"));
  CHECK(has(dive("rules:\n  highestWastedBytes: [1]\n").error().message, "it is one value"));
  CHECK_FALSE(dive("a: [\n"));
}
