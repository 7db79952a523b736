#include "app/cli/discovery.h"

#include <catch2/catch.hpp>

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

constexpr const char* dockerfile = "FROM scratch\n";

std::vector<std::string> found(const MemoryHost& host, std::vector<std::string> paths = {"."}) {
  return discover(host, paths, {}).files;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("a Dockerfile is known by its name") {
  for (const char* name :
       {"Dockerfile", "dockerfile", "DOCKERFILE", "Containerfile", "Dockerfile.dev",
        "Containerfile.alpine", "web.dockerfile", "Web.Dockerfile", "a.b.Dockerfile",
        "Dockerfile.3.12", "app.containerfile", "Dockerfile.", "dev.Dockerfile.dockerfile"}) {
    CAPTURE(name);
    CHECK(dockerfile_name(name) == NameVerdict::Yes);
  }
  for (const char* name : {"Dockerfile-alpine", "Dockerfile_dev", "alpine-Dockerfile",
                           "dev_dockerfile", "Dockerfile.py", "dockerfile.go", "Dockerfile.txt"}) {
    CAPTURE(name);
    CHECK(dockerfile_name(name) == NameVerdict::Look);
  }
  for (const char* name :
       {"Dockerfile.dockerignore", ".dockerignore", "Dockerfile.md", "Dockerfile.j2",
        "Dockerfile.template", "x.Dockerfile.tmpl", "Dockerfile~", "Dockerfile.swp",
        "Dockerfile.orig", "Makefile", "dockerfiles", "mydockerfile", "docker-compose.yml",
        "dockerfile_parser.rs.bak", "", "Dockerfilex"}) {
    CAPTURE(name);
    CHECK(dockerfile_name(name) == NameVerdict::No);
  }
}

TEST_CASE("the content decides where the name does not") {
  CHECK(looks_like_dockerfile("FROM x"));
  CHECK(looks_like_dockerfile("\xEF\xBB\xBF# syntax=docker/dockerfile:1\n\n  from x\n"));
  CHECK(looks_like_dockerfile("ARG a=1\nFROM $a"));
  CHECK_FALSE(looks_like_dockerfile("import os\nfrom x import y\n"));
  CHECK_FALSE(looks_like_dockerfile("from x import y\n"));
  CHECK_FALSE(looks_like_dockerfile("# only a comment"));
  CHECK_FALSE(looks_like_dockerfile(""));
  CHECK_FALSE(looks_like_dockerfile("FROM"));
}

TEST_CASE("a directory is walked, hidden folders too, and sorted") {
  MemoryHost host;
  for (const char* path : {"z/Dockerfile", "Dockerfile", ".devcontainer/Dockerfile",
                           ".git/Dockerfile", "node_modules/x/Dockerfile", "a/web.dockerfile",
                           "README.md", "Dockerfile/Dockerfile.inner"}) {
    if (std::string_view(path) == "Dockerfile") continue;  // here it is a directory
    host.files[path] = dockerfile;
  }
  CHECK(found(host) == Paths{".devcontainer/Dockerfile", "Dockerfile/Dockerfile.inner",
                             "a/web.dockerfile", "z/Dockerfile"});
  CHECK(found(host, {"a"}) == Paths{"a/web.dockerfile"});
  CHECK(found(host, {"./a/"}) == Paths{"a/web.dockerfile"});
  CHECK(found(host, {"/work/z"}) == Paths{"/work/z/Dockerfile"});
}

TEST_CASE("weak names are found by content") {
  MemoryHost host;
  host.files["Dockerfile-alpine"] = dockerfile;
  host.files["dockerfile.py"] = "import re\n";
  CHECK(found(host) == Paths{"Dockerfile-alpine"});
}

TEST_CASE("a named file is taken whatever it is called and whether it exists") {
  MemoryHost host;
  host.files["notes.txt"] = "x";
  host.files[".gitignore"] = "*\n";
  CHECK(found(host, {"notes.txt", "missing"}) == Paths{"missing", "notes.txt"});
}

TEST_CASE("each file is once in the list") {
  MemoryHost host;
  host.files["Dockerfile"] = dockerfile;
  CHECK(found(host, {".", "Dockerfile", "./Dockerfile"}).size() == 1);
  CHECK(found(host, {"-", "Dockerfile"}) == Paths{"-", "Dockerfile"});
}

TEST_CASE("ignore files are honoured: nested, negated, anchored, of the repository") {
  MemoryHost host;
  host.files[".git/HEAD"] = "";
  host.files[".git/info/exclude"] = "secret/\n";
  host.files[".gitignore"] = "build/\n/top/Dockerfile\n*.dockerfile\n";
  host.files["a/.gitignore"] = "!keep.dockerfile\n";
  for (const char* path :
       {"build/Dockerfile", "a/build/Dockerfile", "top/Dockerfile", "a/top/Dockerfile",
        "a/keep.dockerfile", "a/drop.dockerfile", "secret/Dockerfile"}) {
    host.files[path] = dockerfile;
  }
  CHECK(found(host) == Paths{"a/keep.dockerfile", "a/top/Dockerfile"});
  // From below, the rules of the directories above hold as well.
  CHECK(found(host, {"a"}) == Paths{"a/keep.dockerfile", "a/top/Dockerfile"});
  CHECK(found(host, {"top"}).empty());
  // A named directory is walked even where it is ignored.
  CHECK(found(host, {"build"}) == Paths{"build/Dockerfile"});
  CHECK(found(host, {"secret"}) == Paths{"secret/Dockerfile"});
  DiscoveryOptions all;
  all.honour_ignore_files = false;
  CHECK(discover(host, {"."}, all).files.size() == 7);
}

TEST_CASE("the configuration may leave paths out") {
  MemoryHost host;
  host.files["a/Dockerfile"] = dockerfile;
  host.files["b/Dockerfile"] = dockerfile;
  DiscoveryOptions options;
  options.excluded = [](const std::string& path, bool) { return path == "a"; };
  CHECK(discover(host, {"."}, options).files == Paths{"b/Dockerfile"});
  CHECK(discover(host, {"a/Dockerfile"}, options).files == Paths{"a/Dockerfile"});
}
