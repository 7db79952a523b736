#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/secrets/class_table.h"
#include "analyzer/secrets/secret_scanner.h"
#include "tests/unit/analyzer/secrets/made_up.h"

namespace plimsoll {
namespace {

using made_up::Draws;

const SecretScanner& scanner() {
  static const auto made = SecretScanner::make();
  REQUIRE(made);
  return **made;
}

std::vector<SecretHit> read(std::string_view path, std::string_view text,
                            std::size_t piece = std::string::npos) {
  SecretReader reader(scanner());
  reader.begin(path, text.size());
  for (std::size_t at = 0; at < text.size() && reader.wants_more(); at += piece) {
    reader.feed(text.substr(at, piece));
    if (piece == std::string::npos) break;
  }
  std::vector<SecretHit> hits;
  reader.finish(hits);
  return hits;
}

std::string id(const SecretHit& hit) {
  return std::string(scanner().classes()[hit.secret_class].id);
}
std::string first(std::string_view path, std::string_view text) {
  const auto hits = read(path, text);
  return hits.empty() ? "" : id(hits[0]);
}

TEST_CASE("a hit says where, what and how long, and never the value") {
  Draws draws(1);
  const std::string token = draws.github_token();
  const auto hits = read("srv/app/main.py", "import os\n\ncall('" + token + "')\n");
  REQUIRE(hits.size() == 1);
  CHECK(id(hits[0]) == "github-token");
  CHECK(hits[0].offset == 17);
  CHECK(hits[0].length == token.size());
  CHECK(hits[0].line == 3);
  CHECK(hits[0].redacted == "ghp_..., 40 characters");
  CHECK(scanner().classes()[hits[0].secret_class].certain);
}

TEST_CASE("pieces of any size give the same hits") {
  Draws draws(2);
  std::string text;
  for (int i = 0; i < 12; ++i) {
    for (int k = 0; k < 900; ++k) text += "some words of prose, and a line end\n";
    text += "x = \"" + (i % 2 == 0 ? draws.github_token() : draws.aws_key()) + "\"\n";
    text += "DB=postgres://app:" + draws.mixed(12) + "@db.internal/app\n";
  }
  text += "tail";
  const auto whole = read("srv/notes", text);
  REQUIRE(whole.size() == 24);
  for (const std::size_t piece : {1u, 7u, 1000u, 4096u, 16384u, 65536u, 70001u, 262144u}) {
    INFO(piece);
    const auto hits = read("srv/notes", text, piece);
    REQUIRE(hits.size() == whole.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      CHECK(hits[i].offset == whole[i].offset);
      CHECK(hits[i].line == whole[i].line);
      CHECK(hits[i].fingerprint == whole[i].fingerprint);
    }
  }
}

TEST_CASE("the same secret has the same fingerprint everywhere, and is said once in a file") {
  Draws draws(3);
  const std::string token = draws.github_token();
  const auto one = read("a.txt", token + "\n" + token + "\n");
  const auto other = read("b/.env", "GITHUB_TOKEN=" + token);
  REQUIRE(one.size() == 1);
  REQUIRE(other.size() == 1);
  CHECK(one[0].fingerprint == other[0].fingerprint);
  CHECK(read("c", draws.github_token())[0].fingerprint != one[0].fingerprint);
}

TEST_CASE("a check sum that is wrong is no token") {
  Draws draws(4);
  std::string token = draws.github_token();
  token.back() = token.back() == '7' ? '8' : '7';
  CHECK(read("a.txt", token).empty());
}

TEST_CASE("binaries are searched for what lives in binaries") {
  Draws draws(5);
  std::string bytes(
      "\x7f"
      "ELF\2\1\1\0\0\0",
      10);
  bytes += std::string(9000, '\0') + draws.aws_key() + std::string("\0password=", 10) +
           draws.mixed(30) + std::string(9000, '\0');
  const auto hits = read("usr/bin/x", bytes, 5000);
  REQUIRE(hits.size() == 1);
  CHECK(id(hits[0]) == "aws-access-key");
  CHECK(hits[0].line == 0);
}

TEST_CASE("what paths and first bytes say") {
  Draws draws(6);
  const std::string key = draws.aws_key();
  SecretReader reader(scanner());
  const auto wants = [&](std::string_view path, std::uint64_t size) {
    reader.begin(path, size);
    return reader.wants_more();
  };
  CHECK(wants("etc/app.conf", 100));
  CHECK_FALSE(wants("etc/app.conf", 3));
  CHECK_FALSE(wants("srv/logo.PNG", 100));
  CHECK_FALSE(wants("usr/local/lib/node_modules/x/test/keys.js", 100));
  CHECK(wants("usr/local/lib/node_modules/x/index.js", 100));
  CHECK(wants("srv/tests/keys.js", 100));  // our own tests are not published
  CHECK(read("a.txt", std::string("\x1f\x8b\x08\0", 4) + key).empty());
  CHECK(first("srv/app/README.md", "run " + key) == "aws-access-key");
  const std::string setting = "db_password = \"" + draws.mixed(24) + "\"\n";
  CHECK(first("etc/app.conf", setting) == "generic-secret");
  CHECK(first("srv/README.md", setting).empty());
  CHECK(first("srv/yarn.lock", setting).empty());
  CHECK(first("srv/app.py", setting) == "generic-secret");
}

TEST_CASE("values that people choose are believed where settings are kept") {
  CHECK(first("srv/.env", "DB_PASSWORD=Tiger-lily-94\n") == "chosen-password");
  CHECK(first("srv/app.py", "DB_PASSWORD = 'Tiger-lily-94'\n").empty());
  CHECK(first("srv/.env", "DB_PASSWORD=changeme\n").empty());
  CHECK(first("srv/.env", "DB_PASSWORD=${PASSWORD}\n").empty());
  CHECK(first("srv/.env", "DB_PASSWORD=/run/secrets/db\n").empty());
}

TEST_CASE("a line may be allowed") {
  Draws draws(11);
  const std::string line = "t = \"" + draws.github_token() + "\"";
  CHECK(first("a.py", "x\n" + line + "  # gitleaks:allow\n").empty());
  CHECK(first("a.py", line + "  # plimsoll:allow-secret").empty());
  CHECK(first("a.py", line + "\n# pragma: allowlist secret\n") == "github-token");
}

TEST_CASE("letters of two bytes, and base64 around a token") {
  Draws draws(12);
  const std::string token = draws.github_token();
  std::string little("\xff\xfe");
  std::string big("\xfe\xff");
  for (const char c : "first line\r\ntoken " + token + "\r\n") {
    little += {c, '\0'};
    big += {'\0', c};
  }
  for (const std::string& text : {little, big}) {
    for (const std::size_t piece : {std::size_t{9}, text.size()}) {
      const auto hits = read("home/pc.rdp", text, piece);
      REQUIRE(hits.size() == 1);
      CHECK(hits[0].offset == 2 + 2 * 18);
      CHECK(hits[0].length == 2 * token.size());
      CHECK(hits[0].line == 2);
    }
  }
  // `Z2hwX...` in a Secret of Kubernetes is the same token.
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : token + "  ") {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) encoded += letters[bits >> (count - 6) & 63];
  }
  encoded.resize((token.size() + 2) / 3 * 4);
  encoded.back() = '=';
  encoded[encoded.size() - 2] = '=';
  const auto hits = read("srv/secret.yaml", "data:\n  token: " + encoded + "\n");
  REQUIRE(hits.size() == 1);
  CHECK(id(hits[0]) == "github-token");
  CHECK(hits[0].length == encoded.size());
  CHECK(hits[0].fingerprint == read("a", token)[0].fingerprint);
}

