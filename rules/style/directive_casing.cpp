#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Directive& directive : facts.dockerfile.directives) {
    const std::string_view written = facts.source.at(directive.name_span);
    if (written == directive.name) continue;
    report.at(directive.name_span, quoted(written) + " is not written in small letters")
        .fix(proved(), "write " + directive.name,
             edits::replace_word(facts.source, directive.name_span, directive.name),
             Effects::none());
  }
}

extern constinit const Rule directive_casing{
    .name = "directive-casing",
    .aliases = {"CASING_DIRECTIVE"},
    .category = Category::Style,
    .severity = Severity::Style,
    .fixes = Fixability::Always,
    .summary = "a parser directive that is not in small letters",
    .why =
        "The builder reads directives in any case; people, and tools that look for `# syntax=`, "
        "know them in small letters.",
    .bad = R"(# Syntax=docker/dockerfile:1
FROM alpine:3.20
)",
    .good = R"(# syntax=docker/dockerfile:1
FROM alpine:3.20
)",
    .fix_safety = "Always safe: the builder does not tell the cases apart.",
    .references = {"https://docs.docker.com/reference/dockerfile/#parser-directives"},
    .check = check};

}  // namespace plimsoll::rules
