#include "analyzer/image/platform.h"

#include <catch2/catch.hpp>

using namespace plimsoll;

TEST_CASE("Platforms are read and their names made the same") {
  const auto read = [](std::string_view text) {
    const auto platform = parse_platform(text);
    return platform ? platform->to_string() : "!";
  };
  CHECK(read("linux/amd64") == "linux/amd64");
  CHECK(read("amd64") == "linux/amd64");
  CHECK(read("Linux/X86_64") == "linux/amd64");
  CHECK(read("linux/amd64/v1") == "linux/amd64");
  CHECK(read("linux/amd64/v3") == "linux/amd64/v3");
  CHECK(read("aarch64") == "linux/arm64");
  CHECK(read("linux/arm64/v8") == "linux/arm64");
  CHECK(read("linux/arm64/v9") == "linux/arm64/v9");
  CHECK(read("arm") == "linux/arm/v7");
  CHECK(read("linux/arm/6") == "linux/arm/v6");
  CHECK(read("arm/v5") == "linux/arm/v5");
  CHECK(read("armhf") == "linux/arm/v7");
  CHECK(read("armel") == "linux/arm/v6");
  CHECK(read("i386") == "linux/386");
  CHECK(read("windows/amd64") == "windows/amd64");
  for (const char* bad : {"", "linux", "/", "linux/", "a/b/c/d", "linux/am d64", "amd65"}) {
    CHECK(read(bad) == "!");
  }
}

TEST_CASE("Older variants run on newer machines, other architectures nowhere") {
  const auto match = [](const char* offered, const char* wanted) {
    return platform_match(*parse_platform(offered), *parse_platform(wanted));
  };
  CHECK(match("arm/v7", "arm/v7") > match("arm/v6", "arm/v7"));
  CHECK(match("arm/v6", "arm/v7") > match("arm/v5", "arm/v7"));
  CHECK(match("arm/v7", "arm/v6") == 0);
  CHECK(match("amd64", "amd64") > 0);
  CHECK(match("amd64/v2", "amd64") == 0);
  CHECK(match("amd64/v2", "amd64/v3") > match("amd64", "amd64/v3"));
  CHECK(match("arm64", "amd64") == 0);
  CHECK(match("386", "amd64") == 0);
  CHECK(match("windows/amd64", "linux/amd64") == 0);
  CHECK(match("arm64", "arm64/v9") > 0);
  CHECK(platform_match({"linux", "arm64", "v8"}, {"linux", "arm64", ""}) > 0);
  CHECK(platform_match({"linux", "arm", ""}, {"linux", "arm", "v7"}) > 0);
  CHECK(platform_match({"linux", "mips", "odd"}, {"linux", "mips", ""}) == 0);
}
