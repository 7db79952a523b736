#include "analyzer/bases/lifecycles.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  if (facts.settings.today == 0) return;
  for (const Stage& stage : facts.stages()) {
    if (!stage.from || stage.use == Use::Unused || stage.parent()) continue;
    const EndOfLife* first = nullptr;
    for (const EndOfLife& end : facts.base(stage).end_of_life) {
      if (end.day < facts.settings.today && (!first || end.day < first->day)) first = &end;
    }
    if (!first) continue;
    report
        .at(stage.from->image.span(),
            "past its end of life since " + first->date + ": " + first->what)
        .severity(stage.ships() ? Severity::Warning : Severity::Info)
        .help("move to a release that is still mended; the date is from " + first->source);
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const std::string id = facts.contents.os_release("ID");
  const std::string version = facts.contents.os_release("VERSION_ID");
  if (facts.settings.today == 0 || id.empty() || version.empty()) return;
  const std::optional<EndOfLife> end = end_of_life(id, version);
  if (!end || end->day >= facts.settings.today) return;
  report
      .at(facts.tree.layer_count() > 0 ? facts.place(0) : facts.place_of("FROM"),
          "past its end of life since " + end->date + ": " + end->what)
      .help("move to a release that is still mended; the date is from " + end->source);
}

extern constinit const Rule base_eol{
    .name = "base-eol",
    .aliases = {},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "a base image whose distribution or runtime is past its end of life",
    .why =
        "Nobody mends it any more: each hole that is found from now on stays open in every image "
        "built on it, and its package mirrors are taken away sooner or later.",
    .bad = R"(FROM debian:9
CMD ["bash"]
)",
    .good = R"(FROM debian:13
CMD ["bash"]
)",
    .scene = "--today 2026-01-01",
    .references = {"https://endoflife.date/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
