#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// `stage-0`, as builders call it; with a number more where that is taken already.
static std::string free_name(const Facts& facts, const Stage& stage) {
  const std::string plain = "stage-" + std::to_string(stage.index);
  std::string name = plain;
  for (int i = 2; facts.graph().named(name); ++i) name = plain + "-" + std::to_string(i);
  return name;
}

// The last stage of a name is the one that the name means.
static bool is_called(const Facts& facts, const Stage& stage) {
  return !stage.name.empty() && facts.graph().named(stage.name) == &stage &&
         stage.name.find_first_not_of("0123456789") != std::string::npos;
}

static edits::Edits by_name(const Facts& facts, const Edge& edge) {
  const Stage& stage = *edge.to.stage;
  std::string name = stage.name;
  edits::Edits naming = std::vector<Edit>{};
  if (!is_called(facts, stage)) {
    if (!stage.name.empty() || stage.from->broken) return std::nullopt;
    name = free_name(facts, stage);
    const bool small = facts.source.at(stage.from->keyword_span) == "from";
    naming = edits::insert(stage.from->image.span().end, (small ? " as " : " AS ") + name);
  }
  if (!edge.mount) {
    return edits::all({naming, edits::set_flag(facts, *edge.instruction, "from", name)});
  }
  const Span field = edge.to.where;
  const Span number{field.end - static_cast<std::uint32_t>(edge.to.text.size()), field.end};
  if (facts.source.at(number) != edge.to.text) return std::nullopt;
  return edits::all({naming, edits::replace_word(facts.source, number, name)});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Edge& edge : facts.graph().edges()) {
    const std::string& text = edge.to.text;
    if (edge.in_trigger || edge.to.kind != Reference::Kind::Stage) continue;
    if (text.find_first_not_of("0123456789") != std::string::npos) continue;
    const bool called = is_called(facts, *edge.to.stage);
    report.at(edge.to.where, "stage " + text + " is referred to by its number")
        .related(edge.to.stage->from->span, called ? "it has a name" : "it has no name")
        .fix(called ? safe() : unsafe("the stage gets a name, which others may come to use"),
             called ? "use its name" : "give the stage a name and use it", by_name(facts, edge))
        .group(called ? GroupId{0} : static_cast<GroupId>(edge.to.stage->index + 1));
  }
}

extern constinit const Rule unnamed_stage_reference{
    .name = "unnamed-stage-reference",
    .aliases = {"68a51e22", "DF023"},
    .category = Category::MultiStage,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .summary = "a stage is referred to by its number",
    .why =
        "Whoever adds or moves a stage changes what the numbers mean, and nothing says so: files "
        "of another stage are copied. A name also tells the reader what comes from there.",
    .bad = R"(FROM golang:1.23
RUN go build -o /out/app .
FROM debian:12
COPY --from=0 /out/app /usr/local/bin/app
)",
    .good = R"(FROM golang:1.23 AS build
RUN go build -o /out/app .
FROM debian:12
COPY --from=build /out/app /usr/local/bin/app
)",
    .fix_safety = "Safe where the stage has a name; unsafe where it is given one.",
    .references = {"https://docs.docker.com/build/building/multi-stage/#name-your-build-stages"},
    .looks_at = {.words = {"from"}},
    .check = check};

}  // namespace plimsoll::rules
