#include "fixers/edits/key_value_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// `ENV A = b` gives A the value "= b".
static bool begins_with_equals(const KeyValue& pair) { return pair.value->str().starts_with('='); }

static void accuse(const Facts& facts, const KeyValues& legacy, bool in_trigger, Reporter& report) {
  if (!legacy.legacy || legacy.pairs.empty() || !legacy.pairs[0].value) return;
  const KeyValue& pair = legacy.pairs[0];
  if (begins_with_equals(pair)) {
    const std::size_t skip = pair.value->str().find_first_not_of(" \t", 1);
    report.at(pair.span, "the value of " + quoted(pair.key.str()) + " begins with an equals sign")
        .related({pair.key.span().end, pair.value->span().begin + 1}, "because of this blank")
        .fix(unsafe("the value loses its `=`"), "remove the blanks around `=`",
             edits::to_equals_form(facts, legacy, skip),
             Effects::configuring(legacy.keyword == Keyword::Env ? "Env" : "Labels"));
    return;
  }
  FindingBuilder finding = report.at(
      pair.key.span(), quoted(pair.key.str()) + " has a blank instead of `=` before its value");
  if (facts.source.at(pair.value->span()).find('\n') != std::string_view::npos) {
    finding.related(pair.value->span(), "all of this is the one value");
  }
  // Of a trigger the image keeps the text.
  finding.fix(in_trigger ? safe() : proved(), "write it with `=`",
              edits::to_equals_form(facts, legacy), Effects::none());
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Env>& env : facts.every<Env>())
    accuse(facts, *env, env.onbuild != nullptr, report);
  for (const Placed<LabelInstruction>& label : facts.every<LabelInstruction>()) {
    accuse(facts, *label, label.onbuild != nullptr, report);
  }
}

extern constinit const Rule legacy_key_value{
    .name = "legacy-key-value",
    .aliases = {"LegacyKeyValueFormat"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`ENV` or `LABEL` with a blank instead of `=`",
    .why =
        "The old form takes one name and makes all the rest of the line its value: a second "
        "pair on the line, or a blank before an `=`, ends up in the value. The builder calls it "
        "deprecated.",
    .bad = R"(FROM alpine:3.20
ENV GREETING hello there
)",
    .good = R"(FROM alpine:3.20
ENV GREETING="hello there"
)",
    .fix_safety =
        "Safe: what the builder makes of the old and of the new text is compared. Unsafe where "
        "a blank stands before the `=`, which is then no longer a part of the value.",
    .references = {"https://docs.docker.com/reference/build-checks/legacy-key-value-format/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Env, Keyword::Label}},
    .check = check};

}  // namespace plimsoll::rules
