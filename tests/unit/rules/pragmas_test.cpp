#include "rules/suppression/pragmas.h"

#include <catch2/catch.hpp>
#include <string>

#include "rules/selection/selection.h"
#include "rules/table.h"

namespace plimsoll::rules {
namespace {

// A file with its pragmas; asks whether a finding on the line of `needle` is kept silent.
struct Asked {
  SourceFile source;
  Dockerfile dockerfile;
  Pragmas pragmas;

  explicit Asked(std::string text, std::int64_t today = 0)
      : source("Dockerfile", std::move(text)),
        dockerfile(parse_dockerfile(source)),
        pragmas(source, dockerfile, today) {}

  const Pragma* silent(std::string_view rule, std::string_view needle) {
    const auto at = static_cast<std::uint32_t>(source.bytes().find(needle));
    Finding finding;
    finding.rule = rule;
    finding.primary.where = InFile{{at, at + static_cast<std::uint32_t>(needle.size())}};
    return pragmas.ignores(finding, *find_by_name(rule));
  }
};

TEST_CASE("own pragma above an instruction speaks of that instruction") {
  Asked file(
      "FROM a\n"
      "# plimsoll: ignore=apt-missing-yes -- the base answers\n"
      "RUN one\n"
      "RUN two\n");
  const Pragma* pragma = file.silent("apt-missing-yes", "RUN one");
  REQUIRE(pragma);
  CHECK(pragma->reason == "the base answers");
  CHECK_FALSE(file.silent("apt-missing-yes", "RUN two"));
  CHECK_FALSE(file.silent("apt-lists-left", "RUN one"));
}

TEST_CASE("own pragma before the first instruction speaks of the file") {
  Asked file("# plimsoll: ignore=DL3014, DL3009\nFROM a\nRUN one\n");
  CHECK(file.silent("apt-missing-yes", "RUN one"));
  CHECK(file.silent("apt-lists-left", "RUN one"));
}

TEST_CASE("own pragma inside a continued instruction speaks of the next line") {
  Asked file(
      "FROM a\n"
      "RUN one && \\\n"
      "    # plimsoll: ignore=apt-missing-yes\n"
      "    # (a remark)\n"
      "    two && \\\n"
      "    three\n");
  CHECK(file.silent("apt-missing-yes", "two"));
  CHECK_FALSE(file.silent("apt-missing-yes", "three"));
  CHECK_FALSE(file.silent("apt-missing-yes", "one"));
}

TEST_CASE("own pragma in the script of a heredoc") {
  Asked file("FROM a\nRUN <<EOF\n# plimsoll: ignore=apt-missing-yes\none\ntwo\nEOF\n");
  CHECK(file.silent("apt-missing-yes", "one"));
  CHECK_FALSE(file.silent("apt-missing-yes", "two"));
}

TEST_CASE("stage and file scopes") {
  const std::string_view dialects[] = {"plimsoll: ignore-stage=", "hadolint stage ignore="};
  for (const std::string_view dialect : dialects) {
    Asked file("FROM a\nRUN one\n# " + std::string(dialect) +
               "DL3014\nFROM b\nRUN two\nFROM c\nRUN six\n");
    CHECK_FALSE(file.silent("apt-missing-yes", "RUN one"));
    CHECK(file.silent("apt-missing-yes", "RUN two"));
    CHECK_FALSE(file.silent("apt-missing-yes", "RUN six"));
  }
  for (const std::string_view dialect :
       {"plimsoll: ignore-file=", "hadolint global ignore=", "tally global ignore="}) {
    Asked file("FROM a\nRUN one\n# " + std::string(dialect) + "DL3014\nRUN two\n");
    CHECK(file.silent("apt-missing-yes", "RUN one"));
  }
}

TEST_CASE("foreign pragmas above an instruction, by their ids") {
  for (const std::string_view comment :
       {"# hadolint ignore=DL3014", "#hadolint   ignore=DL3009 , DL3014 # why",
        "# trivy:ignore:DS-0021", "# trivy:ignore:DS-0002 trivy:ignore:AVD-DS-0021",
        "# trivy:ignore:DS021", "# trivy:ignore:*", "# tally ignore=hadolint/DL3014;reason=old",
        "# dockerfile-utils: ignore",
        "# nosemgrep: dockerfile.best-practice.missing-assume-yes-switch", "# nosemgrep",
        "# kics-scan ignore-line"}) {
    INFO(comment);
    Asked file("FROM a\n" + std::string(comment) + "\nRUN one\nRUN two\n");
    CHECK(file.silent("apt-missing-yes", "RUN one"));
    CHECK_FALSE(file.silent("apt-missing-yes", "RUN two"));
  }
}

TEST_CASE("foreign pragmas for the whole file") {
  for (const std::string_view comment :
       {"# kics-scan ignore", "# kics-scan disable=77783205-0000-4000-8000-000000000000",
        "# kics-scan ignore-block"}) {
    INFO(comment);
    Asked file(std::string(comment) + "\nFROM a\nRUN one\n");
    CHECK(file.silent("apt-missing-yes", "RUN one"));
  }
  Asked only("# kics-scan enable=77783205-0000-4000-8000-000000000000\nFROM a\nRUN one\n");
  CHECK_FALSE(only.silent("apt-missing-yes", "RUN one"));
  CHECK(only.silent("apt-lists-left", "RUN one"));
  Asked checkov("FROM a\nRUN one\n#checkov:skip=CKV_DOCKER_4:we know\nADD x y\n");
  REQUIRE(checkov.silent("add-instead-of-copy", "ADD"));
  CHECK(checkov.silent("add-instead-of-copy", "ADD")->reason == "we know");
}

TEST_CASE("BuildKit's check directive and comment") {
  Asked top("# check=skip=MaintainerDeprecated;error=true\nFROM a\nMAINTAINER x\n");
  CHECK(top.silent("maintainer-deprecated", "MAINTAINER"));
  CHECK_FALSE(top.silent("multiple-cmd", "MAINTAINER"));
  CHECK(top.pragmas.checks_are_errors());
  Asked all("# check=skip=all\nFROM a\nMAINTAINER x\n");
  CHECK(all.silent("maintainer-deprecated", "MAINTAINER"));
  CHECK_FALSE(all.silent("apt-missing-yes", "MAINTAINER"));  // BuildKit has no such check
  Asked above("FROM a\n# check=skip=MaintainerDeprecated\nMAINTAINER x\nCMD a\n");
  CHECK(above.silent("maintainer-deprecated", "MAINTAINER"));
  CHECK_FALSE(above.silent("maintainer-deprecated", "CMD"));
}

TEST_CASE("nosemgrep at the end of a line of shell") {
  Asked file("FROM a\nRUN one # nosemgrep: missing-assume-yes-switch\nRUN two\n");
  CHECK(file.silent("apt-missing-yes", "one"));
  CHECK_FALSE(file.silent("apt-missing-yes", "two"));
}

TEST_CASE("a foreign blanket ignore does not hide what breaks the build") {
  Asked file("FROM a\n# dockerfile-utils: ignore\nRUNN one\n");
  CHECK_FALSE(file.silent("unknown-instruction", "RUNN"));
}

TEST_CASE("an ignore holds up to its day and not longer") {
  const std::int64_t day = *day_from("2026-11-21");
  const std::string text = "FROM a\n# plimsoll: ignore=DL3014 until=2026-11-21 -- soon\nRUN one\n";
  CHECK(Asked(text, day).silent("apt-missing-yes", "RUN"));
  CHECK_FALSE(Asked(text, day + 1).silent("apt-missing-yes", "RUN"));
  CHECK(Asked(text, 0).silent("apt-missing-yes", "RUN"));  // the day is not known
  CHECK_FALSE(Asked("FROM a\n# trivy:ignore:DS-0021:exp:2026-11-20\nRUN one\n", day)
                  .silent("apt-missing-yes", "RUN"));
}

TEST_CASE("what cannot be understood is kept as such") {
  for (const std::string_view comment :
       {"# plimsoll: disable=a", "# plimsoll: ignore=", "# plimsoll: ignore=a until=soon",
        "# plimsoll: ignore=a because"}) {
    INFO(comment);
    const auto pragmas = read_pragmas(comment, 0);
    REQUIRE(pragmas.size() == 1);
    CHECK_FALSE(pragmas[0].malformed.empty());
  }
}

TEST_CASE("ordinary comments are none") {
  for (const std::string_view comment :
       {"# hadolint is fine", "# check that it works", "#", "# plimsoll",
        "# trivy:ignore:", "# shellcheck source=x", "# tally-ho", "# kics-scan"}) {
    INFO(comment);
    CHECK(read_pragmas(comment, 0).empty());
  }
}

TEST_CASE("ids have the place where they stand") {
  const std::string text = "# hadolint ignore=DL3003,SC2086";
  const auto pragmas = read_pragmas(text, 100);
  REQUIRE(pragmas.size() == 1);
  REQUIRE(pragmas[0].ids.size() == 2);
  CHECK(pragmas[0].ids[1].span == Span{125, 131});
  CHECK(pragmas[0].comment == Span{100, 131});
}

TEST_CASE("days of the calendar") {
  CHECK(day_from("1970-01-01") == 0);
  CHECK(day_from("1970-03-01") == 59);
  CHECK(day_from("2000-02-29") == 11016);
  CHECK(day_from("2026-11-21") == 20778);
  for (const std::string_view wrong : {"2026-02-29", "2026-13-01", "2026-1-1", "", "yesterday!"}) {
    CHECK_FALSE(day_from(wrong));
  }
}

}  // namespace
}  // namespace plimsoll::rules
