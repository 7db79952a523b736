#include "analyzer/base/input.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace plimsoll;

namespace {

struct Folder {
  std::string path;
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "plimsoll-input-XXXXXX";
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("What a path is, by its open descriptor") {
  const Folder folder;
  std::ofstream(folder.path + "/file") << "bytes";
  CHECK(open_input(folder.path + "/file").value().kind == FileKind::Regular);
  CHECK(open_input(folder.path).value().kind == FileKind::Directory);
  CHECK(open_input("/dev/null").value().kind == FileKind::Device);
  CHECK(open_input(folder.path + "/none").error().code == ENOENT);
  CHECK(kind_at(folder.path + "/file") == FileKind::Regular);
  CHECK(kind_at(folder.path + "/none") == FileKind::Missing);
}

TEST_CASE("A FIFO is waited for") {
  const Folder folder;
  const std::string path = folder.path + "/fifo";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::ofstream(path) << "late";
  });
  const auto input = open_input(path);
  REQUIRE(input);
  char bytes[10];
  CHECK(read_next(input->file, bytes, sizeof bytes).value() == 4);
  CHECK(read_next(input->file, bytes, sizeof bytes).value() == 0);
  writer.join();
}

TEST_CASE("Below a directory: regular files, through links that stay there") {
  const Folder folder;
  std::filesystem::create_directories(folder.path + "/root/inner");
  std::ofstream(folder.path + "/root/inner/file") << "bytes";
  std::ofstream(folder.path + "/outside") << "bytes";
  const auto make_link = [&](const char* target, const char* name) {
    REQUIRE(::symlink(target, (folder.path + "/root/" + name).c_str()) == 0);
  };
  make_link("inner/file", "good");
  make_link("../outside", "out");
  make_link("/etc/passwd", "absolute");
  make_link("a", "b");
  make_link("b", "a");
  REQUIRE(::mkfifo((folder.path + "/root/fifo").c_str(), 0600) == 0);
  const auto root = open_directory(folder.path + "/root");
  REQUIRE(root);
  const auto code = [&](const std::string& path) {
    const auto file = open_regular_beneath(*root, path);
    return file ? 0 : file.error().code;
  };
  CHECK(code("inner/file") == 0);
  CHECK(code("good") == 0);
  CHECK(code("out") == EXDEV);
  CHECK(code("../outside") == EXDEV);
  CHECK(code("absolute") == EXDEV);
  CHECK(code("a") == ELOOP);
  CHECK(code("fifo") == EINVAL);
  CHECK(code("inner") == EINVAL);
  CHECK(code("none") == ENOENT);
  CHECK(code("good/none") == ENOTDIR);
}
