#include "analyzer/base/tasks.h"

#include <catch2/catch.hpp>

using namespace plimsoll;

TEST_CASE("results come in the order of the items, whatever the number of workers") {
  const auto square = [](std::size_t i) { return i * i; };
  const std::vector<std::size_t> alone = parallel_map<std::size_t>(1000, 1, square);
  CHECK(alone[999] == 999U * 999U);
  for (const unsigned workers : {0U, 2U, 7U, 64U}) {
    CHECK(parallel_map<std::size_t>(1000, workers, square) == alone);
  }
}

TEST_CASE("no items, no work") {
  bool called = false;
  parallel_for(0, 8, [&](std::size_t) { called = true; });
  CHECK_FALSE(called);
}

TEST_CASE("there is always a worker") { CHECK(available_workers() >= 1); }
