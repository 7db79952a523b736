#include "analyzer/secrets/prefilter.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/secrets/compiled.h"
#include "tests/unit/analyzer/secrets/made_up.h"

namespace plimsoll::secrets {
namespace {

using Hits = std::set<std::pair<std::size_t, std::uint16_t>>;

Hits hits_of(const Prefilter& filter, std::string_view text, std::size_t room = 256) {
  Hits hits;
  std::vector<std::uint32_t> positions;
  for (std::size_t at = 0; at < text.size();) {
    at = filter.find(text, at, text.size(), positions, room);
    for (const std::uint32_t position : positions) {
      filter.literals_at(text, position, [&](std::uint16_t tag, std::size_t begin, std::size_t) {
        hits.emplace(begin, tag);
      });
    }
  }
  return hits;
}

TEST_CASE("literals are found wherever they stand") {
  Prefilter filter;
  filter.add({"ghp_", false, 1});
  filter.add({"-----BEGIN", false, 2});
  filter.add({"passw", true, 3});
  filter.add({"hf_", false, 4}, "abcdefghij");
  filter.add({"glpat-", false, 5});
  filter.add({"glpa", false, 6});
  filter.build();
  for (std::size_t gap = 0; gap < 150; ++gap) {
    const std::string front(gap, ' ');
    CHECK(hits_of(filter, front + "ghp_") == Hits{{gap, 1}});
    CHECK(hits_of(filter, front + "-----BEGIN-") == Hits{{gap, 2}});
    CHECK(hits_of(filter, front + "PassWord") == Hits{{gap, 3}});
    CHECK(hits_of(filter, front + "hf_a") == Hits{{gap, 4}});
    CHECK(hits_of(filter, front + "glpat-x") == Hits{{gap, 5}, {gap, 6}});
    CHECK(hits_of(filter, front + "GHP_ hf_z hf_ glpa").size() == 1);
    CHECK(hits_of(filter, front + "gh").empty());
  }
}

TEST_CASE("every kind of processor finds the same") {
  const auto scanner = SecretScanner::make();
  REQUIRE(scanner);
  made_up::Draws draws(7);
  const std::string_view letters =
      "ghp_AKIAglpat-sk_live_xoxb-BEGIN token=password:key\"'secret://@.\n\t0123456789\xc3\xa9\xff";
  for (const Prefilter* filter :
       {&(*scanner)->compiled().for_binaries(), &(*scanner)->compiled().for_settings()}) {
    for (int round = 0; round < 60; ++round) {
      std::string text = draws.of(letters, draws.below(700));
      for (const char* word : {"ghp_", "AKIA", "PASSWORD=", "8Q~x", "T3BlbkFJ", "://", "hf_a"}) {
        text.insert(draws.below(static_cast<std::uint32_t>(text.size() + 1)), word);
      }
      Prefilter portable = *filter;
      portable.use(Prefilter::Speed::Portable);
      const Hits wanted = hits_of(portable, text);
      CHECK(!wanted.empty());
      for (int speed = 1; speed <= static_cast<int>(Prefilter::best()); ++speed) {
        Prefilter other = *filter;
        other.use(static_cast<Prefilter::Speed>(speed));
        CHECK(hits_of(other, text) == wanted);
        CHECK(hits_of(other, text, 2048) == wanted);
      }
    }
  }
}

TEST_CASE("newlines are counted") {
  made_up::Draws draws(3);
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string text = draws.of("ab\n", size);
    std::uint64_t lines = 0;
    for (const char c : text) lines += c == '\n' ? 1 : 0;
    CHECK(count_lines(text) == lines);
  }
}

}  // namespace
}  // namespace plimsoll::secrets
