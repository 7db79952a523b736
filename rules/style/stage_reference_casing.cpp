#include "analyzer/dockerfile/letter_case.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void look_at(const Facts& facts, const Reference& reference, Reporter& report) {
  if (!reference.stage || reference.stage->name.empty() || !reference.stage->from->alias) return;
  const std::string& name = reference.stage->from->alias->str();
  if (name != reference.stage->name) return;  // stage-name-casing mends the name itself
  const auto size = static_cast<std::uint32_t>(name.size());
  if (reference.where.size() < size) return;
  const Span where = {reference.where.end - size, reference.where.end};  // of `from=name`
  const std::string_view written = facts.source.at(where);
  if (written == name || lower_case(written) != reference.stage->name) return;
  report.at(where, "the stage is called " + quoted(name) + ", in other letters")
      .related(reference.stage->from->alias->span(), "the stage")
      .fix(safe(), "write " + name, edits::replace_word(facts.source, where, name),
           Effects::none());
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) look_at(facts, stage.base, report);
  for (const Edge& edge : facts.graph().edges()) look_at(facts, edge.to, report);
}

extern constinit const Rule stage_reference_casing{
    .name = "stage-reference-casing",
    .category = Category::Style,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "a stage named in other letters than where it is declared",
    .why =
        "BuildKit compares the names of stages without regard to case. buildah and kaniko do not: "
        "for them it is another name, and they go looking for an image that is called so.",
    .bad = R"(FROM golang:1.23 AS build
FROM alpine:3.20
COPY --from=Build /out/app /usr/bin/app
)",
    .good = R"(FROM golang:1.23 AS build
FROM alpine:3.20
COPY --from=build /out/app /usr/bin/app
)",
    .fix_safety = "Always safe: BuildKit means the same stage.",
    .references = {"https://docs.docker.com/reference/build-checks/stage-name-casing/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
