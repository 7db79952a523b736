#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "analyzer/base/host.h"

using namespace plimsoll;

namespace {

constexpr std::uint64_t limit_bytes = 1024;

// A directory of its own for every test.
class Scene {
 public:
  Scene() {
    std::string pattern = std::filesystem::temp_directory_path() / "plimsoll-test-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  ~Scene() { std::filesystem::remove_all(root_); }

  [[nodiscard]] std::string path(const std::string& name) const { return root_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] std::size_t entries() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(root_)) ++count;
    return count;
  }
  Host& host() { return *host_; }

 private:
  std::string root_;
  std::unique_ptr<Host> host_ = make_system_host();
};

}  // namespace

TEST_CASE("reading gives every byte of a regular file, up to the limit") {
  Scene scene;
  const std::string bytes("a\0\xff\r\n", 5);
  scene.write("f", bytes);
  CHECK(scene.host().read_file(scene.path("f"), limit_bytes).value() == bytes);
  CHECK(scene.host().read_file(scene.path("f"), 5).has_value());
  CHECK(scene.host().read_file(scene.path("f"), 4).error().code == EFBIG);
  scene.write("empty", "");
  CHECK(scene.host().read_file(scene.path("empty"), limit_bytes).value().empty());
}

TEST_CASE("what is no regular file is refused without being opened") {
  Scene scene;
  REQUIRE(::mkfifo(scene.path("fifo").c_str(), 0600) == 0);
  CHECK(scene.host().read_file(scene.path("fifo"), limit_bytes).error().message ==
        "is a FIFO, not a regular file");
  CHECK(scene.host().read_file(scene.path("."), limit_bytes).error().code == EISDIR);
  CHECK(scene.host().read_file("/dev/zero", limit_bytes).error().message ==
        "is a device, not a regular file");
  CHECK(scene.host().read_file(scene.path("none"), limit_bytes).error().message ==
        "no such file or directory");
}

TEST_CASE("replacing keeps the mode and leaves nothing else behind") {
  Scene scene;
  scene.write("f", "old");
  REQUIRE(::chmod(scene.path("f").c_str(), 0751) == 0);
  REQUIRE(scene.host().replace_file(scene.path("f"), "new"));
  CHECK(scene.read("f") == "new");
  CHECK(scene.host().status(scene.path("f"))->mode == 0751);
  CHECK(scene.entries() == 1);
}

TEST_CASE("replacing writes through a symbolic link") {
  Scene scene;
  scene.write("real", "old");
  REQUIRE(::symlink("real", scene.path("link").c_str()) == 0);
  REQUIRE(scene.host().replace_file(scene.path("link"), "new"));
  CHECK(scene.host().link_status(scene.path("link"))->kind == FileKind::Symlink);
  CHECK(scene.read("real") == "new");
}

TEST_CASE("replacing what is not there fails and makes nothing") {
  Scene scene;
  CHECK(scene.host().replace_file(scene.path("none"), "new").error().code == ENOENT);
  CHECK(scene.host().replace_file(scene.path("."), "new").error().code == EISDIR);
  CHECK(scene.entries() == 0);
}

TEST_CASE("creating never overwrites") {
  Scene scene;
  REQUIRE(scene.host().create_file(scene.path("f"), "1"));
  CHECK(scene.host().create_file(scene.path("f"), "2").error().code == EEXIST);
  CHECK(scene.read("f") == "1");
  CHECK(scene.host().write_file(scene.path("f"), "2"));
  CHECK(scene.read("f") == "2");
}

TEST_CASE("a directory is listed by name, links as links") {
  Scene scene;
  scene.write("b", "");
  scene.write("a", "");
  REQUIRE(::symlink(".", scene.path("c").c_str()) == 0);
  const auto entries = scene.host().list_directory(scene.path("."));
  REQUIRE(entries->size() == 3);
  CHECK((*entries)[0].name == "a");
  CHECK((*entries)[1].name == "b");
  CHECK((*entries)[2].kind == FileKind::Symlink);
  CHECK_FALSE(scene.host().list_directory(scene.path("none")));
}

TEST_CASE("one file has one real path") {
  Scene scene;
  scene.write("f", "");
  REQUIRE(::symlink("f", scene.path("link").c_str()) == 0);
  CHECK(scene.host().real_path(scene.path("./f")).value() ==
        scene.host().real_path(scene.path("link")).value());
}

TEST_CASE("the day can be set from outside") {
  const std::unique_ptr<Host> host = make_system_host();
  ::setenv("SOURCE_DATE_EPOCH", "172800", 1);
  CHECK(host->today() == 2);
  ::setenv("PLIMSOLL_TODAY", "1970-01-08", 1);
  CHECK(host->today() == 7);
  ::unsetenv("PLIMSOLL_TODAY");
  ::setenv("SOURCE_DATE_EPOCH", "-1", 1);
  CHECK(host->today() > 20'000);
  ::unsetenv("SOURCE_DATE_EPOCH");
}
