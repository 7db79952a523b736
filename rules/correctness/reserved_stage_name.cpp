#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (stage.name != "scratch" && stage.name != "context") continue;
    report.at(stage.from->alias->span(),
              quoted(stage.from->alias->str()) +
                  (stage.name == "scratch" ? " is the builder's name for the empty image"
                                           : " is the builder's name for the build context"));
  }
}

extern constinit const Rule reserved_stage_name{
    .name = "reserved-stage-name",
    .aliases = {"DL3063", "ReservedStageName"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "a stage is called `scratch` or `context`",
    .why =
        "Both names mean something to the builder already. A reader of `FROM scratch` expects the "
        "empty image, and which of the two a builder takes has differed between versions.",
    .bad = R"(FROM alpine:3.20 AS scratch
FROM scratch
)",
    .good = R"(FROM alpine:3.20 AS base
FROM scratch
COPY --from=base /bin/busybox /bin/busybox
)",
    .references = {"https://docs.docker.com/reference/build-checks/reserved-stage-name/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
