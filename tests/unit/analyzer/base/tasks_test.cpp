#include "analyzer/base/tasks.h"

#include <catch2/catch.hpp>
#include <numeric>

using namespace plimsoll;

TEST_CASE("results come in the order of the items, whatever the number of workers") {
  const auto square = [](std::size_t i, unsigned) { return i * i; };
  const std::vector<std::size_t> alone = parallel_map<std::size_t>(1000, 1, square);
  CHECK(alone[999] == 999U * 999U);
  for (const unsigned workers : {0U, 2U, 7U, 64U}) {
    CHECK(parallel_map<std::size_t>(1000, workers, square) == alone);
  }
}

TEST_CASE("what belongs to a worker is touched by no other") {
  std::vector<std::size_t> counts(7);
  parallel_for(10'000, 7, [&](std::size_t, unsigned worker) { ++counts[worker]; });
  CHECK(std::accumulate(counts.begin(), counts.end(), std::size_t{0}) == 10'000);
}

TEST_CASE("no items, no work") {
  bool called = false;
  parallel_for(0, 8, [&](std::size_t, unsigned) { called = true; });
  CHECK_FALSE(called);
}

TEST_CASE("there is always a worker") { CHECK(available_workers() >= 1); }
