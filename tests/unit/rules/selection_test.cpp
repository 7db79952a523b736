#include "rules/selection/selection.h"

#include <catch2/catch.hpp>
#include <string>

#include "rules/engine/profile.h"
#include "rules/table.h"

namespace plimsoll::rules {
namespace {

bool is_on(const Selection& selection, std::string_view rule) {
  return selection.states[index_of(*find_by_name(rule))].on;
}

Selection with(const Choices& choices) { return resolve(std::span(&choices, 1)); }

TEST_CASE("by default what is on by default runs") {
  const Selection selection = resolve({});
  CHECK(is_on(selection, "apt-lists-left"));
  CHECK_FALSE(is_on(selection, "inline-ignore-used"));
}

TEST_CASE("select replaces, extend-select adds, ignore takes away") {
  Choices choices;
  choices.select = {"DL3009"};
  CHECK(is_on(with(choices), "apt-lists-left"));
  CHECK_FALSE(is_on(with(choices), "multiple-cmd"));
  choices = {};
  choices.extend_select = {"inline-ignore-used"};
  CHECK(is_on(with(choices), "inline-ignore-used"));
  CHECK(is_on(with(choices), "multiple-cmd"));
  choices = {};
  choices.ignore = {"size"};
  CHECK_FALSE(is_on(with(choices), "apt-lists-left"));
}

TEST_CASE("the narrower selector wins, and ignore wins a draw") {
  Choices choices;
  choices.select = {"DL3009"};
  choices.ignore = {"size"};
  CHECK(is_on(with(choices), "apt-lists-left"));
  choices.select = {"ALL"};
  choices.ignore = {"DL30"};
  CHECK_FALSE(is_on(with(choices), "apt-lists-left"));
  CHECK(is_on(with(choices), "multiple-cmd"));
  choices.select = {"DL3009"};
  choices.ignore = {"apt-lists-left"};
  CHECK_FALSE(is_on(with(choices), "apt-lists-left"));
}

TEST_CASE("only outdoes everything") {
  Choices file;
  file.ignore = {"DL1001"};
  Choices line;
  line.only = {"DL1001"};
  const std::vector<Choices> layers{file, line};
  const Selection selection = resolve(layers);
  CHECK(is_on(selection, "inline-ignore-used"));
  CHECK_FALSE(is_on(selection, "multiple-cmd"));
}

TEST_CASE("a later layer speaks last") {
  Choices file;
  file.ignore = {"multiple-cmd"};
  file.severities = {{"style", Severity::Warning}};
  Choices line;
  line.extend_select = {"multiple-cmd"};
  line.severities = {{"instruction-casing", Severity::Error}};
  const std::vector<Choices> layers{file, line};
  const Selection selection = resolve(layers);
  CHECK(is_on(selection, "multiple-cmd"));
  CHECK(selection.states[index_of(*find_by_name("instruction-casing"))].severity ==
        Severity::Error);
}

TEST_CASE("rules newer than the edition are previews") {
  Choices choices;
  choices.edition = "2025";
  CHECK_FALSE(is_on(with(choices), "apt-lists-left"));
  choices.preview = true;
  CHECK(is_on(with(choices), "apt-lists-left"));
  choices.preview = false;
  choices.select = {"size"};
  CHECK_FALSE(is_on(with(choices), "apt-lists-left"));
  choices.select = {"apt-lists-left"};
  CHECK(is_on(with(choices), "apt-lists-left"));
  choices.edition = "2026.10";
  choices.select = {};
  CHECK(is_on(with(choices), "apt-lists-left"));
}

TEST_CASE("settings are found by alias and merged by layer") {
  Choices file;
  file.settings["ConsistentInstructionCasing"].values["style"] = {"upper"};
  Choices line;
  line.settings["instruction-casing"].values["style"] = {"lower"};
  const std::vector<Choices> layers{file, line};
  const Selection selection = resolve(layers);
  const RuleSettings* settings =
      selection.states[index_of(*find_by_name("instruction-casing"))].settings;
  REQUIRE(settings);
  CHECK(settings->values.at("style") == std::vector<std::string>{"lower"});
}

TEST_CASE("a selector that names nothing is told, with what is near") {
  Choices choices;
  choices.ignore = {"apt-list-left", "DL9999"};
  const Selection selection = with(choices);
  REQUIRE(selection.unknown.size() == 2);
  CHECK(selection.unknown[0].nearest == "apt-lists-left");
  CHECK(selection.unknown[1].nearest.empty());
}

TEST_CASE("rules are found by name and alias, in either case") {
  CHECK(find_rules("dl3009").size() == 1);
  CHECK(find_rules("APT-LISTS-LEFT").size() == 1);
  CHECK(find_rules("AVD-DS-0021") == find_rules("DS-0021"));
  CHECK(find_rules("DS021") == find_rules("DS-0021"));
  CHECK(find_rules("no-such-rule").empty());
}

TEST_CASE("foreign ids are known by their shape") {
  for (const std::string_view id : {"DL3059", "sc2086", "CKV2_DOCKER_3", "DS-0002", "CIS-DI-0006",
                                    "dockerfile.security.missing-user"}) {
    CHECK(looks_foreign(id));
  }
  CHECK_FALSE(looks_foreign("apt-lists-left"));
  CHECK_FALSE(looks_foreign("WorkdirRelativePath"));
}

TEST_CASE("a profile lets through what a rule could look at") {
  const SourceFile source("Dockerfile", "FROM a\nONBUILD ADD x y\nCMD apt-\\\nget\n");
  const Dockerfile dockerfile = parse_dockerfile(source);
  const Profile profile(source.bytes(), dockerfile);
  CHECK(profile.meets({}));
  CHECK(profile.meets({.keywords = {Keyword::Add}}));
  CHECK_FALSE(profile.meets({.keywords = {Keyword::Env}}));
  CHECK_FALSE(profile.meets({.problems = {Problem::Kind::Arity}}));
  CHECK(profile.meets({.words = {"apt-get"}}));  // split by a continuation: nothing is ruled out

  const SourceFile plain("Dockerfile", "FROM a\nRUN /usr/bin/apt-get update --foo=bar\n");
  const Dockerfile parsed = parse_dockerfile(plain);
  const Profile words(plain.bytes(), parsed);
  CHECK(words.meets({.words = {"apt-get"}}));
  CHECK(words.meets({.words = {"nothing", "foo"}}));
  CHECK_FALSE(words.meets({.words = {"apt"}}));
}

}  // namespace
}  // namespace plimsoll::rules
