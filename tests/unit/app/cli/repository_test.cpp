#include "app/cli/repository.h"

#include <catch2/catch.hpp>

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

const std::string hash(40, 'a');

MemoryHost repository() {
  MemoryHost host;
  host.directory = "/work/sub";
  host.files["/work/.git/HEAD"] = "ref: refs/heads/topic/x\n";
  host.files["/work/.git/refs/heads/topic/x"] = hash + "\n";
  return host;
}

std::string uri_of(const std::string& url) {
  MemoryHost host = repository();
  host.files["/work/.git/config"] =
      "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = " + url + "\n\tfetch = x\n";
  return place_of_run(host).repository_uri;
}

}  // namespace

TEST_CASE("the place of a run is what .git says") {
  const RunPlace place = place_of_run(repository());
  CHECK(place.directory == "/work/sub");
  CHECK(place.repository_root == "/work");
  CHECK(place.branch == "topic/x");
  CHECK(place.revision == hash);
  CHECK(place.repository_uri.empty());
}

TEST_CASE("packed references and detached heads are understood") {
  MemoryHost host = repository();
  host.files.erase("/work/.git/refs/heads/topic/x");
  host.files["/work/.git/packed-refs"] = "# pack-refs with: peeled\n" + std::string(40, 'b') +
                                         " refs/heads/main\n" + hash + " refs/heads/topic/x\n";
  CHECK(place_of_run(host).revision == hash);
  host.files["/work/.git/HEAD"] = std::string(40, 'c') + "\n";
  CHECK(place_of_run(host).revision == std::string(40, 'c'));
  CHECK(place_of_run(host).branch.empty());
}

TEST_CASE("a worktree's .git is a file that names its directory") {
  MemoryHost host = repository();
  host.directory = "/tree";
  host.files["/tree/.git"] = "gitdir: /work/.git/worktrees/tree\n";
  host.files["/work/.git/worktrees/tree/HEAD"] = "ref: refs/heads/topic/x\n";
  host.files["/work/.git/worktrees/tree/commondir"] = "../..\n";
  const RunPlace place = place_of_run(host);
  CHECK(place.repository_root == "/tree");
  CHECK(place.revision == hash);
}

TEST_CASE("outside of a repository only the directory is known") {
  const RunPlace place = place_of_run(MemoryHost{});
  CHECK(place.directory == "/work");
  CHECK(place.repository_root.empty());
  CHECK(place.revision.empty());
}

TEST_CASE("the repository's address has no credentials in it") {
  CHECK(uri_of("https://example.org/a/b.git") == "https://example.org/a/b");
  CHECK(uri_of("https://user:token@example.org/a/b") == "https://example.org/a/b");
  CHECK(uri_of("git@example.org:a/b.git") == "https://example.org/a/b");
  CHECK(uri_of("ssh://git@example.org/a/b.git") == "https://example.org/a/b");
  CHECK(uri_of("/srv/git/b.git").empty());
  CHECK(uri_of("file:///srv/git/b.git").empty());
}
