#include "fixers/apply/diff.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>

namespace plimsoll {
namespace {

std::string diff(std::string_view before, std::string_view after) {
  return unified_diff(before, after, "a", "b");
}

// What a patch program makes of `before`.
std::string patched(std::string_view before, const std::vector<Hunk>& hunks) {
  std::vector<std::string_view> lines;
  while (!before.empty()) {
    const std::size_t end = before.find('\n');
    const std::size_t size = end == std::string_view::npos ? before.size() : end + 1;
    lines.push_back(before.substr(0, size));
    before.remove_prefix(size);
  }
  std::string out;
  std::size_t at = 0;
  for (const Hunk& hunk : hunks) {
    const std::size_t begin = hunk.old_count > 0 ? hunk.old_begin - 1 : hunk.old_begin;
    while (at < begin) out += lines[at++];
    for (const DiffLine& line : hunk.lines) {
      if (line.kind != DiffLine::Kind::Removed) out += line.text;
      if (line.kind != DiffLine::Kind::Added) REQUIRE(lines[at++] == line.text);
    }
  }
  while (at < lines.size()) out += lines[at++];
  return out;
}

TEST_CASE("equal texts have no diff") { CHECK(diff("a\nb\n", "a\nb\n").empty()); }

TEST_CASE("a changed line stands between three lines of context") {
  CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nX\n6\n7\n8\n9\n") ==
        "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n");
}

TEST_CASE("an added line in an empty file") {
  CHECK(diff("", "x\n") == "--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n");
}

TEST_CASE("a missing last line end is said") {
  CHECK(diff("x", "x\n") == "--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
}

TEST_CASE("changes that are far apart make two hunks") {
  const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
  const std::string after = "X\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\nY\n";
  CHECK(diff_lines(before, after).size() == 2);
  const std::string near = "X\n2\n3\n4\n5\n6\n7\nZ\n9\n10\n11\n12\n";
  CHECK(diff_lines(before, near).size() == 1);  // six equal lines between
}

TEST_CASE("a patch made of the diff gives the new text back") {
  std::uint32_t random = 1;
  const auto next = [&](std::uint32_t below) {
    random = random * 1664525u + 1013904223u;
    return (random >> 16) % below;
  };
  for (int round = 0; round < 3000; ++round) {
    const auto make = [&] {
      std::string text;
      for (std::uint32_t i = next(24); i > 0; --i) text += std::string(1, "abcd"[next(4)]) + "\n";
      if (!text.empty() && next(4) == 0) text.pop_back();
      return text;
    };
    const std::string before = make();
    const std::string after = make();
    const std::uint32_t context = next(4);
    CHECK(patched(before, diff_lines(before, after, context)) == after);
  }
}

TEST_CASE("texts with nothing in common are one block") {
  std::string before;
  std::string after;
  for (int i = 0; i < 3000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  const auto hunks = diff_lines(before, after);
  REQUIRE(hunks.size() == 1);
  CHECK(patched(before, hunks) == after);
}

}  // namespace
}  // namespace plimsoll
