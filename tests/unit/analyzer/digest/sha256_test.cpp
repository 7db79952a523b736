#include "analyzer/digest/sha256.h"

#include <catch2/catch.hpp>

using namespace plimsoll::digest;

TEST_CASE("SHA-256 agrees with the vectors of FIPS 180-4") {
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("Pieces give the digest of the whole, and a finished stream begins anew") {
  Sha256Stream stream;
  stream.update("a");
  stream.update("");
  stream.update("bc");
  CHECK(stream.finish() == sha256("abc"));
  stream.update("x");
  CHECK(stream.finish() == sha256("x"));
}
