#include "analyzer/secrets/encodings.h"

#include <catch2/catch.hpp>

namespace plimsoll::secrets {
namespace {

TEST_CASE("base64 in its spellings") {
  CHECK(decode_base64("Zm9vYmE=") == "fooba");
  CHECK(decode_base64("Zm9vYmFy") == "foobar");
  CHECK(decode_base64("Zm9v\nYmFy\n") == "foobar");
  CHECK(decode_base64("Zm9v\\nYmFy") == "foobar");
  CHECK(decode_base64("-_-_") == decode_base64("+/+/"));
  CHECK_FALSE(decode_base64("Zm9v!").has_value());
  CHECK(decode_base64("") == "");
}

TEST_CASE("check sums") {
  CHECK(crc32("123456789") == 0xCBF43926u);  // the check value of the sum's own definition
  // Valid strings of BIP 173.
  CHECK(has_bech32_sum("A12UEL5L"));
  CHECK(has_bech32_sum("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w"));
  CHECK_FALSE(has_bech32_sum("A12UEL5M"));
  CHECK_FALSE(has_bech32_sum(""));
  // The first address ever: 25 bytes with four of a sum.
  CHECK(has_base58_sum("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"));
  CHECK_FALSE(has_base58_sum("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"));
  CHECK_FALSE(has_base58_sum(""));
  CHECK_FALSE(has_github_sum("ghp_"));
  CHECK_FALSE(has_grafana_sum("glsa_"));
  CHECK_FALSE(is_pypi_macaroon("pypi-"));
}

}  // namespace
}  // namespace plimsoll::secrets
