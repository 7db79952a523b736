#include "analyzer/values/value.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

Value pattern(const char* before, const char* hole, const char* after) {
  Value value{std::string(before)};
  value.append(Value::unknown(hole));
  value.append(after);
  return value;
}

TEST_CASE("a known text answers everything") {
  const Value value("abc");
  CHECK(value.known());
  CHECK(is_yes(value.equals("abc")));
  CHECK(is_no(value.equals("ab")));
  CHECK(is_yes(value.starts_with("ab")));
  CHECK(is_no(value.starts_with("abcd")));
  CHECK(is_yes(value.ends_with("bc")));
  CHECK(is_yes(value.contains("b")));
  CHECK(is_no(value.contains("x")));
  CHECK(is_no(value.empty()));
  CHECK(is_yes(Value().empty()));
  CHECK(Value().known());
  CHECK(Value().text().empty());
}

TEST_CASE("holes answer what their surroundings allow") {
  const Value value = pattern("node:", "V", "-slim");
  CHECK(!value.known());
  CHECK(value.display() == "node:${V}-slim");
  CHECK(value.prefix() == "node:");
  CHECK(value.suffix() == "-slim");
  CHECK(is_unknown(value.equals("node:20-slim")));
  CHECK(is_no(value.equals("node:20")));
  CHECK(is_no(value.equals("node:slim")));  // the two literals may not overlap
  CHECK(is_yes(value.starts_with("node")));
  CHECK(is_no(value.starts_with("python")));
  CHECK(is_unknown(value.starts_with("node:20")));
  CHECK(is_yes(value.ends_with("slim")));
  CHECK(is_unknown(value.ends_with("20-slim")));
  CHECK(is_no(value.ends_with("alpine")));
  CHECK(is_yes(value.contains(":")));
  CHECK(is_unknown(value.contains("20")));
  CHECK(is_no(value.empty()));
  CHECK(is_unknown(Value::unknown("V").empty()));
  CHECK(!value.possible());
}

TEST_CASE("finitely many texts answer for all of them") {
  const Value value = Value::unknown("A", {"x1", "x2"});
  CHECK(is_yes(value.starts_with("x")));
  CHECK(is_unknown(value.equals("x1")));
  CHECK(is_no(value.equals("y")));
  CHECK(is_no(value.empty()));
  CHECK(Value::unknown("A", {"one"}).known());
  std::vector<std::string> many;
  for (int i = 0; i < 40; ++i) many.push_back(std::to_string(i));
  Value twice = Value::unknown("A", many);
  twice.append(Value::unknown("B", many));
  CHECK(!twice.possible());  // more than are enumerated
  CHECK(is_unknown(twice.equals("11")));
}

}  // namespace
}  // namespace plimsoll
