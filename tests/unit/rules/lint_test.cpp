#include "rules/engine/lint.h"

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/facts.h"
#include "rules/reporter.h"
#include "rules/table.h"

namespace plimsoll::rules {
namespace {

LintResult linted(const std::string& text, const Choices& choices = {}) {
  const SourceFile source("Dockerfile", text);
  const Dockerfile dockerfile = parse_dockerfile(source);
  const Settings settings;
  const Facts facts(source, dockerfile, settings);
  return lint(facts, resolve(std::span(&choices, 1)));
}

// Only these, so that rules to come do not change what is said here.
Choices only(std::vector<std::string> rules) {
  Choices choices;
  choices.only = std::move(rules);
  return choices;
}

TEST_CASE("findings come by place, then by rule") {
  const LintResult result =
      linted("FROM a\nCMD x\nMAINTAINER y\nCMD z\nADD q.py /\n",
             only({"add-instead-of-copy", "multiple-cmd", "maintainer-deprecated"}));
  REQUIRE(result.findings.size() == 3);
  CHECK(result.findings[0].rule == "multiple-cmd");
  CHECK(result.findings[1].rule == "maintainer-deprecated");
  CHECK(result.findings[2].rule == "add-instead-of-copy");
}

TEST_CASE("what a comment ignores is kept, with its reason") {
  const std::string text =
      "FROM a\n# plimsoll: ignore=DL4000 -- for the old scanner\nMAINTAINER y\n";
  Choices choices = only({"maintainer-deprecated"});
  const LintResult result = linted(text, choices);
  CHECK(result.findings.empty());
  REQUIRE(result.suppressed.size() == 1);
  CHECK(result.suppressed[0].reason == "for the old scanner");
  CHECK(result.suppressed[0].by == Span{7, 55});
  choices.honour_pragmas = false;
  CHECK(linted(text, choices).findings.size() == 1);
  CHECK(linted(text, choices).suppressed.empty());
}

TEST_CASE("the user's severity wins over the rule's") {
  Choices choices = only({"maintainer-deprecated"});
  choices.severities = {{"DL4000", Severity::Style}};
  CHECK(linted("FROM a\nMAINTAINER y\n", choices).findings.at(0).severity == Severity::Style);
}

TEST_CASE("error=true of a check directive makes errors of BuildKit's checks alone") {
  const LintResult result = linted("# check=error=true\nFROM a\nMAINTAINER y\nADD q.py /\n",
                                   only({"maintainer-deprecated", "add-instead-of-copy"}));
  REQUIRE(result.findings.size() == 2);
  CHECK(result.findings[0].severity == Severity::Error);
  CHECK(result.findings[1].severity == Severity::Warning);
}

TEST_CASE("unfixable rules offer no fixes") {
  Choices choices = only({"maintainer-deprecated"});
  choices.unfixable = {"maintainability"};
  CHECK(linted("FROM a\nMAINTAINER y\n", choices).findings.at(0).fixes.empty());
}

TEST_CASE("an ignore of an unused ignore is no unused ignore") {
  const std::string text =
      "FROM a\n"
      "# plimsoll: ignore=unused-suppression\n"
      "# plimsoll: ignore=multiple-cmd\n"
      "CMD x\n";
  const LintResult result = linted(text, only({"unused-suppression", "multiple-cmd"}));
  CHECK(result.findings.empty());
  CHECK(result.suppressed.size() == 1);
}

TEST_CASE("a fix that could not be made is no fix") {
  std::vector<Finding> findings;
  Reporter reporter(*find_by_name("multiple-cmd"), nullptr, findings);
  reporter.at({0, 1}, "message").fix(safe(), "title", std::nullopt).priority(3);
  CHECK(findings.at(0).fixes.empty());
}

TEST_CASE("words of the file are cut and kept on one line") {
  CHECK(quoted("a\nb") == "`a b`");
  CHECK(quoted(std::string(60, 'x')) == "`" + std::string(40, 'x') + "...`");
  const std::string wide = std::string(39, 'x') + "\xC3\xA9" + "yz";
  CHECK(quoted(wide) == "`" + std::string(39, 'x') + "...`");
}

}  // namespace
}  // namespace plimsoll::rules
