#include "analyzer/base/base64.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

TEST_CASE("base64 there and back (RFC 4648 10)") {
  const char* rows[][2] = {{"", ""},
                           {"f", "Zg=="},
                           {"fo", "Zm8="},
                           {"foo", "Zm9v"},
                           {"foob", "Zm9vYg=="},
                           {"fooba", "Zm9vYmE="},
                           {"foobar", "Zm9vYmFy"},
                           {"\xff\xfe", "//4="}};
  for (const auto& row : rows) {
    CHECK(base64_encoded(row[0]) == row[1]);
    CHECK(base64_decoded(row[1]) == std::optional<std::string>(row[0]));
  }
  CHECK(base64_decoded("Zg") == std::optional<std::string>("f"));
  for (const char* text : {"Z", "Zm9v\n", "Zm=v", "Zg===", "*"}) CHECK(!base64_decoded(text));
}

}  // namespace
}  // namespace plimsoll
