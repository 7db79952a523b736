#include <catch2/catch.hpp>

#include "tests/unit/app/report/sample.h"

using namespace plimsoll;
using namespace plimsoll::app;

TEST_CASE("A finding shows its place, why, what to do and the changed line") {
  CHECK(two_findings().text() == "");
}
TEST_CASE("x") {
  ReportOptions o; o.statistics = true; o.color = true; 
  CHECK(two_findings().text(o) == "");
  for (auto f : format_names()) { CHECK(two_findings().text({}, *format_from(f)) == ""); }
}
