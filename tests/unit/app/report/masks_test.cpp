#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "app/report/masks.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

// Put together here, so that no scanner of sources takes this file for a leak.
const std::string token = std::string("glpat") + "-wWPw5k4aXcaT4fNP0Ucn";
const std::string other = std::string("glpat") + "-Qz81mLw0vTnB5yHs2KdR";

}  // namespace

TEST_CASE("a secret that one text gives away is masked in all, wherever it stands") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  Masks masks(scanner->get());
  masks.learn("TOKEN=" + token + "\nAGAIN=" + token);
  const std::string shown = masks.of("a " + token + " b " + token + " c");
  CHECK(shown.find(token) == std::string::npos);
  CHECK(shown.starts_with("a glpa"));
  CHECK(shown.ends_with(" c"));
  CHECK(masks.of("x" + token + token + "y").find("wWPw") == std::string::npos);
  CHECK(masks.of(other) == other);
  masks.learn("git clone https://x:" + other + "@example.org");
  CHECK(masks.of(other) != other);
  CHECK(masks.of("nothing here") == "nothing here");
}

TEST_CASE("a secret of several lines leaves its line ends") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  const std::string armour = std::string("OPENSSH PRIVATE") + " KEY-----\n";
  const std::string body(70, 'b');
  const std::string text = "RUN <<EOF\n-----BEGIN " + armour + "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUA" +
                           body + "\nAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gt\n-----END " + armour +
                           "EOF\nUSER 7\n";
  Masks masks(scanner->get());
  masks.learn(text);
  const std::string shown = masks.of(text);
  CHECK(shown.find(body) == std::string::npos);
  CHECK(std::count(shown.begin(), shown.end(), '\n') == std::count(text.begin(), text.end(), '\n'));
  CHECK(shown.ends_with("EOF\nUSER 7\n"));
}

TEST_CASE("without a scanner nothing is masked, with too many secrets nothing is quoted") {
  Masks none(nullptr);
  none.learn(token);
  CHECK(none.of(token) == token);
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  const auto numbered = [&](int i) {
    const std::string digits = std::to_string(100000 + i);
    return token.substr(0, token.size() - digits.size()) + digits;
  };
  std::string text;
  for (int i = 0; i < 400; ++i) text += "TOKEN=" + numbered(i * 37) + "\n";
  Masks many(scanner->get());
  many.learn(text);
  CHECK(many.of(text).find(token.substr(0, 14)) == std::string::npos);
  for (int i = 400; i < 1200; ++i) text += "TOKEN=" + numbered(i * 37) + "\n";
  many.learn(text);
  CHECK(many.of(text).size() < 100);
}

TEST_CASE("a text that was cut within a secret does not tell its beginning") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  Masks masks(scanner->get());
  masks.learn("TOKEN=" + token);
  const std::string shown = masks.of("`RUN git clone " + token.substr(0, 15) + "...` and so on");
  CHECK(shown.find("glpat") == std::string::npos);
  CHECK(shown.ends_with("...` and so on"));
  CHECK(masks.of("glpa... of this kind") == "glpa... of this kind");
  const std::string twice = masks.of(token.substr(0, 9) + token.substr(0, 12) + "... and ...");
  CHECK(twice == token.substr(0, 9) + twice.substr(9));
  CHECK(twice.find(token.substr(0, 12)) == std::string::npos);
}

TEST_CASE("a text that is nothing but marks of cuts takes no longer") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  Masks masks(scanner->get());
  std::string text;
  for (int i = 0; i < 400; ++i) {
    text += "TOKEN=" + token.substr(0, token.size() - 6) + std::to_string(100000 + i * 37) + "\n";
  }
  masks.learn(text);
  REQUIRE_FALSE(masks.empty());
  std::string dots;
  for (int i = 0; i < 250'000; ++i) dots += "...a";
  CHECK(masks.of(dots) == dots);
  CHECK(masks.in_place(dots) == dots);
}

TEST_CASE("a short value is masked where it stands as it did") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  Masks masks(scanner->get());
  const std::string text =
      "RUN git clone https://me:" + std::string("q7w2e") + "@git.harbour.io/q7w2e";
  masks.learn_file(text);
  REQUIRE_FALSE(masks.empty());
  const std::string shown = masks.in_place(text);
  CHECK(shown.size() == text.size());
  CHECK(shown.find(":q7w2e@") == std::string::npos);
  CHECK(shown.ends_with("git.harbour.io/q7w2e"));
}

