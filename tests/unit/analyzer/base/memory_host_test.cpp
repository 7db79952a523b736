#include <catch2/catch.hpp>
#include <cerrno>

#include "analyzer/base/host.h"

using namespace plimsoll;

TEST_CASE("a memory host has the files that it was given and their directories") {
  MemoryHost host;
  host.files["a/Dockerfile"] = "FROM scratch\n";
  host.files["/etc/x.conf"] = "x";
  CHECK(host.read_file("/work/a/Dockerfile", 100).value() == "FROM scratch\n");
  CHECK(host.read_file("./a/../a/Dockerfile", 100).value() == "FROM scratch\n");
  CHECK(host.status("a")->kind == FileKind::Directory);
  CHECK(host.status("b")->kind == FileKind::Missing);
  CHECK(host.read_file("a", 100).error().message == "is a directory, not a regular file");
  CHECK(host.read_file("b", 100).error().code == ENOENT);
  CHECK(host.read_file("a/Dockerfile", 3).error().message == "is larger than the limit of 3 bytes");
  const auto entries = host.list_directory("/work");
  REQUIRE(entries->size() == 1);
  CHECK(entries->front().name == "a");
  CHECK(entries->front().kind == FileKind::Directory);
}

TEST_CASE("a memory host writes what is there, and creates what is not") {
  MemoryHost host;
  host.files["a"] = "1";
  CHECK(host.replace_file("/work/a", "2"));
  CHECK(host.files["a"] == "2");
  CHECK_FALSE(host.replace_file("b", "2"));
  CHECK_FALSE(host.create_file("a", "3"));
  CHECK(host.create_file("b", "3"));
  CHECK(host.files["b"] == "3");
}

TEST_CASE("a date is a number of days") {
  CHECK(day_from_date("1970-01-01") == 0);
  CHECK(day_from_date("2026-03-31") == 20'543);
  for (const char* wrong : {"", "2026-3-31", "2026-02-30", "2026/03/31", "20x6-03-31"}) {
    CHECK_FALSE(day_from_date(wrong));
  }
}