TEST_CASE("short texts") {
  Draws draws(8);
  const auto found = [](const std::string& text) {
    const auto hits = find_in_text(scanner(), text);
    return hits.empty() ? "" : id(hits[0]);
  };
  CHECK(found("DB_PASSWORD=Tiger-lily-94") == "chosen-password");
  CHECK(found("GITHUB=" + draws.github_token()) == "github-token");
  CHECK(found("RUN |1 API_TOKEN=" + draws.mixed(32) + " /bin/sh -c make") == "generic-secret");
  CHECK(found("app --password Tiger-lily-94 start") == "chosen-password");
  CHECK(found("mysql -uroot -pTiger-lily-94 app") == "command-line-password");
  CHECK(found("RUN pip install mysql-python==1.2.5").empty());
  CHECK(found("PATH=/usr/bin").empty());
  CHECK(found("").empty());
}

TEST_CASE("every literal is a hint, and plain instructions have none") {
  const auto hinted = [](std::string_view written) {
    std::string text = "x" + std::string(written) + "y";
    for (char& c : text) c = c == '\t' ? ' ' : c;
    CHECK(scanner().may_be_in(text));
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    CHECK(scanner().may_be_in(text));
  };
  for (const auto& table : secrets::class_tables()) {
    for (const secrets::ClassRow& row : table) secrets::each_word(row.literals, hinted);
  }
  secrets::each_word(secrets::assignment_words, hinted);
  CHECK_FALSE(
      scanner().may_be_in("FROM debian:12\nRUN apt-get update && apt-get install -y git\n"));
  CHECK_FALSE(scanner().may_be_in("k"));
  CHECK_FALSE(scanner().may_be_in(""));
}

