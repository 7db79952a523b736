#include "app/image_report/words.h"

#include <catch2/catch.hpp>

using namespace plimsoll;
using namespace plimsoll::app;

TEST_CASE("An instruction on one line") {
  CHECK(one_line("RUN a && \\\n    b\n", 40) == "RUN a && b");
  CHECK(one_line("  RUN\ta  \\  \r\n  b", 40) == "RUN a b");
  CHECK(one_line("RUN a\\b \\c", 40) == "RUN a\\b \\c");
  CHECK(one_line("RUN <<EOF\necho\nEOF", 40) == "RUN <<EOF echo EOF");
  CHECK(one_line("abcdefghij", 10) == "abcdefghij");
  CHECK(one_line("abcdefghijk", 10) == "abcdefg...");
  CHECK(one_line("abcdef ghijk", 10) == "abcdef...");
  CHECK(one_line("\x1b[2J\xff", 40) == "\\x1b[2J\\xff");
  CHECK(one_line("\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97", 7) ==
        "\xe6\xbc\xa2\xe5\xad\x97...");
  CHECK(one_line(std::string(1 << 20, 'x'), 8) == "xxxxx...");
  CHECK(one_line("", 8).empty());
}

TEST_CASE("Percentages do not round to what is not so") {
  CHECK(percent(0) == "0.0 %");
  CHECK(percent(1) == "100.0 %");
  CHECK(percent(0.1234) == "12.3 %");
  CHECK(percent(0.00001) == "< 0.1 %");
  CHECK(percent(0.99999) == "> 99.9 %");
}
