#include "rules/rule.h"

namespace plimsoll::rules {

// The ARG of this name that stands in a stage, where FROM does not see it.
static const KeyValue* arg_of_a_stage(const Facts& facts, std::string_view name) {
  for (const Placed<Arg>& arg : facts.every<Arg>()) {
    for (const KeyValue& pair : arg->names) {
      if (arg.stage && pair.key.str() == name) return &pair;
    }
  }
  return nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (stage.from->broken) continue;
    for (const ExpandedWord& word : facts.expansions(*stage.from)) {
      for (const VariableRef& use : word.expansion.uses) {
        const Environment globals = facts.values().globals();
        if (globals.find(use.name)) continue;
        FindingBuilder finding =
            report.at(use.span, "no ARG above the first FROM declares " + quoted("$" + use.name));
        const std::string near = globals.nearest(use.name);
        if (const KeyValue* meant = arg_of_a_stage(facts, use.name)) {
          finding.related(meant->span, "this one belongs to a stage: no FROM sees it");
        } else if (!near.empty()) {
          finding.help("did you mean `" + near + "`?");
        }
        // With a default the build works; only nobody can give another value.
        if (use.modifier == ":-" || use.modifier == "-") finding.severity(Severity::Warning);
      }
    }
  }
}

extern constinit const Rule from_undefined_arg{
    .name = "from-undefined-arg",
    .aliases = {"UndefinedArgInFrom"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "`FROM` uses a variable that no ARG above the first FROM declares",
    .why =
        "FROM sees the ARGs that stand before the first FROM, and no others. Anything else is "
        "empty, "
        "whatever `--build-arg` says, and what is left is seldom an image's name.",
    .bad = R"(FROM alpine:3.20 AS base
ARG VERSION=22
FROM node:${VERSION}
)",
    .good = R"(ARG VERSION=22
FROM alpine:3.20 AS base
FROM node:${VERSION}
)",
    .references = {"https://docs.docker.com/reference/build-checks/undefined-arg-in-from/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
