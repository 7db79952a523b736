// The small parts that writers share: JSON, places, URIs, fingerprints, changed lines.

#include <catch2/catch.hpp>

#include "app/report/fingerprint.h"
#include "app/report/fix_preview.h"
#include "app/report/json_writer.h"
#include "app/report/places.h"
#include "app/report/uri.h"
#include "tests/unit/app/report/sample.h"

using namespace plimsoll;
using namespace plimsoll::app;

TEST_CASE("JSON has its commas, and only valid UTF-8") {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("a", 1).key("b").begin_array();
  json.value("x").new_line().value(true).null().value(1.5).raw("{}").end_array();
  json.key("c").begin_object().end_object().new_line().end_object();
  CHECK(out == "{\"a\":1,\"b\":[\"x\",\ntrue,null,1.5,{}],\"c\":{}\n}");

  out.clear();
  JsonWriter(out).value("\"\\/\n\r\t\x01\x1b\x7F\xC2\x9B\xFFé🐳");
  CHECK(out == R"("\"\\/\n\r\t\u0001\u001b\u007f\u009b)"
               "\xEF\xBF\xBDé🐳\"");
}

TEST_CASE("Columns in three units") {
  const SourceFile source("f",
                          "\xEF\xBB\xBF"
                          "aé🐳\xFFz\r\nx\n");
  const auto all = [&](std::uint32_t at) {
    return std::vector<std::uint32_t>{Places(source, ColumnUnit::Byte).at(at).column,
                                      Places(source, ColumnUnit::CodePoint).at(at).column,
                                      Places(source, ColumnUnit::Utf16).at(at).column};
  };
  CHECK(all(0) == std::vector<std::uint32_t>{1, 1, 1});
  CHECK(all(3) == std::vector<std::uint32_t>{1, 1, 1});
  CHECK(all(4) == std::vector<std::uint32_t>{2, 2, 2});
  CHECK(all(6) == std::vector<std::uint32_t>{4, 3, 3});
  CHECK(all(10) == std::vector<std::uint32_t>{8, 4, 5});
  CHECK(all(11) == std::vector<std::uint32_t>{9, 5, 6});
  Places places(source, ColumnUnit::CodePoint);
  CHECK(places.at(14) == LineColumn{2, 1});
  CHECK(places.at(16) == LineColumn{3, 1});
  CHECK(places.at(99) == LineColumn{3, 1});
}

TEST_CASE("A long line is counted alike whatever was asked before") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += i % 3 == 0 ? "é" : "x";
  const SourceFile source("f", text);
  Places asked(source, ColumnUnit::Utf16);
  for (const std::uint32_t at : {20'000u, 5u, 12'345u, 12'344u, 26'000u, 1'024u, 1'025u}) {
    CHECK(asked.at(at) == source.utf16_position(at));
  }
}

TEST_CASE("Paths become URIs") {
  CHECK(encode_path("a b/ü%#?") == "a%20b/%C3%BC%25%23%3F");
  CHECK(encode_path("\xFF") == "%FF");
  CHECK(absolute_path("/home/me", "./a//b/../c") == "/home/me/a/c");
  CHECK(absolute_path("/home/me", "../../../x") == "/x");
  CHECK(absolute_path("/home/me", "/x/./y") == "/x/y");
  CHECK(absolute_path("", "a/../../b") == "../b");
  CHECK(relative_path("/home/me", "/home/me/a/b") == "a/b");
  CHECK(relative_path("/home/me/", "/home/me/a") == "a");
  CHECK(relative_path("/home/me", "/home/meow/a").empty());
  CHECK(relative_path("/", "/a") == "a");
  CHECK(file_uri("/a b") == "file:///a%20b");
}

TEST_CASE("A fingerprint stays when lines are added above, and differs within a file") {
  const auto print_of = [](const std::string& bytes, std::string_view at) {
    Sample sample(bytes);
    Finding& finding = sample.add("r", Severity::Error, sample.span(at), "m");
    const FileReport report = sample.report();
    return Fingerprints().of(finding,
                             Locator(report, ColumnUnit::Byte).find(finding.primary.where));
  };
  const std::string before = print_of("FROM a\nRUN x\nRUN y\n", "x");
  CHECK(before == print_of("\n\n# hello\nFROM a\n\n  RUN x\n\n RUN  y\n", "x"));
  CHECK(before == print_of("FROM a\r\nRUN x\r\nRUN y\r\n", "x"));
  CHECK(before != print_of("FROM a\nRUN x\nRUN z\n", "x"));

  Sample sample("RUN x\nRUN x\nRUN x\n");
  sample.add("r", Severity::Error, sample.span("x"), "m");
  sample.add("r", Severity::Error, sample.span("x", 1), "m");
  const FileReport report = sample.report();
  Locator locator(report, ColumnUnit::Byte);
  Fingerprints prints;
  const std::string first = prints.of(sample.findings[0], locator.find(sample.span("x")));
  CHECK(first.ends_with(":1"));
  CHECK(prints.of(sample.findings[1], locator.find(sample.span("x", 1))) ==
        first.substr(0, 16) + ":2");
}

namespace {

std::string diff(const std::string& bytes, const std::vector<Edit>& edits) {
  const SourceFile source("f", bytes);
  std::string out;
  append_fix_preview(out, changed_lines(source, edits), 2, {});
  return out;
}

}  // namespace

TEST_CASE("A fix is shown as the lines that it changes") {
  const std::string text = "FROM a\nRUN x\nRUN y\n";
  CHECK(diff(text, {}).empty());
  CHECK(diff(text, {{{11, 12}, "z"}}) ==
        "  2 - RUN x\n"
        "  2 + RUN z\n");
  // A line in, a line out, and both at once
  CHECK(diff(text, {{{7, 7}, "USER u\n"}}) == "  2 + USER u\n");
  CHECK(diff(text, {{{7, 13}, ""}}) == "  2 - RUN x\n");
  CHECK(diff(text, {{{0, 0}, "# top\n"}, {{19, 19}, "CMD c\n"}}) ==
        "  1 + # top\n"
        "  5 + CMD c\n");
  CHECK(diff("FROM a", {{{6, 6}, "\nUSER u\n"}}) == "  2 + USER u\n");
  // Two edits of one line are one change
  CHECK(diff(text, {{{7, 10}, "run"}, {{11, 12}, "z"}}) ==
        "  2 - RUN x\n"
        "  2 + run z\n");
  // An edit over several lines
  CHECK(diff(text, {{{10, 17}, " x && "}}) ==
        "  2 - RUN x\n"
        "  3 - RUN y\n"
        "  2 + RUN x && y\n");
  // Only the line end: nothing to see
  CHECK(diff("FROM a\r\nRUN x\r\n", {{{6, 7}, ""}}).empty());
}

TEST_CASE("A long change is cut") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "a" + std::to_string(i) + "\n";
  const std::string shown = diff(text, {{{0, static_cast<std::uint32_t>(text.size())}, ""}});
  CHECK(std::count(shown.begin(), shown.end(), '\n') == 15);
  CHECK(shown.ends_with(" | ... 26 more lines\n"));
}
