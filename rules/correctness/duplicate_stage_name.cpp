#include <map>

#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  std::map<std::string_view, const Stage*> first;
  for (const Stage& stage : facts.stages()) {
    if (stage.name.empty() || !stage.from->alias) continue;
    const auto [found, added] = first.emplace(stage.name, &stage);
    if (added) continue;
    report
        .at(stage.from->alias->span(),
            quoted(stage.from->alias->str()) + " is the name of a stage above already")
        .related(found->second->from->alias->span(), "the first of that name")
        .help("give one of them another name: which one a reference means is for you to say");
  }
}

extern constinit const Rule duplicate_stage_name{
    .name = "duplicate-stage-name",
    .aliases = {"DL3024", "DuplicateStageName", "DS-0012", "CKV_DOCKER_11", "f2daed12",
                "DUPLICATE_BUILD_STAGE_NAME", "DF042"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "two stages have the same name",
    .why =
        "The builder takes the last stage of a name that it has seen, in any case of letters. What "
        "`FROM name`, `COPY --from=name` and `--target name` mean then depends on where they "
        "stand, "
        "and the first stage may be built by nobody.",
    .bad = R"(FROM golang:1.23 AS build
FROM node:22 AS build
FROM alpine:3.20
COPY --from=build /out /srv
)",
    .good = R"(FROM golang:1.23 AS build
FROM node:22 AS assets
FROM alpine:3.20
COPY --from=build /out /srv
)",
    .references = {"https://docs.docker.com/reference/build-checks/duplicate-stage-name/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
