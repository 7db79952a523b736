#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_small(std::string_view word) { return word == "from" || word == "as"; }
static bool is_capital(std::string_view word) { return word == "FROM" || word == "AS"; }

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<From>& from : facts.every<From>()) {
    if (from->as_span.empty() || from->broken) continue;
    const std::string_view keyword = facts.source.at(from->keyword_span);
    const std::string_view as = facts.source.at(from->as_span);
    if (is_small(keyword) ? is_small(as) : is_capital(as)) continue;
    if (!is_small(keyword) && !is_capital(keyword)) continue;  // instruction-casing
    const std::string wanted = is_small(keyword) ? "as" : "AS";
    report.at(from->as_span, quoted(as) + " is not cased like " + quoted(keyword))
        .fix(proved(), "write " + wanted, edits::replace_word(facts.source, from->as_span, wanted),
             Effects::none());
  }
}

extern constinit const Rule from_as_casing{
    .name = "from-as-casing",
    .aliases = {"FromAsCasing"},
    .category = Category::Style,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .summary = "`AS` in another letter case than its `FROM`",
    .why =
        "Both are keywords and may be written in any case. A small `as` between a capital FROM "
        "and the name reads like a part of the name.",
    .bad = R"(FROM alpine:3.20 as build
)",
    .good = R"(FROM alpine:3.20 AS build
)",
    .fix_safety = "Always safe: the builder does not tell the cases apart.",
    .references = {"https://docs.docker.com/reference/build-checks/from-as-casing/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
