#include "analyzer/image/contents/leftovers.h"

#include <catch2/catch.hpp>

#include "made_image.h"

namespace plimsoll::image {

static std::string told(MadeImage& image) {
  const Contents contents(image.tree(), image.config);
  std::string text;
  for (const Leftover& each : contents.leftovers()) {
    text += each.path + " " + std::string(each.kind) + " " + std::to_string(each.bytes.file);
    for (const Culprit& part : each.by_layer) {
      text += " " + std::to_string(part.wrote) + ":" +
              std::to_string(part.bytes[static_cast<std::size_t>(Fate::Live)].file);
    }
    text += "\n";
  }
  return text;
}

TEST_CASE("caches are found where their programs keep them") {
  MadeImage image;
  image.file("etc/passwd", "app:x:1:1::/srv/app:/bin/sh\n");
  image.directory("var/lib/apt/lists").file("var/lib/apt/lists/deb_Packages", "1234567890");
  image.file("root/.cache/pip/http/a/b", "123456789").file("srv/app/.npm/_cacache/x", "12345678");
  image.file("home/node/.cache/yarn/v6/x", "1234567")
      .file("usr/lib/ruby/gems/3.1/cache/x", "123456");
  image.file("root/.cache/huggingface/m", "1").file("root/.cache/other/m", "12345");
  image.file("var/lib/apt/extended_states", "1").file("opt/app/cache/x", "1");
  CHECK(told(image) ==
        "/var/lib/apt/lists apt-lists 10 0:10\n"
        "/root/.cache/pip pip-cache 9 0:9\n"
        "/srv/app/.npm npm-cache 8 0:8\n"
        "/home/node/.cache/yarn yarn-cache 7 0:7\n"
        "/usr/lib/ruby/gems/3.1/cache gem-cache 6 0:6\n"
        "/root/.cache/other user-cache 5 0:5\n");
}

TEST_CASE("bytes are of what is live, layer by layer") {
  MadeImage image;
  image.file("tmp/a", "123").file("tmp/gone", "1234567");
  image.layer().file("tmp/b", "12345").remove("tmp/gone");
  image.layer().file("tmp/a", "1");
  CHECK(told(image) == "/tmp temporary 6 1:5 2:1\n");
}

TEST_CASE("a home that is / has its caches there") {
  MadeImage image;
  image.config.env = {"HOME=/"};
  image.file(".npm/x", "12");
  CHECK(told(image) == "/.npm npm-cache 2 0:2\n");
}

TEST_CASE("what projects leave, by its name") {
  MadeImage image;
  image.file("app/.git/HEAD", "123456789").file("app/.git/objects/x", "12");
  image.file("app/.DS_Store", "12345678").file("app/a.txt~", "1234567");
  image.file("app/Dockerfile", "123456").file("app/x/__pycache__/a.pyc", "12345");
  image.file("app/node_modules/y/Dockerfile", "1").file("app/.idea/x", "1234");
  image.file("app/Dockerfile.md", "1").directory("app/.vscode");
  CHECK(told(image) ==
        "/app/.git git-directory 11 0:11\n"
        "/app/.DS_Store desktop-files 8 0:8\n"
        "/app/a.txt~ editor-files 7 0:7\n"
        "/app/Dockerfile project-files 6 0:6\n"
        "/app/x/__pycache__ python-bytecode 5 0:5\n"
        "/app/.idea editor-files 4 0:4\n");
}

TEST_CASE("inside of /tmp things keep their kind") {
  MadeImage image;
  image.file("tmp/x/.git/a", "123").file("tmp/x/b", "12");
  CHECK(told(image) ==
        "/tmp/x/.git git-directory 3 0:3\n"
        "/tmp temporary 2 0:2\n");
}

TEST_CASE("what a package brought is no leftover of a project") {
  MadeImage image;
  image.file("var/lib/dpkg/info/tool.list", "/usr/share/tool/Dockerfile\n");
  image.file("usr/share/tool/Dockerfile", "123");
  CHECK(told(image).empty());
}

TEST_CASE("sources that were compiled below /usr/src") {
  MadeImage image;
  image.file("usr/src/ruby/configure", "12").file("usr/src/ruby/main.c", "123");
  image.file("usr/src/app/package.json", "12345").file("usr/src/app/Makefile", "12");
  image.config.working_dir = "/usr/src/app";
  CHECK(told(image) == "/usr/src/ruby source-tree 5 0:5\n");
}

TEST_CASE("an archive beside its content, a signature, a core dump") {
  MadeImage image;
  image.file("opt/x-1.tar.gz", "123456").directory("opt/x-1").file("opt/x-1/a", "1");
  image.file("opt/y.zip", "1");
  image.file("opt/z.asc", "-----BEGIN PGP SIGNATURE-----\n")
      .file("etc/apt/key.asc", "-----BEGIN PGP");
  ElfHead core;
  core.type = 4;
  image.program("app/core.12", core);
  CHECK(told(image) ==
        "/opt/z.asc signature 30 0:30\n"
        "/app/core.12 core-dump 18 0:18\n"
        "/opt/x-1.tar.gz archive-beside-content 6 0:6\n");
}

TEST_CASE("many leftovers take linear time, and the smallest are told together") {
  MadeImage image;
  for (int i = 0; i < 20000; ++i) {
    image.file("a/" + std::to_string(i) + "/.DS_Store", "x");
    image.file("var/lib/apt/lists/" + std::to_string(i), "x");
  }
  const Contents contents(image.tree(), image.config);
  const std::vector<Leftover>& told = contents.leftovers();
  REQUIRE(told.size() == 10001);
  CHECK(told.front().path == "/var/lib/apt/lists");
  CHECK(told.front().bytes.file == 20000);
  CHECK(told[1].path == "/a/0/.DS_Store");
  CHECK(told.back().path == "/");
  CHECK(told.back().kind == told[1].kind);
  CHECK(told.back().bytes.file == 10001);
  CHECK(told.back().by_layer.size() == 1);
}

}  // namespace plimsoll::image