TEST_CASE("a flood of secrets or of what looks like some is cut short, and says so") {
  Draws draws(9);
  std::string flood;
  for (int i = 0; i < 400; ++i) flood += draws.github_token() + "\n";
  SecretReader reader(scanner());
  std::vector<SecretHit> hits;
  reader.begin("a.txt", flood.size());
  reader.feed(flood);
  CHECK_FALSE(reader.wants_more());
  reader.finish(hits);
  CHECK(reader.cut_short());
  CHECK(hits.size() == SecretReader::most_hits);

  std::string prefixes;
  while (prefixes.size() < (8u << 20)) prefixes += "glpat-";
  reader.begin("a.txt", prefixes.size() * 100);
  for (int i = 0; i < 100 && reader.wants_more(); ++i) reader.feed(prefixes);
  reader.finish(hits);
  CHECK(reader.cut_short());

  reader.begin("b.txt", 40);  // the next file begins anew
  reader.feed(flood.substr(0, 40));
  CHECK_FALSE(reader.cut_short());
}

TEST_CASE("threads share a scanner, and expressions are compiled when first needed") {
  const auto shared = SecretScanner::make();
  REQUIRE(shared);
  Draws draws(10);
  const std::string text = "t: SG." + draws.mixed(22) + "." + draws.mixed(43) + "\nlin_api_" +
                           draws.mixed(40) + "\ndp.pt." + draws.mixed(43) + "\n";
  std::vector<std::size_t> counts(4);
  std::vector<std::thread> threads;
  for (std::size_t& count : counts) {
    threads.emplace_back([&] {
      SecretReader reader(**shared);
      std::vector<SecretHit> hits;
      reader.begin("x.txt", text.size());
      reader.feed(text);
      reader.finish(hits);
      count = hits.size();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(counts == std::vector<std::size_t>{3, 3, 3, 3});
}

TEST_CASE("classes have names of their own") {
  CHECK(scanner().classes().size() >= 200);
  CHECK(scanner().version().size() == 16);
  for (const SecretClass& one : scanner().classes()) {
    INFO(one.id);
    CHECK(one.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    CHECK(!one.what.empty());
    std::size_t count = 0;
    for (const SecretClass& other : scanner().classes()) count += other.id == one.id ? 1 : 0;
    CHECK(count == 1);
  }
}

}  // namespace
}  // namespace plimsoll
