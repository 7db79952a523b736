#include "analyzer/secrets/randomness.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "tests/unit/analyzer/secrets/made_up.h"

namespace plimsoll::secrets {
namespace {

TEST_CASE("the expectation is what draws show") {
  made_up::Draws draws(1);
  const struct {
    std::string_view letters;
    std::size_t length;
  } cases[] = {{"0123456789abcdef", 16},
               {"0123456789abcdef", 40},
               {made_up::Draws::base62, 20},
               {made_up::Draws::base62, 64}};
  for (const auto& one : cases) {
    constexpr int rounds = 3000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < rounds; ++i) {
      const double bits = bits_per_byte(draws.of(one.letters, one.length));
      sum += bits;
      squares += bits * bits;
    }
    const double mean = sum / rounds;
    const double deviation = std::sqrt(squares / rounds - mean * mean);
    const Expectation expected = expected_bits(one.letters.size(), one.length);
    CHECK(expected.mean == Approx(mean).margin(0.06));
    CHECK(expected.deviation == Approx(deviation).margin(0.05));
  }
}

TEST_CASE("draws look drawn, and words do not") {
  made_up::Draws draws(2);
  int missed = 0;
  constexpr int rounds = 2000;
  for (int i = 0; i < rounds; ++i) {
    missed += looks_drawn(draws.hex(32)) ? 0 : 1;
    missed += looks_drawn(draws.mixed(24)) ? 0 : 1;
    missed += looks_drawn(draws.mixed(40)) ? 0 : 1;
  }
  CHECK(missed < rounds * 3 / 100);
  for (const char* text :
       {"getUserSecretToken", "AWS_SECRET_ACCESS_KEY", "this-is-my-secret-name",
        "javax.net.ssl.keyStorePassword", "aaaaaaaaaaaaaaaaaaaaaaaa", "0123456789abcdef",
        "abcdefghijklmnop", "1234567890123456", "deadbeefdeadbeef", "short",
        "IFPkgFlagRestartAction", "correct horse battery", "application/octet-stream"}) {
    INFO(text);
    CHECK_FALSE(looks_drawn(text));
  }
}

TEST_CASE("what is made up for a page says so") {
  made_up::Draws draws(3);
  CHECK(looks_made_up("ghp_xxxxxxxxxxxxxxxxxxxxxxxx"));
  CHECK(looks_made_up("AKIAIOSFODNN7EXAMPLE"));
  CHECK(looks_made_up("sk_live_1234567890abcdef"));
  CHECK(looks_made_up("your-token-goes-here"));
  CHECK_FALSE(looks_made_up(draws.mixed(40)));
}

}  // namespace
}  // namespace plimsoll::secrets
