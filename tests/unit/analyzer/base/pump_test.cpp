#include "analyzer/base/pump.h"

#include <catch2/catch.hpp>
#include <cerrno>
#include <string>

using namespace plimsoll;

namespace {

std::string all_of(Pump& pump, std::size_t room) {
  std::string bytes;
  std::string piece(room, '\0');
  while (true) {
    const auto got = pump.read(piece.data(), piece.size());
    if (!got) return bytes + " then: " + got.error().message;
    if (*got == 0) return bytes;
    bytes.append(piece, 0, *got);
  }
}

}  // namespace

TEST_CASE("What is pushed is pulled, in order, through little room") {
  std::string pushed;
  for (int i = 0; i < 3000; ++i) pushed += std::to_string(i);
  for (const std::size_t room : {1U, 7U, 4096U, 100'000U}) {
    Pump pump(room, [&](const Pump::Write& write) -> Result<void> {
      for (std::size_t at = 0; at < pushed.size(); at += 100) {
        if (auto done = write(std::string_view(pushed).substr(at, 100)); !done) return done;
      }
      return {};
    });
    CHECK(all_of(pump, room == 7 ? 3 : 500) == pushed);
    char more = 0;
    CHECK(pump.read(&more, 1).value() == 0);
  }
}

TEST_CASE("A failure comes after the bytes before it") {
  Pump pump(10, [](const Pump::Write& write) -> Result<void> {
    if (auto done = write("some bytes that came"); !done) return done;
    return failure("the connection broke");
  });
  CHECK(all_of(pump, 4) == "some bytes that came then: the connection broke");
}

TEST_CASE("Who is not read any more is let go") {
  bool told = false;
  {
    Pump pump(10, [&](const Pump::Write& write) -> Result<void> {
      while (true) {
        if (auto done = write("endless"); !done) {
          told = done.error().code == ECANCELED;
          return done;
        }
      }
    });
    char byte = 0;
    CHECK(pump.read(&byte, 1).value() == 1);
  }
  CHECK(told);
}
