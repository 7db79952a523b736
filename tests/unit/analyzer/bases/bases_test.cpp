#include "analyzer/bases/bases.h"

#include <catch2/catch.hpp>

#include "analyzer/bases/lifecycles.h"

namespace plimsoll {
namespace {

BaseFacts facts_of(const char* text) {
  const auto image = parse_image_reference(text);
  REQUIRE(image);
  return lookup_base(*image);
}

BaseFacts facts_of_tag(const char* repository, const char* tag) {
  auto image = parse_image_reference(repository);
  REQUIRE(image);
  image->tag = tag;
  return lookup_base(*image);
}

TEST_CASE("what the tag says of distribution, shell and packages") {
  struct Row {
    const char* image;
    const char* distribution;
    const char* release;
    PackageManager manager;
    ShellProgram sh;
  };
  using P = PackageManager;
  using S = ShellProgram;
  const Row rows[] = {
      {"debian:12", "debian", "12", P::Apt, S::Dash},
      {"debian:buster-slim", "debian", "10", P::Apt, S::Dash},
      {"debian", "debian", "", P::Apt, S::Dash},
      {"ubuntu:22.04", "ubuntu", "22.04", P::Apt, S::Dash},
      {"ubuntu:focal-20240101", "ubuntu", "20.04", P::Apt, S::Dash},
      {"alpine:3.19.1", "alpine", "3.19.1", P::Apk, S::Ash},
      {"busybox:musl", "busybox", "", P::None, S::Ash},
      {"python:3.12", "debian", "", P::Apt, S::Dash},
      {"python:3.12-slim-bookworm", "debian", "12", P::Apt, S::Dash},
      {"python:3.12-alpine3.19", "alpine", "3.19", P::Apk, S::Ash},
      {"node:20-alpine", "alpine", "", P::Apk, S::Ash},
      {"golang:1.22-bullseye", "debian", "11", P::Apt, S::Dash},
      {"centos:7", "centos", "7", P::Yum, S::Bash},
      {"centos", "centos", "", P::Unknown, S::Bash},
      {"rockylinux:9-minimal", "rocky", "9", P::Microdnf, S::Bash},
      {"almalinux:9", "almalinux", "9", P::Dnf, S::Bash},
      {"fedora:39", "fedora", "39", P::Dnf, S::Bash},
      {"amazonlinux:2023", "amazonlinux", "2023", P::Dnf, S::Bash},
      {"amazonlinux:2", "amazonlinux", "2", P::Yum, S::Bash},
      {"oraclelinux:8-slim", "oraclelinux", "8", P::Microdnf, S::Bash},
      {"opensuse/leap:15.5", "leap", "15.5", P::Zypper, S::Bash},
      {"archlinux", "arch", "", P::Pacman, S::Bash},
      {"registry.access.redhat.com/ubi9/ubi-minimal:9.3", "ubi", "9", P::Microdnf, S::Bash},
      {"registry.access.redhat.com/ubi8/python-39", "ubi", "8", P::Dnf, S::Bash},
      {"registry.access.redhat.com/ubi9/ubi-micro", "ubi", "9", P::None, S::None},
      {"eclipse-temurin:21-jre", "ubuntu", "", P::Apt, S::Dash},
      {"eclipse-temurin:21-jre-alpine", "alpine", "", P::Apk, S::Ash},
      {"openjdk:8-jdk-slim-buster", "debian", "10", P::Apt, S::Dash},
      {"openjdk:17-oraclelinux8", "oraclelinux", "8", P::Dnf, S::Bash},
      {"mcr.microsoft.com/dotnet/aspnet:8.0", "debian", "", P::Apt, S::Dash},
      {"mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", "ubuntu", "22.04", P::None, S::None},
      {"gcr.io/distroless/static-debian12", "distroless", "", P::None, S::None},
      {"public.ecr.aws/docker/library/python:3.12-alpine", "alpine", "", P::Apk, S::Ash},
      {"arm64v8/alpine:3.18", "alpine", "3.18", P::Apk, S::Ash},
      {"nvidia/cuda:12.2.0-devel-ubuntu22.04", "ubuntu", "22.04", P::Apt, S::Dash},
      {"example.org/app:1", "", "", P::Unknown, S::Unknown},
  };
  for (const Row& row : rows) {
    CAPTURE(row.image);
    const BaseFacts facts = facts_of(row.image);
    CHECK(facts.distribution == row.distribution);
    CHECK(facts.release == row.release);
    CHECK(facts.package_manager == row.manager);
    CHECK(facts.sh == row.sh);
  }
}

TEST_CASE("a tag with holes tells only what is certain") {
  CHECK(facts_of_tag("node", "*-alpine").distribution == "alpine");
  CHECK(facts_of_tag("python", "*-slim").distribution == "debian");
  CHECK(facts_of_tag("python", "3.*").distribution.empty());
  CHECK(facts_of_tag("node", "20-*").distribution.empty());
  CHECK(facts_of_tag("node", "*").package_manager == PackageManager::Unknown);
  CHECK(facts_of_tag("debian", "*").package_manager == PackageManager::Apt);
  CHECK(facts_of_tag("debian", "*").end_of_life.empty());
  CHECK(facts_of_tag("node", "*").user == std::optional<std::string>("root"));
  const std::string digest = "node@sha256:" + std::string(64, 'a');
  CHECK(facts_of(digest.c_str()).distribution.empty());
}

TEST_CASE("users, directories and environments") {
  CHECK(is_yes(facts_of("debian:12").is_root()));
  CHECK(is_yes(facts_of("node:20").is_root()));
  CHECK(is_no(facts_of("jenkins/jenkins:lts").is_root()));
  CHECK(is_no(facts_of("bitnami/redis:7").is_root()));
  CHECK(is_yes(facts_of("bitnami/minideb:bookworm").is_root()));
  CHECK(is_yes(facts_of("gcr.io/distroless/base").is_root()));
  CHECK(is_no(facts_of("gcr.io/distroless/base:nonroot").is_root()));
  CHECK(is_unknown(facts_of("example.org/app").is_root()));
  CHECK(is_unknown(facts_of("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled").is_root()));
  CHECK(facts_of("golang:1.22").workdir == std::optional<std::string>("/go"));
  CHECK(facts_of("debian").workdir == std::optional<std::string>(""));
  CHECK(!facts_of("example.org/app").workdir);
  CHECK(facts_of("debian").env_complete);
  CHECK(!facts_of("node").env_complete);
  CHECK(facts_of("node").surely_lacks("PORT"));
  CHECK(!facts_of("node").surely_lacks("YARN_VERSION"));
  CHECK(facts_of("debian").surely_lacks("PORT"));
  CHECK(!facts_of("example.org/node").surely_lacks("PORT"));
  CHECK(facts_of("mcr.microsoft.com/windows/nanoserver:ltsc2022").os == OsFamily::Windows);
  CHECK(facts_of("python:3.12-windowsservercore").os == OsFamily::Windows);
  CHECK(facts_of("example.org/app:1-nanoserver").os == OsFamily::Windows);
  CHECK(is_yes(facts_of("python:3.12").has_curl));
  CHECK(is_no(facts_of("python:3.12-slim").has_curl));
  CHECK(is_no(facts_of("alpine").has_curl));
  CHECK(is_yes(facts_of("alpine").has_wget));
  CHECK(is_unknown(facts_of("nginx").has_curl));
}

TEST_CASE("ends of support") {
  const auto ends = [](const char* image) {
    std::vector<std::string> out;
    for (const EndOfLife& end : facts_of(image).end_of_life)
      out.push_back(end.what + " " + end.date);
    return out;
  };
  using Ends = std::vector<std::string>;
  CHECK(ends("debian:buster") == Ends{"Debian 10 (buster) 2024-06-30"});
  CHECK(ends("node:16-alpine3.15") == Ends{"Node.js 16 2023-09-11", "Alpine 3.15 2023-11-01"});
  CHECK(ends("python:3.7.17-slim") == Ends{"Python 3.7 2023-06-27"});
  CHECK(ends("python:3").empty());
  CHECK(ends("python:2") == Ends{"Python 2 2020-01-01"});
  CHECK(ends("centos:8.4.2105") == Ends{"CentOS 8 2021-12-31"});
  CHECK(ends("node:lts").empty());
  const auto end = end_of_life("debian", "10");
  REQUIRE(end);
  CHECK(end->day == 19904);
  CHECK(!end->source.empty());
}

TEST_CASE("scratch holds nothing, and that is certain") {
  const BaseFacts facts = scratch_base();
  CHECK(is_no(facts.has_shell));
  CHECK(facts.env_complete);
  CHECK(is_yes(facts.is_root()));
}

}  // namespace
}  // namespace plimsoll
