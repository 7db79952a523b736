// What a reference means: paths before names, what is here before what has to be fetched.

#include <catch2/catch.hpp>

#include "analyzer/image/source/in_file.h"
#include "tests/unit/analyzer/image/source/made_image.h"

using namespace plimsoll;
using namespace plimsoll::image;
using namespace plimsoll::testing;

namespace {

const std::string layer = layer_with("app", "0123456789");

std::string refusal(const std::string& reference, const OpenOptions& options) {
  const auto source = open_image(reference, options);
  return source ? "opened" : source.error().message;
}

void says(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("Paths with tags and digests") {
  const Folder folder;
  const std::string path = folder.write("a.tar", "x");
  const std::string odd = folder.write("b:1.tar", "x");
  const std::string digest = sha256_of("x");
  const auto split = [&](const std::string& text) {
    const InFile in = in_file(text);
    return in.path.substr(folder.path().size() + 1) + " " + in.tag + " " + in.digest;
  };
  CHECK(split(path) == "a.tar  ");
  CHECK(split(path + ":1") == "a.tar 1 ");
  CHECK(split(path + "@" + digest) == "a.tar  " + digest);
  CHECK(split(path + ":1@" + digest) == "a.tar 1 " + digest);
  CHECK(split(path + ":localhost:5000/x/y:1") == "a.tar localhost:5000/x/y:1 ");
  CHECK(split(odd) == "b:1.tar  ");
  CHECK(split(odd + ":2") == "b:1.tar 2 ");
  CHECK(in_file("-:1").path == "-");
  CHECK(in_file("-").path == "-");
}

TEST_CASE("Without a registry and a daemon a name is an error that says what was tried") {
  const Folder folder;
  OpenOptions options = options_in(folder);
  says(refusal("debian:12", options), "there is no file debian:12");
  says(refusal("debian:12", options), "no registry is asked");
  says(refusal("docker://debian:12", options), "no registry is asked");
  says(refusal("registry:debian:12", options), "no registry is asked");
  says(refusal("docker-daemon:debian:12", options), "no docker daemon here");
  options.docker_socket = folder.path("docker.sock");
  says(refusal("docker-daemon:debian:12", options), "no socket at " + options.docker_socket);
  says(refusal("No Such Name", options), "no name of an image");
  says(refusal("docker://No Such Name", options), "no name of an image");
  says(refusal("docker-daemon:../x", options), "no name of an image");
  says(refusal("", options), "no image is named");
}

TEST_CASE("What is written like a path is never asked of anybody") {
  const Folder folder;
  OpenOptions options = options_in(folder);
  bool asked = false;
  options.registry = [&]() -> Result<registry::Client*> {
    asked = true;
    return failure("the registry is not to be asked");
  };
  for (const std::string path :
       {"./nothing", "../nothing", "/nothing/app", "nothing.tar", "nothing.tar.gz", "nothing.tgz",
        "nothing/", "~/x", "oci:nothing", "docker-archive:nothing", "oci-archive:nothing:1",
        "tar:nothing"}) {
    INFO(path);
    says(refusal(path, options), "No such file");
  }
  CHECK(!asked);
  says(refusal("nothing", options), "not to be asked");
  CHECK(asked);
}

TEST_CASE("A file goes before a name, and before a scheme") {
  const Folder folder;
  const std::string archive = saved_of({layer}, "app").tar();
  const std::string path = folder.write("docker-daemon:x", archive);
  REQUIRE(open_image(path, options_in(folder)));
}

TEST_CASE("Names alone") {
  for (const std::string& name : {std::string("debian"), std::string("debian:12"),
                                  "ghcr.io/x/y@" + sha256_of("x"), std::string("a b")}) {
    CHECK(is_name_alone(name));
  }
  const Folder folder;
  for (const std::string& place :
       {std::string("-"), std::string(), folder.path(), folder.path() + ":1", std::string("oci:x"),
        std::string("./x"), std::string("x.tar"), std::string("docker://debian")}) {
    INFO(place);
    CHECK(!is_name_alone(place));
  }
}

TEST_CASE("A folder that is called like an image, and holds none, is not meant") {
  OpenOptions options;
  const std::string here = std::filesystem::current_path();
  const Folder folder;
  folder.write("app/Dockerfile", "FROM scratch");
  folder.write("image/index.json", "{}");
  std::filesystem::current_path(folder.path());
  const std::string said = refusal("app", options);
  const std::string of_layout = refusal("image", options);
  const std::string of_path = refusal("./app", options);
  std::filesystem::current_path(here);
  says(said, "there is no image in app");
  says(of_layout, "reading index.json");
  says(of_path, "holds no image");
}

TEST_CASE("What lies in a folder that is no layout is named") {
  const Folder folder;
  folder.write("some/Dockerfile", "FROM scratch");
  says(refusal(folder.path("some"), options_in(folder)), "holds no image");
  says(refusal(folder.path("some"), options_in(folder)), "a Dockerfile, for `plimsoll lint`");
  Members members;
  members.add("readme", "{}");
  members.add("abc/json", "{}");
  says(refusal(folder.write("no.tar", members.tar()), options_in(folder)), "abc/json, readme");
  members.add("manifest.json", R"({"schemaVersion":2,"config":{},"layers":[]})");
  says(refusal("docker-archive:" + folder.write("dir.tar", members.tar()), options_in(folder)),
       "dir:PATH");
}

TEST_CASE("A file that is no archive is called what it is") {
  const Folder folder;
  const auto said = [&](const std::string& bytes) {
    const std::string text = refusal(folder.write("file", bytes), options_in(folder));
    says(text, "an image is an archive of docker save");
    says(refusal("tar:" + folder.path("file"), options_in(folder)), "it is no image, but ");
    const std::size_t from = text.find("it is no image, but ");
    REQUIRE(from != std::string::npos);
    return text.substr(from + 20, text.find('\n', from) - from - 20);
  };
  CHECK(said("hello, world") == "text");
  CHECK(said(std::string(5000, 'x') + "\n") == "text");
  CHECK(said("") == "an empty file");
  CHECK(said("\x7f"
             "ELF" +
             std::string(2000, '\1')) == "a program (ELF)");
  CHECK(said("# syntax=docker/dockerfile:1\n\nARG A=1\nFROM debian\n") ==
        "a Dockerfile: `plimsoll lint FILE` reads it");
  CHECK(said("from debian:12\nrun true\n") == "a Dockerfile: `plimsoll lint FILE` reads it");
  CHECK(said("FROMAGE\n") == "text");
  CHECK(said(" {\"a\": 1}") == "a JSON document");
  CHECK(said("[1, 2]") == "a JSON document");
  CHECK(said(index_of({})) == "a manifest or an index: the directory of its layout is the image");
  CHECK(said(std::string("PK\3\4") + std::string(600, '\0')) == "a zip archive");
  CHECK(said(std::string(600, '\2')) == "no tar archive, and nothing else that is known here");
  CHECK(said(std::string(100, '\0')) == "no tar archive, and nothing else that is known here");
  // A header that is damaged or cut off is one of an archive nevertheless.
  const std::string tar = layer_with("a", "b");
  says(refusal(folder.write("file", tar.substr(0, 300)), options_in(folder)), "cut off");
  says(refusal(folder.write("file", "X" + tar.substr(1)), options_in(folder)), "no tar header");
}
