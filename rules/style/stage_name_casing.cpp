#include <algorithm>

#include "analyzer/dockerfile/letter_case.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool has_capital(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// The name in small letters where it is given, and wherever it is spelt in the file.
static edits::Edits in_small_letters(const Facts& facts, const Stage& stage) {
  std::vector<edits::Edits> parts = {
      edits::replace_word(facts.source, stage.from->alias->span(), stage.name)};
  const auto mend = [&](const Reference& reference) {
    const auto size = static_cast<std::uint32_t>(stage.name.size());
    if (reference.stage != &stage || reference.where.size() < size) return;
    const Span where = {reference.where.end - size, reference.where.end};  // of `from=name`
    const std::string_view written = facts.source.at(where);
    if (written == stage.name || lower_case(written) != stage.name) return;
    parts.push_back(edits::replace_word(facts.source, where, stage.name));
  };
  for (const Stage& other : facts.stages()) mend(other.base);
  for (const Edge& edge : facts.graph().edges()) mend(edge.to);
  return edits::all(std::move(parts));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (!stage.from->alias || stage.from->broken || !has_capital(stage.from->alias->str()))
      continue;
    report
        .at(stage.from->alias->span(),
            "the stage name " + quoted(stage.from->alias->str()) + " has capital letters")
        .fix(safe(), "write " + stage.name, in_small_letters(facts, stage), Effects::none());
  }
}

extern constinit const Rule stage_name_casing{
    .name = "stage-name-casing",
    .aliases = {"StageNameCasing"},
    .category = Category::Style,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .summary = "a stage name with capital letters",
    .why =
        "The builder turns stage names into small letters, so that `Build` and `build` are one "
        "stage. Written small at once, names look the same in the file, in the build output and "
        "on the command line.",
    .bad = R"(FROM alpine:3.20 AS BuildStage
)",
    .good = R"(FROM alpine:3.20 AS build-stage
)",
    .fix_safety =
        "Always safe: the builder compares the names of stages in small letters, `--target` "
        "included.",
    .references = {"https://docs.docker.com/reference/build-checks/stage-name-casing/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
