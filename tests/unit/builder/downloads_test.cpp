#include "builder/downloads.h"

#include <catch2/catch.hpp>

namespace plimsoll::builder {

TEST_CASE("the time of an HTTP answer") {
  CHECK(seconds_of_http_date("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
  CHECK(seconds_of_http_date("Wed, 21 Oct 2015 07:28:00 GMT") == 1'445'412'480);
  CHECK_FALSE(seconds_of_http_date("Wed, 21 Okt 2015 07:28:00 GMT"));
  CHECK_FALSE(seconds_of_http_date("Wed, 21 Oct 2015 07:28:00 CET"));
  CHECK_FALSE(seconds_of_http_date("yesterday"));
  CHECK_FALSE(seconds_of_http_date(""));
}

TEST_CASE("what ADD takes for a place elsewhere") {
  CHECK(is_remote("https://example.com/a"));
  CHECK(is_remote("http://example.com/a"));
  CHECK(is_remote("git@example.com:a.git"));
  CHECK_FALSE(is_remote("a/b"));
  CHECK_FALSE(is_remote("httpd.conf"));
}

}  // namespace plimsoll::builder
