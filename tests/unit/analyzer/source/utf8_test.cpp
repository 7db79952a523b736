#include "analyzer/source/utf8.h"

#include <catch2/catch.hpp>

using namespace plimsoll;

TEST_CASE("Well-formed UTF-8 is decoded") {
  CHECK(utf8::decode("a", 0).value == U'a');
  CHECK(utf8::decode("\xC3\xA9", 0).value == 0xE9);
  CHECK(utf8::decode("\xE2\x82\xAC", 0).value == 0x20AC);
  CHECK(utf8::decode("\xF0\x9F\x90\xB3", 0).value == 0x1F433);
  CHECK(utf8::decode("\xF4\x8F\xBF\xBF", 0).value == 0x10FFFF);
}

TEST_CASE("A byte that begins no sequence stands for itself") {
  for (const std::string_view text : {"\x80", "\xFF", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                                      "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\xC3"}) {
    const utf8::CodePoint point = utf8::decode(text, 0);
    CHECK_FALSE(point.valid);
    CHECK(point.size == 1);
    CHECK(point.value == static_cast<unsigned char>(text[0]));
  }
}

TEST_CASE("A boundary is at or before a place") {
  const std::string_view text = "a\xF0\x9F\x90\xB3z";
  CHECK(utf8::boundary_before(text, 0) == 0);
  CHECK(utf8::boundary_before(text, 1) == 1);
  CHECK(utf8::boundary_before(text, 2) == 1);
  CHECK(utf8::boundary_before(text, 4) == 1);
  CHECK(utf8::boundary_before(text, 5) == 5);
  CHECK(utf8::boundary_before(text, 6) == 6);
  CHECK(utf8::boundary_before("\x80\x80\x80\x80\x80", 3) == 3);
}
