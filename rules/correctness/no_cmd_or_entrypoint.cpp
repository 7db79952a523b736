#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

// Settings that only a process has use for; ENV alone may be for those who derive from the image.
static bool is_for_a_process(Keyword keyword) {
  return keyword == Keyword::Expose || keyword == Keyword::User ||
         keyword == Keyword::Healthcheck || keyword == Keyword::StopSignal ||
         keyword == Keyword::Volume;
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target || !target->from) return;
  const BaseFacts& base = facts.base(*target);
  if (!is_no(base.has_cmd) || !is_no(base.has_entrypoint)) return;
  bool process = base.distribution == "distroless";
  const Stage* stage = target;
  for (std::uint32_t depth = 0; stage && depth < max_stage_depth;
       ++depth, stage = stage->parent()) {
    for (const Instruction* instruction : stage->instructions) {
      const Keyword keyword = instruction->keyword;
      if (keyword == Keyword::Cmd || keyword == Keyword::Entrypoint || keyword == Keyword::OnBuild)
        return;
      process = process || is_for_a_process(keyword);
    }
  }
  if (!process) return;  // files to take out, or a base for others
  report
      .at(target->from->keyword_span, "the image has neither CMD nor ENTRYPOINT, nor has its base")
      .help("say what it runs: `ENTRYPOINT [\"/app\"]`");
}

extern constinit const Rule no_cmd_or_entrypoint{
    .name = "no-cmd-or-entrypoint",
    .aliases = {"DF036"},
    .category = Category::Correctness,
    .severity = Severity::Info,
    .summary = "an image that does not say what it runs",
    .why =
        "`docker run` stops with `no command specified` unless everybody who starts the image "
        "knows the command by heart.",
    .bad = R"(FROM scratch
COPY app /app
EXPOSE 8080
)",
    .good = R"(FROM scratch
COPY app /app
EXPOSE 8080
ENTRYPOINT ["/app"]
)",
    .references = {"https://docs.docker.com/reference/dockerfile/"
                   "#understand-how-cmd-and-entrypoint-interact"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
