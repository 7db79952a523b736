#include "analyzer/base/amounts.h"

#include <catch2/catch.hpp>

using namespace plimsoll;

TEST_CASE("Bytes as people read them") {
  CHECK(human_bytes(0) == "0 B");
  CHECK(human_bytes(999) == "999 B");
  CHECK(human_bytes(1000) == "1.0 kB");
  CHECK(human_bytes(999'949) == "999.9 kB");
  CHECK(human_bytes(999'950) == "1.0 MB");
  CHECK(human_bytes(UINT64_MAX) == "18446744.1 TB");
}

TEST_CASE("Bytes as people write them") {
  CHECK(bytes_from("0") == 0U);
  CHECK(bytes_from("1000") == 1000U);
  CHECK(bytes_from("1,000") == 1000U);
  CHECK(bytes_from("20MB") == 20'000'000U);
  CHECK(bytes_from("20 mb") == 20'000'000U);
  CHECK(bytes_from("20m") == 20'000'000U);
  CHECK(bytes_from("1.5KiB") == 1536U);
  CHECK(bytes_from("2Gi") == std::uint64_t{2} << 30U);
  CHECK(bytes_from("12b") == 12U);
  for (const char* text :
       {"", "x", "-1", "1x", "1ki b2", "MB", "1e99", "nan", "inf", "99999999E", "1kib ib", ","}) {
    CAPTURE(text);
    CHECK_FALSE(bytes_from(text));
  }
}
