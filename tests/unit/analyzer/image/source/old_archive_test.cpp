// Archives of docker before 1.10: layers that name their parents.

#include <catch2/catch.hpp>

#include "tests/unit/analyzer/image/source/made_image.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

const std::string base = layer_with("etc/passwd", "root:x:0:0::/:/bin/sh\n");
const std::string middle = layer_with("lib", "abc");
const std::string top = layer_with("app", "0123456789");

std::string id(char digit) { return std::string(64, digit); }

void add_layer(Members& members, char digit, const std::string& parent, const std::string& tar,
               const std::string& more = "") {
  members.add(id(digit) + "/VERSION", "1.0");
  members.add(id(digit) + "/json",
              fmt::format(R"({{"id":"{}"{},"created":"2015-01-0{}T00:00:00Z",)"
                          R"("container_config":{{"Cmd":["/bin/sh","-c","step {}"]}}{}}})",
                          id(digit), parent.empty() ? "" : R"(,"parent":")" + parent + "\"", digit,
                          digit, more));
  members.add(id(digit) + "/layer.tar", tar);
}

Members old_image(const std::string& below = "") {
  Members members;
  add_layer(members, '3', id('2'), top,
            R"(,"architecture":"amd64","os":"linux","config":{"User":"app"})");
  add_layer(members, '1', below, base);
  add_layer(members, '2', id('1'), middle);
  members.add("repositories",
              fmt::format(R"({{"app":{{"1.0":"{}","latest":"{}"}}}})", id('3'), id('3')));
  return members;
}

std::string outcome(const Folder& folder, const Members& members) {
  const auto source = open_image(folder.write("a", members.tar()), options_in(folder));
  return source ? kinds_of(**source) : source.error().message;
}

void says(const std::string& text, const std::string& what) {
  INFO(text);
  CHECK(text.find(what) != std::string::npos);
}

}  // namespace

TEST_CASE("Layers are in the order of their parents, whatever order the archive has") {
  const Folder folder;
  const std::string path = folder.write("old.tar", old_image().tar());
  for (const std::string& reference :
       {path, path + ":1.0", "docker-archive:" + path + ":app:latest"}) {
    INFO(reference);
    const auto source = open_image(reference, options_in(folder));
    INFO((source ? "" : source.error().message));
    REQUIRE(source);
    const ImageDescription& image = (*source)->description();
    CHECK(kinds_of(**source) == "digest-not-verified");
    CHECK(image.source_kind == "docker-archive");
    CHECK(image.names == std::vector<std::string>{"app:1.0", "app:latest"});
    CHECK(image.configured);
    CHECK(image.config.user == "app");
    CHECK(image.platform.to_string() == "linux/amd64");
    REQUIRE(image.layers.size() == 3);
    CHECK(image.layers[0].diff_id == "");
    CHECK(image.layers[0].blob.digest == "");
    CHECK(image.layers[0].blob.size == base.size());
    CHECK(layer_bytes(**source, 0) == base);
    CHECK(layer_bytes(**source, 1) == middle);
    CHECK(layer_bytes(**source, 2) == top);
    REQUIRE(image.config.history.size() == 3);
    CHECK(image.config.history[0].created_by == "/bin/sh -c step 1");
    CHECK(image.config.history[2].created_by == "/bin/sh -c step 3");
    CHECK(image.config.history[2].created == "2015-01-03T00:00:00Z");
  }
  CHECK(!open_image(path + ":2.0", options_in(folder)));
  CHECK(!open_image("oci-archive:" + path, options_in(folder)));
  OpenOptions arm = options_in(folder);
  arm.platform = Platform{"linux", "arm64", ""};
  CHECK(!open_image(path, arm));
}

TEST_CASE("A chain that breaks, or goes round, is a partial answer") {
  const Folder folder;
  const std::string unknown = "digest-not-verified layer-not-present!";
  CHECK(outcome(folder, old_image(id('3'))) == unknown);
  CHECK(outcome(folder, old_image("../../etc/passwd")) == unknown);
  Members members = old_image(id('0'));
  CHECK(outcome(folder, members) == unknown + " layer-not-present@0!");
  members.add(id('0') + "/layer.tar", base);
  CHECK(outcome(folder, members) == unknown);
  members.add(id('0') + "/json", "{");
  CHECK(outcome(folder, members) == unknown);
  members.add(id('0') + "/json", R"({"Parent":"","parent":"x"})");
  CHECK(outcome(folder, members) == unknown);
  members.add(id('0') + "/json", "{}");
  CHECK(outcome(folder, members) == "digest-not-verified");
}

TEST_CASE("As many layers as images may have, and no more") {
  const Folder folder;
  Members members;
  const auto name = [](int i) { return fmt::format("{:064x}", i); };
  constexpr int layers = 1010;
  for (int i = 0; i < layers; ++i) {
    members.add(name(i) + "/json", fmt::format(R"({{"parent":"{}"}})", name(i + 1)));
    members.add(name(i) + "/layer.tar", i == 0 ? top : "");
  }
  members.add("repositories", fmt::format(R"({{"app":{{"1":"{}"}}}})", name(0)));
  const auto source = open_image(folder.write("a", members.tar()), options_in(folder));
  REQUIRE(source);
  CHECK((*source)->description().layers.size() == 1000);
  CHECK(kinds_of(**source) == "many-layers digest-not-verified layer-not-present!");
}

TEST_CASE("What `repositories` may not say") {
  const Folder folder;
  const auto said = [&](const std::string& text) {
    Members members = old_image();
    members.files.back().second = text;
    return outcome(folder, members);
  };
  says(said("[]"), "reading repositories");
  says(said("{}"), "holds no image");
  says(said(R"({"app":5})"), "no list of images");
  says(said(R"({"app":{"1":"../x"}})"), "app:1 is no id");
  says(said(R"({"app":{"1":"sha256:)" + id('3') + R"("}})"), "is no id");
  says(said(R"({"app":{"1":")" + id('3') + R"(","2":")" + id('2') + R"("}})"), "has 2 images");
  // The topmost json is the configuration.
  CHECK(said(R"({"app":{"1":")" + id('9') + R"("}})") ==
        "config-not-present! digest-not-verified layer-not-present! layer-not-present@0!");
}
