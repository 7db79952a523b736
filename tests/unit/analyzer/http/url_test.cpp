#include "analyzer/http/url.h"

#include <catch2/catch.hpp>

namespace plimsoll::http {
namespace {

TEST_CASE("URLs and their parts") {
  struct Row {
    const char* text;
    const char* shown;
    const char* userinfo;
    int port;
  };
  const Row rows[] = {
      {"http://Example.COM", "http://example.com/", "", 80},
      {"HTTPS://a:443/b?c#d", "https://a/b?c", "", 443},
      {"https://a:/b", "https://a/b", "", 443},
      {"https://a:5000?x=/y", "https://a:5000/?x=/y", "", 5000},
      {"http://ann:pw@h_o-st.:1/", "http://h_o-st.:1/", "ann:pw", 1},
      {"http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x", "", 8080},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto url = parse_url(row.text);
    REQUIRE(url);
    CHECK(url->text() == row.shown);
    CHECK(url->userinfo == row.userinfo);
    CHECK(url->port == row.port);
  }
}

TEST_CASE("what is no URL") {
  for (const char* text : {"", "a", "ftp://a/", "http:/a", "http://", "http://a b", "http://a\\b/",
                           "http://[::1", "http://[]/", "http://[x]/", "http://a:b/",
                           "http://a:65536/", "http://a:0/", "http://a:1x/", "http://a@b@c/",
                           "http://%61/", "http://.a/", "http://\xc3\xa4/", "http://a/\x7f"}) {
    CAPTURE(text);
    CHECK(!parse_url(text));
  }
}

TEST_CASE("references are resolved as RFC 3986 5.4 has it") {
  const auto base = parse_url("http://u:p@a/b/c/d;p?q");
  REQUIRE(base);
  struct Row {
    const char* reference;
    const char* target;
  };
  const Row rows[] = {
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g/"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"https://z/x", "https://z/x"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.reference);
    const auto url = resolve_url(*base, row.reference);
    REQUIRE(url);
    CHECK(url->text() == row.target);
    CHECK(url->userinfo.empty());
  }
  for (const char* text : {"mailto:x", "//u:p@z/", "http://u@z/", "a b", "//"}) {
    CAPTURE(text);
    CHECK(!resolve_url(*base, text));
  }
}

TEST_CASE("who is this machine") {
  for (const char* host :
       {"localhost", "LOCALHOST", "x.localhost", "127.0.0.1", "127.9.9.9", "[::1]"}) {
    CHECK(is_loopback(host));
  }
  for (const char* host : {"localhost.example.com", "127.0.0.1.example.com", "127.x", "10.0.0.1",
                           "127.0.1", "[::2]", "notlocalhost"}) {
    CHECK(!is_loopback(host));
  }
}

}  // namespace
}  // namespace plimsoll::http
