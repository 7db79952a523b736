#include "app/config/complaint.h"

#include <array>
#include <catch2/catch.hpp>

using namespace plimsoll;
using namespace plimsoll::app;

TEST_CASE("a complaint shows the line with carets below the place") {
  const SourceFile file("a/plimsoll.toml", "edition = \"2026\"\nignroe = []\n");
  CHECK(render("error", {{17, 23}, "unknown key `ignroe`", "did you mean `ignore`?"}, file) ==
        "error: unknown key `ignroe`\n"
        " --> a/plimsoll.toml:2:1\n"
        "  |\n"
        "2 | ignroe = []\n"
        "  | ^^^^^^\n"
        "  = help: did you mean `ignore`?\n");
}

TEST_CASE("carets stand below letters, not bytes; what a terminal would obey is replaced") {
  const SourceFile file("f", "\xEF\xBB\xBF\xC3\xA9\t\x1b[31m = x\xff\n");
  CHECK(render("warning", {{12, 13}, "m", ""}, file) ==
        "warning: m\n"
        " --> f:1:9\n"
        "  |\n"
        "1 | \xC3\xA9 ?[31m = x?\n"
        "  |         ^\n");
}

TEST_CASE("a place at the end, beyond it, or in an empty file has one caret") {
  const SourceFile empty("f", "");
  CHECK(render("error", {{0, 0}, "m", ""}, empty) == "error: m\n --> f:1:1\n  |\n1 | \n  | ^\n");
  const SourceFile file("f", "ab\n");
  CHECK(render("error", {{700, 900}, "m", ""}, file).find("  | ") != std::string::npos);
}

TEST_CASE("a long line is cut around the place") {
  const SourceFile file("f", std::string(5000, 'a') + "X" + std::string(5000, 'b') + "\n");
  const std::string text = render("error", {{5000, 5001}, "m", ""}, file);
  CHECK(text.size() < 400);
  CHECK(text.find("...aaa") != std::string::npos);
  CHECK(text.find("X") != std::string::npos);
}

TEST_CASE("complaints come in the order of the file, and not without end") {
  const SourceFile file("f", std::string(100, 'x'));
  std::vector<Complaint> many;
  for (std::uint32_t i = 50; i-- > 0;) many.push_back({{i, i + 1}, std::to_string(i), ""});
  const std::string text = render_all("error", many, file);
  CHECK(text.substr(0, 9) == "error: 0\n");
  CHECK(text.find("error: 30 more in f\n") != std::string::npos);
}

TEST_CASE("the nearest name is one slip away") {
  constexpr std::array<std::string_view, 4> names{"ignore", "select", "severity", "rules"};
  CHECK(nearest("ignroe", names) == "ignore");
  CHECK(nearest("serverity", names) == "severity");
  CHECK(nearest("selct", names) == "select");
  CHECK(nearest("exclude", names).empty());
  CHECK(nearest("", names).empty());
  CHECK(nearest(std::string(100'000, 'i'), names).empty());
}
