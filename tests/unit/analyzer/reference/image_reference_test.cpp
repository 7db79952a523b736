#include "analyzer/reference/image_reference.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

TEST_CASE("references that are valid, and how they read") {
  struct Row {
    const char* text;
    const char* registry;
    const char* repository;
    const char* tag;
    const char* familiar;
  };
  const Row rows[] = {
      {"debian", "docker.io", "library/debian", "", "debian"},
      {"debian:12-slim", "docker.io", "library/debian", "12-slim", "debian"},
      {"library/debian", "docker.io", "library/debian", "", "debian"},
      {"docker.io/debian", "docker.io", "library/debian", "", "debian"},
      {"index.docker.io/a/b:c", "docker.io", "a/b", "c", "a/b"},
      {"localhost/x", "localhost", "x", "", "localhost/x"},
      {"localhost:5000/x:1", "localhost:5000", "x", "1", "localhost:5000/x"},
      {"gcr.io/distroless/base", "gcr.io", "distroless/base", "", "gcr.io/distroless/base"},
      {"user/a__b-c.d", "docker.io", "user/a__b-c.d", "", "user/a__b-c.d"},
      {"[::1]:80/x", "[::1]:80", "x", "", "[::1]:80/x"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto image = parse_image_reference(row.text);
    REQUIRE(image);
    CHECK(image->registry == row.registry);
    CHECK(image->repository == row.repository);
    CHECK(image->tag == row.tag);
    CHECK(image->familiar() == row.familiar);
  }
  const std::string hex(64, 'a');
  const auto pinned = parse_image_reference("debian:12@sha256:" + hex);
  REQUIRE(pinned);
  CHECK(pinned->tag == "12");
  CHECK(pinned->digest == "sha256:" + hex);
}

TEST_CASE("references that are not valid") {
  for (const char* text :
       {"",       ":",       "a:",
        "Debian", "a/B",     "a//b",
        "/a",     "a/",      "-a",
        "a-",     "a..b",    "a___b",
        "a:b c",  "a@",      "a@sha256:abc",
        "a:-x",   "a b",     "@X@",
        "a:b:c",  "x.y:p/z", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    CAPTURE(text);
    CHECK(!parse_image_reference(text));
  }
  CHECK(!parse_image_reference("a:" + std::string(129, 'x')));
  CHECK(!parse_image_reference(std::string(300, 'a')));
}

}  // namespace
}  // namespace plimsoll
