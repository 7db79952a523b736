#include <algorithm>
#include <map>
#include <utility>

#include "analyzer/unset_variables.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
struct Declared {
  const KeyValue* pair = nullptr;
  const Stage* stage = nullptr;  // null: before the first FROM
};
}  // namespace

// The ARG that was meant: one of the file's head before one of a stage.
static Declared find_arg(const Facts& facts, std::string_view name) {
  Declared found;
  for (const Placed<Arg>& arg : facts.every<Arg>()) {
    if (arg.onbuild) continue;
    for (const KeyValue& pair : arg->names) {
      if (pair.key.str() != name) continue;
      if (!arg.stage) return {&pair, nullptr};
      if (!found.pair) found = {&pair, arg.stage};
    }
  }
  return found;
}

static void check(const Facts& facts, Reporter& report) {
  std::map<std::pair<const Stage*, std::string>, bool> said;
  for (const Placed<Run>& run : facts.runs()) {
    if (run.onbuild || !run.stage) continue;
    for (const UnsetVariable& unset : unset_variables(facts, run)) {
      const std::string& name = unset.use.name;
      if (is_platform_argument(name) || said.contains({run.stage, name})) continue;
      const Declared arg = find_arg(facts, name);
      if (!arg.pair) continue;
      // An unknown image may well set what only another stage calls an ARG.
      if (!is_yes(unset.surely) && (arg.stage || named_after_base(*run.stage, name))) continue;
      said[{run.stage, name}] = true;
      FindingBuilder finding =
          report.at(unset.use.span, quoted("$" + name) + " is empty here: its ARG is not in reach");
      if (arg.stage) {
        finding
            .related(arg.pair->span, arg.stage == run.stage ? "declared only below its use"
                                                            : "declared in another stage")
            .help("an ARG is seen below it, in its own stage and in those built on it");
      } else {
        finding.related(arg.pair->span, "FROM alone sees it, until a stage repeats the ARG")
            .fix(unsafe("what was empty gets a value"), "declare it in this stage",
                 edits::insert_above(facts, run, "ARG " + name));
      }
    }
  }
}

extern constinit const Rule arg_lost_in_stage{
    .name = "arg-lost-in-stage",
    .aliases = {"UndefinedVar"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a `RUN` uses an ARG that its stage has not declared",
    .why =
        "An ARG ends with its stage, and those before the first FROM are seen by FROM alone. The "
        "shell puts nothing in the place of the variable and goes on: a wrong version is fetched, "
        "or a path loses a part. The builder says nothing, since it does not read shell text.",
    .bad = R"(ARG VERSION=1.2
FROM alpine:3.20
RUN wget https://example.org/app-${VERSION}.tar.gz
)",
    .good = R"(ARG VERSION=1.2
FROM alpine:3.20
ARG VERSION
RUN wget https://example.org/app-${VERSION}.tar.gz
)",
    .fix_safety = "Always unsafe: what was empty gets a value, which is meant but is a change.",
    .references = {"https://docs.docker.com/build/building/variables/#scoping"},
    .looks_at = {.keywords = {Keyword::Arg}},
    .check = check};

}  // namespace plimsoll::rules
