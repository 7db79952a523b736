#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Edge& edge : facts.graph().edges()) {
    if (edge.to.kind != Reference::Kind::Self || edge.in_trigger) continue;
    report.at(edge.to.where, quoted(edge.to.text) + " is the very stage that is being built here")
        .related(edge.by->from->span, "the stage begins here");
  }
}

extern constinit const Rule copy_from_self{
    .name = "copy-from-self",
    .aliases = {"DL3023", "DS-0006", "cdddb86f", "DF050"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "`--from` names the stage that it stands in",
    .why =
        "A stage cannot wait for itself: the builder refuses the file. To copy within a stage, use "
        "`RUN cp`; to copy from an image of that name, write its tag.",
    .bad = R"(FROM alpine:3.20 AS app
COPY --from=app /etc/hosts /tmp/hosts
)",
    .good = R"(FROM alpine:3.20 AS app
RUN cp /etc/hosts /tmp/hosts
)",
    .looks_at = {.words = {"from"}},
    .check = check};

}  // namespace plimsoll::rules
