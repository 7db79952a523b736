#include "analyzer/base/process.h"

#include <catch2/catch.hpp>

namespace plimsoll {
namespace {

Process shell(const char* script, std::string input = "") {
  Process process;
  process.program = "/bin/sh";
  process.arguments = {"-c", script};
  process.input = std::move(input);
  return process;
}

TEST_CASE("a program gets its input, and its two streams and exit code come back") {
  const auto output = run_process(shell("cat; echo bad >&2; exit 3", "text\n"));
  REQUIRE(output);
  CHECK(output->out == "text\n");
  CHECK(output->err == "bad\n");
  CHECK(output->exit_code == 3);
}

TEST_CASE("a program that reads nothing is no trouble, nor is one that a signal ends") {
  const auto output = run_process(shell("exec <&-; kill -TERM $$", std::string(1 << 20, 'x')));
  REQUIRE(output);
  CHECK(output->exit_code == 128 + 15);
}

TEST_CASE("much goes through in both directions at once") {
  const std::string much(512 << 10, 'y');
  const auto output = run_process(shell("cat", much));
  REQUIRE(output);
  CHECK(output->out == much);
}

TEST_CASE("what is not there, too slow or too talkative is an error") {
  Process missing;
  missing.program = "/no/such/program";
  const auto absent = run_process(missing);
  REQUIRE(!absent);
  CHECK(absent.error().code == 2);
  Process slow = shell("exec sleep 20");
  slow.timeout = std::chrono::milliseconds(100);
  const auto late = run_process(slow);
  REQUIRE(!late);
  CHECK(late.error().message == "/bin/sh takes too long");
  Process silent = shell("exec sleep 20 <&- >&- 2>&-");
  silent.timeout = std::chrono::milliseconds(100);
  const auto ended = run_process(silent);
  REQUIRE(ended);
  CHECK(ended->exit_code == 128 + 9);
  Process talkative = shell("exec yes");
  talkative.output_limit_bytes = 1000;
  const auto loud = run_process(talkative);
  REQUIRE(!loud);
  CHECK(loud.error().message == "/bin/sh says too much");
}

TEST_CASE("a program runs in /, with no descriptor but its three streams") {
  const auto output = run_process(shell("pwd; ls /proc/self/fd | wc -l"));
  REQUIRE(output);
  CHECK(output->out == "/\n4\n");  // the fourth is ls's own
}

}  // namespace
}  // namespace plimsoll
