#include "analyzer/digest/sha512.h"

#include <catch2/catch.hpp>

using namespace plimsoll;

TEST_CASE("SHA-512 of the standard's example") {
  CHECK(digest::sha512_hex("abc") ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}
