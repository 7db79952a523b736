#include "fixers/apply/apply.h"

#include <catch2/catch.hpp>
#include <string>

namespace plimsoll {
namespace {

Finding offer(std::string_view rule, std::vector<Edit> edits, Safety safety = Safety::Safe,
              std::uint8_t priority = 0, GroupId group = 0) {
  Finding finding;
  finding.rule = rule;
  finding.primary.where = InFile{edits.front().where};
  Fix fix;
  fix.title = "mend";
  fix.safety = safety;
  if (safety < Safety::Safe) fix.unsafe_because = "it may hurt";
  fix.edits = std::move(edits);
  fix.priority = priority;
  fix.group = group;
  finding.fixes.push_back(std::move(fix));
  return finding;
}

// Offers to replace every `from` by `to`.
void replace_all(const std::string& text, std::string_view rule, const std::string& from,
                 const std::string& to, Judged& judged, Safety safety = Safety::Safe,
                 std::uint8_t priority = 0, GroupId group = 0) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
    const auto begin = static_cast<std::uint32_t>(at);
    const auto end = static_cast<std::uint32_t>(at + from.size());
    judged.findings.push_back(offer(rule, {{{begin, end}, to}}, safety, priority, group));
  }
}

TEST_CASE("splice applies sorted edits") {
  CHECK(splice("abcdef", {{{0, 1}, "X"}, {{3, 3}, "--"}, {{4, 6}, ""}}) == "Xbc--d");
}

TEST_CASE("all fixes that do not meet are applied in one pass") {
  const FixResult result = apply_fixes("a.a.a", [](const std::string& text) {
    Judged judged;
    replace_all(text, "r", "a", "b", judged);
    return judged;
  });
  CHECK(result.text == "b.b.b");
  CHECK(result.passes == 1);
  CHECK(result.applied.size() == 3);
  CHECK(result.skipped.empty());
}

TEST_CASE("an unsafe fix waits for permission and says why") {
  const Judge judge = [](const std::string& text) {
    Judged judged;
    replace_all(text, "r", "a", "b", judged, Safety::Unsafe);
    return judged;
  };
  const FixResult refused = apply_fixes("a", judge);
  CHECK(refused.text == "a");
  REQUIRE(refused.skipped.size() == 1);
  CHECK(refused.skipped[0].refusal == Refusal::TooUnsafe);
  CHECK(refused.skipped[0].detail == "it may hurt");
  CHECK(apply_fixes("a", judge, {.at_least = Safety::Unsafe}).text == "b");
}

TEST_CASE("the higher priority wins a conflict, and the loser names it") {
  const FixResult result = apply_fixes("abc", [](const std::string& text) {
    Judged judged;
    replace_all(text, "low", "ab", "X", judged);
    replace_all(text, "high", "bc", "Y", judged, Safety::Safe, 9);
    return judged;
  });
  CHECK(result.text == "aY");
  REQUIRE(result.skipped.size() == 1);
  CHECK(result.skipped[0].rule == "low");
  CHECK(result.skipped[0].refusal == Refusal::Conflict);
  CHECK(result.skipped[0].winner == "high");
}

TEST_CASE("two insertions at one place go in one after the other") {
  const FixResult result = apply_fixes("x", [](const std::string& text) {
    Judged judged;
    if (text.find('1') == std::string::npos)
      judged.findings.push_back(offer("one", {{{1, 1}, "1"}}));
    if (text.find('2') == std::string::npos)
      judged.findings.push_back(offer("two", {{{1, 1}, "2"}}));
    return judged;
  });
  CHECK(result.text == "x21");
  CHECK(result.passes == 2);
}

TEST_CASE("two findings with the same remedy share it") {
  const FixResult result = apply_fixes("a", [](const std::string& text) {
    Judged judged;
    replace_all(text, "one", "a", "b", judged);
    replace_all(text, "two", "a", "b", judged);
    return judged;
  });
  CHECK(result.text == "b");
  CHECK(result.passes == 1);
  CHECK(result.applied.size() == 2);
}

TEST_CASE("fixes of one group take turns, however many there are") {
  const FixResult result = apply_fixes(std::string(60, 'a'), [](const std::string& text) {
    Judged judged;
    replace_all(text, "r", "a", "b", judged, Safety::Safe, 0, 7);
    return judged;
  });
  CHECK(result.text == std::string(60, 'b'));
  CHECK(result.passes == 60);
}

TEST_CASE("rules that undo each other are named") {
  const FixResult result = apply_fixes("a", [](const std::string& text) {
    Judged judged;
    replace_all(text, "there", "a", "b", judged);
    replace_all(text, "back", "b", "a", judged);
    return judged;
  });
  CHECK(result.cycle == std::vector<std::string_view>{"back", "there"});
  REQUIRE(result.skipped.size() == 1);
  CHECK(result.skipped[0].refusal == Refusal::Circular);
}

TEST_CASE("a fix that the builder would refuse is dropped alone") {
  const FixResult result = apply_fixes("a.c.a", [](const std::string& text) {
    Judged judged;
    replace_all(text, "good", "a", "b", judged);
    replace_all(text, "bad", "c", "!", judged);
    if (text.find('!') != std::string::npos) {
      judged.problems.push_back({.kind = Problem::Kind::FlagUnknown, .subject = "!"});
    }
    return judged;
  });
  CHECK(result.text == "b.c.b");
  REQUIRE(result.skipped.size() == 1);
  CHECK(result.skipped[0].rule == "bad");
  CHECK(result.skipped[0].refusal == Refusal::Breaks);
}

TEST_CASE("a fix that brings an error is dropped alone") {
  const FixResult result = apply_fixes("a.c.a", [](const std::string& text) {
    Judged judged;
    replace_all(text, "good", "a", "b", judged);
    replace_all(text, "bad", "c", "!", judged);
    if (text.find('!') != std::string::npos) {
      Finding error;
      error.rule = "worse";
      error.severity = Severity::Error;
      error.message = "nothing can be built";
      judged.findings.push_back(std::move(error));
    }
    return judged;
  });
  CHECK(result.text == "b.c.b");
  REQUIRE(result.skipped.size() == 1);
  CHECK(result.skipped[0].refusal == Refusal::Breaks);
  CHECK(result.skipped[0].detail == "nothing can be built");
}

TEST_CASE("places are told in the original text") {
  // "aa" grows by each step, then the tail is fixed.
  const FixResult result = apply_fixes("ax..z", [](const std::string& text) {
    Judged judged;
    replace_all(text, "first", "a", "bbbb", judged);
    if (text.find('a') == std::string::npos) replace_all(text, "second", "z", "y", judged);
    return judged;
  });
  CHECK(result.text == "bbbbx..y");
  REQUIRE(result.applied.size() == 2);
  CHECK(result.applied[1].at == 4);
}

TEST_CASE("findings of other files are left alone") {
  const FixResult result = apply_fixes("a", [](const std::string& text) {
    Judged judged;
    replace_all(text, "r", "a", "b", judged);
    for (Finding& finding : judged.findings) finding.primary.where = InFile{{0, 1}, 1};
    return judged;
  });
  CHECK(result.text == "a");
}

}  // namespace
}  // namespace plimsoll
