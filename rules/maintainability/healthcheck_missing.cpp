#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
struct Chain {
  bool healthcheck = false;
  bool command = false;  // CMD or ENTRYPOINT
};
}  // namespace

static Chain instructions_of(const Stage& target) {
  Chain chain;
  const Stage* stage = &target;
  for (std::uint32_t depth = 0; stage && depth < max_stage_depth;
       ++depth, stage = stage->parent()) {
    for (const Instruction* instruction : stage->instructions) {
      const Keyword keyword = instruction->keyword;
      chain.healthcheck = chain.healthcheck || keyword == Keyword::Healthcheck;
      chain.command = chain.command || keyword == Keyword::Cmd || keyword == Keyword::Entrypoint;
    }
  }
  return chain;
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target || !target->from) return;
  const Chain chain = instructions_of(*target);
  if (chain.healthcheck) return;
  // A base may bring its own check, which fits its own command.
  if (!chain.command && !facts.base(*target).found) return;
  const BaseFacts& base = facts.base(*target);
  if (!chain.command && is_no(base.has_cmd) && is_no(base.has_entrypoint)) return;
  report.at(target->from->keyword_span, "the image has no HEALTHCHECK")
      .help("add `HEALTHCHECK CMD ...` for a service; `HEALTHCHECK NONE` says that it needs none");
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (facts.description.config.healthcheck || !starts_something(facts)) return;
  report.at(facts.place_of("HEALTHCHECK"), "the image has no HEALTHCHECK")
      .help("add `HEALTHCHECK CMD ...` for a service; `HEALTHCHECK NONE` says that it needs none");
}

extern constinit const Rule healthcheck_missing{
    .name = "healthcheck-missing",
    .aliases = {"DL3057", "DS-0026", "CKV_DOCKER_2", "CIS-DI-0006", "b03a748a", "DF012"},
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .on = false,
    .summary = "no HEALTHCHECK in an image that serves",
    .why =
        "Docker and Swarm restart what has ended, not what hangs, unless a check tells them. "
        "Kubernetes has probes of its own and the OCI format drops the setting, so this is off "
        "unless selected.",
    .bad = R"(FROM nginx:1.27
CMD ["nginx", "-g", "daemon off;"]
)",
    .good = R"(FROM nginx:1.27
HEALTHCHECK CMD curl -f http://localhost/
CMD ["nginx", "-g", "daemon off;"]
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#healthcheck"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
