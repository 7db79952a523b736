#include "analyzer/source/source_file.h"

#include <catch2/catch.hpp>

using plimsoll::LineColumn;
using plimsoll::SourceFile;

TEST_CASE("lines end at LF alone, and a CR before it is part of the line end") {
  const SourceFile file("f", "a\r\nb\rc\n\nlast");
  CHECK(file.lines().line_count() == 4);
  CHECK(file.at(file.lines().line_span(1)) == "a");
  CHECK(file.at(file.lines().line_span(2)) == "b\rc");
  CHECK(file.at(file.lines().line_span(3)).empty());
  CHECK(file.at(file.lines().line_span(4)) == "last");
  CHECK(file.lines().line_of(2) == 1);
  CHECK(file.lines().line_of(3) == 2);
}

TEST_CASE("a final LF does not begin another line, and no byte at all is one line") {
  CHECK(SourceFile("f", "a\n").lines().line_count() == 1);
  CHECK(SourceFile("f", "").lines().line_count() == 1);
}

TEST_CASE("columns count bytes, code points or UTF-16 units") {
  const SourceFile file("f", "\xEF\xBB\xBFx\xC3\xA9\xF0\x9F\x90\xB3y");
  const auto y = static_cast<std::uint32_t>(file.bytes().find('y'));
  CHECK(file.byte_position(y) == LineColumn{1, 11});
  CHECK(file.code_point_position(y) == LineColumn{1, 4});
  CHECK(file.utf16_position(y) == LineColumn{1, 5});
  CHECK(file.offset_of_utf16({1, 5}) == y);
}

TEST_CASE("bytes that are not UTF-8 count one each") {
  const SourceFile file("f", "\xFF\xFEz");
  CHECK(file.code_point_position(2) == LineColumn{1, 3});
}
