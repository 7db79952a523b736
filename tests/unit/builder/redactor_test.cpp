#include "builder/redactor.h"

#include <catch2/catch.hpp>

namespace plimsoll::builder {
namespace {

std::string redacted(const std::vector<std::string>& secrets,
                     const std::vector<std::string>& pieces) {
  Redactor redactor(secrets);
  std::string text;
  const auto out = [&](std::string_view bytes) { text += bytes; };
  for (const std::string& piece : pieces) redactor.feed(piece, out);
  redactor.finish(out);
  return text;
}

}  // namespace

TEST_CASE("a secret is starred out, whole or in pieces") {
  CHECK(redacted({"hunter2"}, {"pass hunter2 end"}) == "pass *** end");
  CHECK(redacted({"hunter2"}, {"pass hun", "ter2 end"}) == "pass *** end");
  CHECK(redacted({"hunter2"}, {"h", "u", "n", "t", "e", "r", "2"}) == "***");
  CHECK(redacted({"hunter2"}, {"hunter2hunter2"}) == "******");
}

TEST_CASE("what only begins like a secret comes through") {
  CHECK(redacted({"hunter2"}, {"hunt", "ing"}) == "hunting");
  CHECK(redacted({"hunter2"}, {"hunter"}) == "hunter");
  CHECK(redacted({"aaab"}, {"aaa", "ab"}) == "a***");
}

TEST_CASE("the end of a secret's file does not count, its lines do") {
  CHECK(redacted({"hunter2\n"}, {"x hunter2 y"}) == "x *** y");
  CHECK(redacted({"first line\nsecond line\n"}, {"second line"}) == "***");
}

TEST_CASE("short secrets and none at all change nothing") {
  CHECK(redacted({"ab"}, {"ab abc"}) == "ab abc");
  CHECK(redacted({}, {"anything"}) == "anything");
  CHECK(redacted({""}, {"anything"}) == "anything");
}

}  // namespace plimsoll::builder
