#include "app/report/printable.h"

#include <catch2/catch.hpp>

#include "app/report/width.h"

using namespace plimsoll::app;

TEST_CASE("Columns of a terminal") {
  CHECK(column_width(U'a') == 1);
  CHECK(column_width(0xE9) == 1);     // é
  CHECK(column_width(0x301) == 0);    // combining acute
  CHECK(column_width(0x200D) == 0);   // zero width joiner
  CHECK(column_width(0xFE0F) == 0);   // variation selector
  CHECK(column_width(0x65E5) == 2);   // CJK
  CHECK(column_width(0xFF21) == 2);   // fullwidth A
  CHECK(column_width(0xAC00) == 2);   // Hangul syllable
  CHECK(column_width(0x1160) == 0);   // Hangul vowel, joined to the one before
  CHECK(column_width(0x1F433) == 2);  // whale
  CHECK(column_width(0x20000) == 2);  // CJK extension B
  CHECK(column_width(0x2500) == 1);   // box drawing
  CHECK(column_width(0xE0100) == 0);  // variation selector supplement
  CHECK(column_width("日本 e\xCC\x81") == 6);
}

TEST_CASE("Nothing that steers a terminal is printed") {
  CHECK(printable("a\tb") == "a\\tb");
  CHECK(printable("\x1b[31m") == "\\x1b[31m");
  CHECK(printable("\x7F") == "\\x7f");
  CHECK(printable("\xC2\x9B") == "\\u{9b}");        // CSI as one character
  CHECK(printable("\x9B") == "\\x9b");              // and as one byte
  CHECK(printable("\xE2\x80\xAE") == "\\u{202e}");  // right-to-left override
  CHECK(printable("\xE2\x80\x8B") == "\\u{200b}");  // zero width space
  CHECK(printable("\xEF\xBB\xBF") == "\\u{feff}");
  CHECK(printable("line\r\n") == "line\\r\\n");
  CHECK(printable(std::string_view("\0", 1)) == "\\x00");
  CHECK(printable("é 日本 🐳") == "é 日本 🐳");
}

TEST_CASE("No byte sequence gets a control through") {
  std::uint32_t random = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 8; ++i) {
      random = random * 1664525u + 1013904223u;
      text += static_cast<char>(random >> 24);
    }
    const Layout layout = lay_out(text, 1);
    for (const std::string& shown : {printable(text), layout.text}) {
      for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto c = static_cast<unsigned char>(shown[i]);
        REQUIRE(c >= 0x20);
        REQUIRE(c != 0x7F);
        // U+0080 .. U+009F
        REQUIRE_FALSE((c == 0xC2 && static_cast<unsigned char>(shown[i + 1]) < 0xA0));
      }
    }
    REQUIRE(layout.columns() == static_cast<std::uint32_t>(column_width(layout.text)));
  }
}

TEST_CASE("A line is laid out in columns") {
  const Layout layout = lay_out("\tx\t日e\xCC\x81\x1b!", 100);
  CHECK(layout.text == "    x   日e\xCC\x81\\x1b!");
  CHECK(layout.columns() == 16);
  CHECK(layout.column_of(100) == 0);  // tab
  CHECK(layout.column_of(101) == 4);  // x
  CHECK(layout.column_of(103) == 8);  // 日
  CHECK(layout.column_of(104) == 8);  // inside it
  CHECK(layout.column_of(106) == 10);
  CHECK(layout.column_of(109) == 11);  // the escape
  CHECK(layout.column_of(110) == 15);
  CHECK(layout.column_of(9999) == 16);
  CHECK(layout.column_of(0) == 0);
}

TEST_CASE("A slice never cuts a wide glyph or a mark") {
  const Layout layout = lay_out("a日e\xCC\x81z", 1);
  CHECK(layout.slice(0, 1) == "a");
  CHECK(layout.slice(0, 2) == "a");
  CHECK(layout.slice(0, 3) == "a日");
  CHECK(layout.slice(2, 4) == "e\xCC\x81");
  CHECK(layout.slice_begin(2) == 3);
  CHECK(layout.slice(3, 4) == "e\xCC\x81");
  CHECK(layout.slice(4, 5) == "z");
  CHECK(layout.slice(0, 99) == "a日e\xCC\x81z");
  CHECK(layout.slice(7, 9).empty());
}

TEST_CASE("A byte order mark is shown only where it is none") {
  CHECK(lay_out("\xEF\xBB\xBFx", 0).text == "x");
  CHECK(lay_out("\xEF\xBB\xBFx", 7).text == "\\u{feff}x");
}

TEST_CASE("Words are wrapped") {
  CHECK(wrap("one two  three\nfour", 9) == std::vector<std::string>{"one two", "three", "four"});
  CHECK(wrap("longer-than-that x", 5) == std::vector<std::string>{"longer-than-that", "x"});
  CHECK(wrap("日本 日本", 8) == std::vector<std::string>{"日本", "日本"});
  CHECK(wrap("", 5) == std::vector<std::string>{""});
}
