#include "analyzer/registry/challenge.h"

#include <catch2/catch.hpp>

namespace plimsoll::registry {
namespace {

TEST_CASE("challenges, one or many in a header") {
  const auto bearer = parse_challenges(
      R"(Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push",error="invalid_token")");
  REQUIRE(bearer.size() == 1);
  CHECK(bearer[0].scheme == "bearer");
  CHECK(bearer[0].parameter("realm") == "https://auth.docker.io/token");
  CHECK(bearer[0].parameter("scope") == "repository:a/b:pull,push");
  CHECK(bearer[0].parameter("absent").empty());

  const auto many = parse_challenges(R"(Negotiate, BASIC Realm = "a \"b\", c", Bearer realm=x)");
  REQUIRE(many.size() == 3);
  CHECK(many[0].scheme == "negotiate");
  CHECK(many[1].scheme == "basic");
  CHECK(many[1].parameter("realm") == "a \"b\", c");
  CHECK(many[2].parameter("realm") == "x");

  CHECK(parse_challenges("").empty());
  CHECK(parse_challenges("=\"").empty());
  CHECK(parse_challenges("Bearer realm=\"open").size() == 1);
  CHECK(parse_challenges(std::string(100'000, 'a') + " b=c").size() == 1);
}

TEST_CASE("the next page") {
  CHECK(next_link(R"(</v2/a/tags/list?last=b&n=2>; rel="next")") == "/v2/a/tags/list?last=b&n=2");
  CHECK(next_link(R"(<x>; rel=prev, <y>; title="a, b"; rel=NEXT)") == "y");
  CHECK(!next_link(R"(<x>; rel="prev")"));
  CHECK(!next_link("<x"));
  CHECK(!next_link("x; rel=next"));
  CHECK(!next_link(R"(<x>; rel="next)"));
}

TEST_CASE("parts of a blob, and of an upload") {
  const auto range = parse_content_range("bytes 5-9/10");
  REQUIRE(range);
  CHECK(range->first == 5);
  CHECK(range->last == 9);
  CHECK(range->total == std::optional<std::uint64_t>(10));
  CHECK(!parse_content_range("bytes 5-9/*")->total);
  for (const char* text : {"", "bytes", "bytes 9-5/10", "bytes 5-9/9", "bytes -9/10", "bytes 5-9",
                           "items 5-9/10", "bytes 5-99999999999999999999/*", "bytes 5-9/x"}) {
    CAPTURE(text);
    CHECK(!parse_content_range(text));
  }
  CHECK(parse_upload_range("0-99") == std::optional<std::uint64_t>(100));
  CHECK(parse_upload_range("bytes=0-99") == std::optional<std::uint64_t>(100));
  CHECK(parse_upload_range("0-0") == std::optional<std::uint64_t>(0));
  for (const char* text : {"", "5-9", "0-", "0-18446744073709551615", "0-x"}) {
    CAPTURE(text);
    CHECK(!parse_upload_range(text));
  }
}

TEST_CASE("what a server says is shown without its control characters, and cut") {
  CHECK(server_words(R"({"errors":[{"code":"DENIED","message":"no\u001b[31m\nway"}]})") ==
        "DENIED: no [31m way");
  CHECK(server_words(R"({"errors":[{"code":"DENIED"}]})") == "DENIED");
  CHECK(server_words(R"({"message":"page not found"})") == "page not found");
  CHECK(server_words("<html>").empty());
  CHECK(printable(std::string(1000, 'x')).size() == 200);
}

}  // namespace
}  // namespace plimsoll::registry
