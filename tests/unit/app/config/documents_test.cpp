// The documentation and the schema say what the program does: they are read and compared here.

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "app/config/configuration.h"
#include "app/config/options.h"
#include "app/config/schema.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

std::string content(const std::string& path) {
  const auto host = make_system_host();
  const auto text = host->read_file(std::string(PLIMSOLL_SOURCE_DIR) + "/" + path, 1'000'000);
  REQUIRE(text);
  return *text;
}

// The bodies of the fenced blocks of one language.
std::vector<std::string> blocks(const std::string& page, const std::string& language) {
  std::vector<std::string> out;
  const std::string fence = "```" + language + "\n";
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    at += fence.size();
    const std::size_t end = page.find("```\n", at);
    out.push_back(page.substr(at, end - at));
    at = end + 4;
  }
  return out;
}

}  // namespace

TEST_CASE("every example of docs/configuration.md loads") {
  const std::string page = content("docs/configuration.md");
  const auto load = [](const std::string& name, const std::string& text) {
    MemoryHost host;
    host.files["/work/" + name] = text;
    host.files["/shared/plimsoll.toml"] = "";
    Configurations configurations(host, {});
    const auto configuration = configurations.for_file("Dockerfile");
    return configuration ? std::string() : configuration.error().message;
  };
  const auto toml = blocks(page, "toml");
  CHECK(toml.size() >= 8);
  for (const std::string& text : toml) CHECK(load("plimsoll.toml", text) == "");
  for (const std::string& text : blocks(page, "yaml")) CHECK(load(".hadolint.yaml", text) == "");
}

TEST_CASE("docs/configuration.md has every key") {
  const std::string page = content("docs/configuration.md");
  for (const Option& option : options()) {
    INFO(option.name);
    CHECK(page.find("| `" + std::string(option.name) + "` |") != std::string::npos);
  }
}

TEST_CASE("docs/schema/plimsoll.schema.json is in step") {
  // PLIMSOLL_UPDATE=1 in the environment writes it anew.
  const auto host = make_system_host();
  if (host->environment("PLIMSOLL_UPDATE")) {
    const std::string path = std::string(PLIMSOLL_SOURCE_DIR) + "/docs/schema/plimsoll.schema.json";
    REQUIRE(host->replace_file(path, configuration_schema()));
  }
  CHECK(content("docs/schema/plimsoll.schema.json") == configuration_schema());
}
