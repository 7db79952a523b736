#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_the_same(const Facts& facts, const Arg& arg, const KeyValue& name,
                        const Value& env) {
  if (!name.value) return false;
  return is_yes(facts.value(arg, *name.value).equals(env.text_or("")));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Arg>& arg : facts.every<Arg>()) {
    if (arg->broken || !arg.stage || arg.onbuild) continue;
    const Environment env = facts.before(arg).env;
    for (const KeyValue& name : arg->names) {
      const Variable* set = env.find_env(name.key.str());
      if (!set || !set->by || is_the_same(facts, *arg, name, set->value)) continue;
      report.at(name.key.span(), "builders disagree whether this ARG hides the ENV of that name")
          .related(set->where, "the ENV")
          .help("give the ARG another name, or set the ENV from it below");
    }
  }
}

extern constinit const Rule arg_over_env{
    .name = "arg-over-env",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .summary = "an `ARG` below an `ENV` of the same name",
    .why =
        "The reference says that ENV always wins. BuildKit lets the last one win, so the ARG "
        "counts from there on; the classic builder and buildah keep the value of ENV. The same "
        "steps then run with different values.",
    .bad = R"(FROM alpine:3.20
ENV MODE=release
ARG MODE=debug
RUN echo "$MODE" > /mode
)",
    .good = R"(FROM alpine:3.20
ARG MODE=release
ENV MODE=$MODE
RUN echo "$MODE" > /mode
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#using-arg-variables"},
    .looks_at = {.keywords = {Keyword::Arg}},
    .check = check};

}  // namespace plimsoll::rules
