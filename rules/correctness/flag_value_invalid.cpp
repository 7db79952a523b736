#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::FlagValue)) {
    if (problem->instruction->keyword == Keyword::Healthcheck) continue;
    FindingBuilder finding =
        report.at(problem->where, quoted(problem->subject) + " needs " + problem->detail);
    if (problem->hint.empty()) continue;
    finding.help("did you mean `" + problem->hint + "`?")
        .fix(unsafe("the word is only near in spelling"), "replace it by " + problem->hint,
             edits::replace_word(facts.source, problem->where, problem->hint), Effects::none());
  }
}

extern constinit const Rule flag_value_invalid{
    .name = "flag-value-invalid",
    .aliases = {"FLAG_MISSING_VALUE", "FLAG_EXPECTED_BOOLEAN_VALUE", "FLAG_INVALID_LINK_VALUE"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "a flag without its value, or with one that it cannot have",
    .why =
        "The builder stops here. `--link` and its like may stand alone or be `true` or `false`; "
        "the others need a value behind `=`, without a blank.",
    .bad = R"(FROM alpine:3.20
COPY --chown 1000 app /srv/
COPY --link=yes a b
)",
    .good = R"(FROM alpine:3.20
COPY --chown=1000 app /srv/
COPY --link=true a b
)",
    .fix_safety = "Always unsafe: the nearest word is a guess.",
    .references = {"https://docs.docker.com/reference/dockerfile/"},
    .looks_at = {.problems = {Problem::Kind::FlagValue}},
    .check = check};

}  // namespace plimsoll::rules
