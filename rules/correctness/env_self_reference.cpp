#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Ends the ENV before pair `at` and begins another one with it.
static edits::Edits split_before(const Facts& facts, const Placed<Env>& env, std::size_t at) {
  if (env.onbuild) return std::nullopt;
  const Span gap{env->pairs[at - 1].span.end, env->pairs[at].span.begin};
  const bool comment = std::any_of(env->inner_comments.begin(), env->inner_comments.end(),
                                   [&](Span inner) { return inner.overlaps(gap); });
  if (comment) return std::nullopt;
  return std::vector<Edit>{
      {gap, std::string(edits::line_end(facts.source)) +
                std::string(edits::indentation(facts.source, env->span.begin)) +
                std::string(facts.source.at(env->keyword_span)) + " "}};
}

static void look_at(const Facts& facts, const Placed<Env>& env, Reporter& report) {
  const Environment before = facts.before(env).env;
  const auto& pairs = env->pairs;
  for (const ExpandedWord& word : facts.expansions(env)) {
    const auto mine = std::find_if(pairs.begin(), pairs.end(), [&](const KeyValue& pair) {
      return pair.value && &*pair.value == word.text;
    });
    if (mine == pairs.end()) continue;
    for (const VariableRef& use : word.expansion.uses) {
      const auto other = std::find_if(pairs.begin(), pairs.end(), [&](const KeyValue& pair) {
        return pair.key.str() == use.name;
      });
      const bool itself = mine->key.str() == use.name;
      if (other == pairs.end() || itself || is_yes(before.defined(use.name))) continue;
      const auto at = static_cast<std::size_t>(mine - pairs.begin());
      const bool above = other < mine;
      FindingBuilder finding = report.at(
          use.span, quoted("$" + use.name) + " is empty: this ENV sets it only afterwards");
      finding.related(other->span, "it has this value only for the instructions that follow")
          .fix(unsafe("the value changes from what it is today"), "begin another ENV here",
               above ? split_before(facts, env, at) : std::nullopt, Effects::configuring("Env"));
      if (!is_no(before.defined(use.name))) finding.severity(Severity::Warning);
    }
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Env>& env : facts.every<Env>()) {
    if (env->pairs.size() > 1 && !env->broken && env.stage) look_at(facts, env, report);
  }
}

extern constinit const Rule env_self_reference{
    .name = "env-self-reference",
    .aliases = {"DL3044", "DF062"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "one `ENV` sets a variable and uses it in another of its values",
    .why =
        "All values of one ENV are expanded with what was set before it. The new variable is not "
        "among that: it expands to nothing, and a path or an option quietly lacks a part.",
    .bad = R"(FROM alpine:3.20
ENV APP_HOME=/srv/app APP_LOGS=$APP_HOME/logs
)",
    .good = R"(FROM alpine:3.20
ENV APP_HOME=/srv/app
ENV APP_LOGS=$APP_HOME/logs
)",
    .fix_safety = "Always unsafe: the variable gets the value that was meant, which is a change.",
    .references = {"https://docs.docker.com/reference/dockerfile/#environment-replacement"},
    .looks_at = {.keywords = {Keyword::Env}},
    .check = check};

}  // namespace plimsoll::rules
