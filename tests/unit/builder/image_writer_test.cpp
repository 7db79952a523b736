#include "builder/image_writer.h"

#include <catch2/catch.hpp>

namespace plimsoll::builder {
namespace {

HistoryEntry entry(std::string by, bool empty) {
  HistoryEntry made;
  made.created_by = std::move(by);
  made.empty_layer = empty;
  return made;
}

}  // namespace

TEST_CASE("times are written in UTC") {
  CHECK(timestamp(0) == "1970-01-01T00:00:00Z");
  CHECK(timestamp(86'399) == "1970-01-01T23:59:59Z");
  CHECK(timestamp(951'782'400) == "2000-02-29T00:00:00Z");
  CHECK(timestamp(1'735'689'599) == "2024-12-31T23:59:59Z");
  CHECK(timestamp(1'767'225'600) == "2026-01-01T00:00:00Z");
  CHECK(timestamp(-1) == "1969-12-31T23:59:59Z");
}

TEST_CASE("a history that fits is left alone") {
  std::vector<HistoryEntry> history = {entry("a", false), entry("b", true)};
  const std::vector<HistoryEntry> before = history;
  fit_history(history, 1, 0);
  CHECK(history == before);
}

TEST_CASE("layers without an entry get one at the end") {
  std::vector<HistoryEntry> history = {entry("a", true)};
  fit_history(history, 2, 0);
  REQUIRE(history.size() == 3);
  CHECK_FALSE(history[1].empty_layer);
  CHECK(history[2].created == "1970-01-01T00:00:00Z");
}

TEST_CASE("entries without a layer become empty ones, the oldest first") {
  std::vector<HistoryEntry> history = {entry("a", false), entry("b", false)};
  fit_history(history, 1, 0);
  CHECK(history[0].empty_layer);
  CHECK_FALSE(history[1].empty_layer);
}

}  // namespace plimsoll::builder