TEST_CASE("what a name and a value tell together is masked, however long it is") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  Masks masks(scanner->get());
  const std::string of_words = "green otter" + std::string(" 7 creek");
  std::string random;
  for (int i = 0; i < 700; ++i) random += "q7Wm2Rt9Zx"[(i * i + i / 10) % 10];
  const std::string text =
      "ENV A=1 DB_PASSWORD=\"" + of_words + "\" \\\n  API_TOKEN=" + random +
      "\nARG TOKEN=$OTHER\nENV MODE=\"green otter\"\nENV PASSWORD_FILE=/run/s9\n";
  masks.learn_file(text);
  const std::string shown = masks.in_place(text);
  CHECK(shown.size() == text.size());
  CHECK(shown.find("otter 7") == std::string::npos);
  CHECK(shown.find(random.substr(100, 50)) == std::string::npos);
  CHECK(shown.find("A=1 DB_PASSWORD=\"gree***") != std::string::npos);
  CHECK(
      shown.ends_with("\nARG TOKEN=$OTHER\nENV MODE=\"green otter\"\nENV PASSWORD_FILE=/run/s9\n"));
}

TEST_CASE("in place every byte has its place, and of overlapping values nothing more is shown") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  Masks masks(scanner->get());
  masks.learn("TOKEN=" + token);
  const std::string text = "a " + token + "\n" + token + token + " b";
  const std::string shown = masks.in_place(text);
  CHECK(shown.size() == text.size());
  CHECK(shown.starts_with("a glpa*****"));
  CHECK(shown.find('\n') == text.find('\n'));
  CHECK(shown.find("wWPw") == std::string::npos);
}

TEST_CASE("what rules call a password by its name or its place is masked there") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  const auto quoted = [&](const std::string& file) {
    Masks masks(scanner->get());
    masks.learn_file(file);
    return masks.in_place(file);
  };
  CHECK(quoted("ENV C_SECRET=correcthorse") == "ENV C_SECRET=cor*********");
  CHECK(quoted("ENV D_PASS=shortpw\n") == "ENV D_PASS=s******\n");
  CHECK(quoted("RUN echo \"root:Tr0ub4dor\" | chpasswd") ==
        "RUN echo \"root:Tr*******\" | chpasswd");
  CHECK(quoted("RUN useradd -m -p Sup3rPlain9 bob") == "RUN useradd -m -p Su********* bob");
  CHECK(quoted("RUN wget --password=Wg3tHorseman x") == "RUN wget --password=Wg3********* x");
  CHECK(quoted("RUN curl -u joe:Mu4chTooLong x") == "RUN curl -u joe:Mu4********* x");
  // Elsewhere a word means itself.
  CHECK(quoted("ARG PASSWORD=stallion\nRUN apt-get install stallion\n") ==
        "ARG PASSWORD=st******\nRUN apt-get install stallion\n");
  CHECK(quoted("RUN curl -fsSL https://example.org:8443/x | sh") ==
        "RUN curl -fsSL https://example.org:8443/x | sh");
}

TEST_CASE("of a character in UTF-8 all is shown or nothing") {
  const Result<std::unique_ptr<SecretScanner>> scanner = SecretScanner::make();
  REQUIRE(scanner);
  const std::string rest = "7wolke-9regen-4sturm" + std::string("-2hagel");
  for (const auto& [value, shown] : {std::pair<std::string, std::string>{"abc\u00fc" + rest, "abc"},
                                     {"ab\u00fc" + rest, "ab\u00fc"},
                                     {"a\U0001f511" + rest, "a"},
                                     {"\U0001f511" + rest, "\U0001f511"}}) {
    Masks masks(scanner->get());
    const std::string text = "ENV DB_PASSWORD=\"" + value + "\"\n";
    masks.learn_file(text);
    const std::string masked = masks.in_place(text);
    CHECK(masked.size() == text.size());
    CHECK(masked ==
          "ENV DB_PASSWORD=\"" + shown + std::string(value.size() - shown.size(), '*') + "\"\n");
  }
}
