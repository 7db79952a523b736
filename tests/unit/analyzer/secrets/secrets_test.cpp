#include "analyzer/secrets/secrets.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/analyzer/secrets/made_up.h"

namespace plimsoll {
namespace {

TEST_CASE("names of secrets") {
  for (const char* name :
       {"DB_PASSWORD", "githubToken", "API_KEY", "DB_PASS", "AWS_SECRET_ACCESS_KEY",
        "ADMIN_USER_PASSWORD", "SECRET_KEY_BASE", "password2", "deploy-token"}) {
    INFO(name);
    CHECK(read_secret_name(name) == NameHint::Secret);
  }
  for (const char* name :
       {"TOKEN_FILE", "PUBLIC_KEY", "SSH_AUTH_SOCK", "PASSWORD_MIN_LENGTH", "PWD", "PASS",
        "GPG_KEY", "MONKEY", "BYPASS", "USERNAME", "AWS_ACCESS_KEY_ID", "KEYCLOAK_VERSION",
        "MYSQL_RANDOM_ROOT_PASSWORD", "", "___"}) {
    INFO(name);
    CHECK(read_secret_name(name) == NameHint::None);
  }
  CHECK(read_secret_name("APP_KEY") == NameHint::Weak);
}

TEST_CASE("shapes of values") {
  CHECK(read_secret_value("") == ValueShape::Empty);
  CHECK(read_secret_value("  ") == ValueShape::Empty);
  CHECK(read_secret_value("True") == ValueShape::Switch);
  CHECK(read_secret_value("0") == ValueShape::Switch);
  CHECK(read_secret_value("/run/secrets/x") == ValueShape::Reference);
  CHECK(read_secret_value("https://example.org") == ValueShape::Reference);
  CHECK(read_secret_value("$(pwgen 12)") == ValueShape::Reference);
  CHECK(read_secret_value("your-token-here") == ValueShape::Placeholder);
  CHECK(read_secret_value("xxxxxx") == ValueShape::Placeholder);
  CHECK(read_secret_value("foo") == ValueShape::Placeholder);
  CHECK(read_secret_value("admin123") == ValueShape::Default);
  CHECK(read_secret_value("123456") == ValueShape::Default);
  CHECK(read_secret_value("ChangeMeSoon") == ValueShape::Default);
  CHECK(read_secret_value("tiger-lily-9") == ValueShape::Plain);
  CHECK(read_secret_value("9f8e7d6c5b4a39281706f5e4d3c2b1a0") == ValueShape::Random);
  CHECK(read_secret_value(std::string(100'000, 'a') + "b") == ValueShape::Plain);
}

TEST_CASE("credentials that say what they are") {
  const auto what = [](std::string_view text) {
    const auto found = find_credential(text);
    return found ? std::string(found->what) : std::string();
  };
  CHECK(what("key=AKIA2OGYBAH6QLFCPTM5;") == "an AWS access key");
  made_up::Draws draws(1);
  CHECK(what("t=" + draws.github_token()) == "a GitHub token");
  CHECK(what("ghp_" + draws.mixed(36)).empty());  // its check sum is wrong
  CHECK(what("SG." + draws.mixed(22) + "." + draws.mixed(43)) == "a SendGrid key");
  CHECK(what("x glpat-" + draws.mixed(20) + " y") == "a GitLab token");
  CHECK(what("-----BEGIN RSA PRIVATE KEY-----") == "a private key");
  CHECK(what("amqp://worker:tiger-lily-9@queue:5672/x") == "a URL with a password");
  CHECK(what("AKIAIOSFODNN7EXAMPLE").empty());
  CHECK(what("ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").empty());
  CHECK(what("XAKIA2OGYBAH6QLFCPTM5").empty());
  CHECK(what("-----BEGIN PUBLIC KEY-----").empty());
  CHECK(what("postgres://app:${PASSWORD}@db/app").empty());
  CHECK(what("https://example.org:8080/@user").empty());
  CHECK(what("mysql://app:app@db/app").empty());
  CHECK(what("mysql://app:tiger-lily-9@localhost/app").empty());
  CHECK(what("git@github.com:team/app").empty());
}

}  // namespace
}  // namespace plimsoll
