#include <set>
#include <utility>

#include "analyzer/unset_variables.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  std::set<std::pair<const Stage*, std::string>> said;
  for (const Placed<Run>& run : facts.runs()) {
    if (run.onbuild || !run.stage) continue;
    for (const UnsetVariable& unset : unset_variables(facts, run)) {
      const std::string& name = unset.use.name;
      if (!is_platform_argument(name) || !said.emplace(run.stage, name).second) continue;
      const std::string missing = "ARG " + name;
      report
          .at(unset.use.span,
              quoted("$" + name) + " is empty here: the stage has no " + quoted(missing))
          .fix(unsafe("what was empty gets a value"), "declare it in this stage",
               edits::insert_above(facts, run, missing));
    }
  }
}

extern constinit const Rule targetarch_not_declared{
    .name = "targetarch-not-declared",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Always,
    .summary = "a `RUN` uses `TARGETARCH` or its like without an `ARG` for it",
    .why =
        "The builder knows the platforms' names, but hands them only to stages that ask for them "
        "with an ARG. Without it the shell sees an empty variable, and every platform gets the "
        "same "
        "download, or none.",
    .bad = R"(FROM alpine:3.20
RUN wget https://example.org/app-linux-${TARGETARCH}
)",
    .good = R"(FROM alpine:3.20
ARG TARGETARCH
RUN wget https://example.org/app-linux-${TARGETARCH}
)",
    .fix_safety = "Always unsafe: what was empty gets a value, which is meant but is a change.",
    .references = {"https://docs.docker.com/reference/dockerfile/"
                   "#automatic-platform-args-in-the-global-scope"},
    .looks_at = {.words = {"TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH",
                           "TARGETVARIANT", "TARGETSTAGE", "BUILDPLATFORM", "BUILDOS",
                           "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT"}},
    .check = check};

}  // namespace plimsoll::rules
