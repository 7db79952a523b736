// No report quotes a secret, whichever rule's finding stands on its line.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "app/cli/cli.h"
#include "app/report/report.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

// Put together here, so that no scanner of sources takes this file for a leak.
const std::string access_key = "wJalrXUtnFEMI" + std::string("/K7MDENG/bPxRfiCYzQ3aRk8Lm2");
const std::string token = std::string("glpat") + "-wWPw5k4aXcaT4fNP0Ucn";
const std::string login = "hT7-vKq2.mZ" + std::string("x9");
const std::string chosen = "otter-" + std::string("creek-7");
const std::string old_form = "Xq7Lm" + std::string("2pR9sTv4Wz8");

std::string dockerfile() {
  return "from debian:12\n"
         "ENV AWS_SECRET_ACCESS_KEY=" +
         access_key +
         "\n"
         "ENV DB_PASSWORD=" +
         chosen +
         " OTHER=1\n"
         "ENV API_TOKEN " +
         old_form +
         "\n"
         "RUN sudo apt-get install curl && cd /x && curl -u me:" +
         login +
         " http://example.org/a\n"
         "RUN git clone https://x:" +
         token +
         "@gitlab.example.org/a.git /src\n"
         "ADD https://u:" +
         login +
         "@example.org/b /b\n"
         "LABEL note=\"" +
         token +
         "\"\n"
         "#plimsoll: ignore=DL3020 -- the token is " +
         token +
         "\n"
         "ADD " +
         token +
         " /c\n"
         "CMD app --token=" +
         token + "\n";
}

void check_nothing_is_told(const std::string& text) {
  for (const std::string& secret : {access_key, token, login, chosen, old_form}) {
    INFO(text);
    REQUIRE(text.find(secret) == std::string::npos);
    REQUIRE(text.find(secret.substr(0, secret.size() / 2 + 1)) == std::string::npos);
  }
}

std::string linted(const std::string& text, const std::vector<std::string>& more) {
  MemoryHost host;
  host.files["Dockerfile"] = text;
  std::vector<std::string> arguments{"lint", "--isolated"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  (void)run(host, arguments);
  return host.out + host.err;
}

}  // namespace

TEST_CASE("no format of a report quotes a secret") {
  for (const std::string_view format : format_names()) {
    INFO(format);
    const std::string out =
        linted(dockerfile(), {"--format", std::string(format), "--verbose", "--show-suppressed"});
    CHECK(out.size() > 500);
    check_nothing_is_told(out);
  }
}

TEST_CASE("what is masked keeps its place, and all else is quoted") {
  const std::string out = linted(dockerfile(), {"--only", "secret-in-env-or-arg"});
  CHECK(out.find("ENV AWS_SECRET_ACCESS_KEY=wJal****") != std::string::npos);
  CHECK(out.find("OTHER=1") != std::string::npos);
  CHECK(linted("FROM debian:12\nENV MODE=production\nMAINTAINER me\n", {}).find("MAINTAINER me") !=
        std::string::npos);
}

TEST_CASE("a fix that would tell a secret is not told to programs, and is made all the same") {
  const std::string text = "FROM debian:12\nENV API_TOKEN " + old_form + "\n";
  const std::string json = linted(text, {"--format", "json"});
  check_nothing_is_told(json);
  MemoryHost host;
  host.files["Dockerfile"] = text;
  (void)run(host, std::vector<std::string>{"fix", "--isolated", "--unsafe"});
  CHECK(host.files["Dockerfile"].find("API_TOKEN=" + old_form) != std::string::npos);
  MemoryHost other;
  other.files["Dockerfile"] = text;
  (void)run(other, std::vector<std::string>{"fix", "--isolated", "--unsafe", "--diff"});
  CHECK(other.out.find(old_form) != std::string::npos);
}
