#include <catch2/catch.hpp>

#include "analyzer/accounts.h"
#include "analyzer/image_uses.h"
#include "analyzer/label_values.h"

namespace plimsoll {
namespace {

struct Read {
  explicit Read(std::string text)
      : source("Dockerfile", std::move(text)),
        dockerfile(parse_dockerfile(source)),
        facts(source, dockerfile, settings) {}
  SourceFile source;
  Dockerfile dockerfile;
  Settings settings;
  Facts facts;
};

TEST_CASE("every place that names an image") {
  const Read c(
      "# syntax=docker/dockerfile:1\nARG REG\nFROM debian:12 AS a\nFROM a\nFROM ${REG}/x\nFROM "
      "$REG\n"
      "COPY --from=a /a /a\nCOPY --from=nginx /a /a\nCOPY --from=stgae /a /a\n"
      "RUN --mount=type=bind,from=x/y@sha256:"
      "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d,target=/y true\n");
  std::string seen;
  for (const ImageUse& use : images_used(c.facts)) {
    const auto letter = [](Answer a) { return is_yes(a) ? 'y' : is_no(a) ? 'n' : '?'; };
    seen += use.text.display().substr(0, 12);
    seen += std::string(" ") + letter(use.has_tag()) + letter(use.has_digest()) + "; ";
  }
  CHECK(seen == "docker/docke yn; debian:12 yn; ${REG}/x nn; nginx nn; x/y@sha256:2 ny; ");
}

TEST_CASE("accounts that a stage makes, with those below it") {
  const Read c(
      "FROM debian:12 AS a\nARG UID=7\nRUN groupadd x && useradd -u $UID -g x one\n"
      "FROM a\nRUN adduser --system two && adduser two www-data && useradd $WHO\n");
  std::string seen;
  for (const Account& account : accounts_made(c.facts, c.facts.stages()[1])) {
    seen += account.name + "=" + account.uid.value_or("?") + " ";
  }
  CHECK(seen == "one=7 two=? ");
}

TEST_CASE("whether an account is there") {
  const auto ask = [](const std::string& text, std::string_view name) {
    const Read c(text + "USER x\n");
    return account_exists(c.facts, *c.dockerfile.instructions.back(), name);
  };
  CHECK(is_yes(ask("FROM node:22\n", "node")));
  CHECK(is_no(ask("FROM node:22\nRUN npm ci\n", "app")));
  CHECK(is_unknown(ask("FROM alpine:3.20\n", "guest")));
  CHECK(is_yes(ask("FROM alpine:3.20\nRUN adduser -D app\n", "app")));
  CHECK(is_unknown(ask("FROM alpine:3.20\nRUN apk add nginx\n", "app")));
  CHECK(is_unknown(ask("FROM alpine:3.20\nRUN ./setup\n", "app")));
  CHECK(is_unknown(ask("FROM example.org/x\n", "app")));
  CHECK(is_no(ask("FROM scratch\nCOPY app /app\n", "app")));
  CHECK(is_unknown(ask("FROM scratch\nCOPY passwd /etc/\n", "app")));
  CHECK(is_yes(ask("FROM scratch\n", "root")));
}

TEST_CASE("values of labels") {
  CHECK(is_url("https://example.org/x"));
  CHECK_FALSE(is_url("example.org"));
  CHECK_FALSE(is_url("https://"));
  CHECK_FALSE(is_url("file:///x"));
  CHECK(is_semver("v1.2.3-rc.1+b.001"));
  CHECK_FALSE(is_semver("1.2"));
  CHECK_FALSE(is_semver("1.2.3-01"));
  CHECK_FALSE(is_semver("1.2.3+"));
  CHECK(is_git_hash("4f0c2d9"));
  CHECK_FALSE(is_git_hash("4f0c2g9"));
  CHECK(is_rfc3339("2026-01-31T12:00:00.5+02:00"));
  CHECK_FALSE(is_rfc3339("2026-01-31T12:00:00"));
  CHECK_FALSE(is_rfc3339("2026-01-31T25:00:00Z"));
  CHECK(is_email("A B <a.b@example.org>"));
  CHECK_FALSE(is_email("a@b"));
  CHECK_FALSE(is_email("a b@example.org"));
  CHECK(is_spdx("(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0"));
  CHECK_FALSE(is_spdx("MIT Apache-2.0"));
  CHECK_FALSE(is_spdx("(MIT"));
  CHECK_FALSE(is_spdx("mit"));
  CHECK_FALSE(is_spdx(""));
}

}  // namespace
}  // namespace plimsoll
