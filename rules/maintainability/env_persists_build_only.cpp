#include "analyzer/dockerfile/letter_case.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// Variables that mean something to a build, and nothing good to a container.
static bool is_build_only(std::string_view name, const Value& value) {
  if (name == "DEBIAN_FRONTEND") return is_yes(value.equals("noninteractive"));
  for (const std::string_view other : {"DEBCONF_NONINTERACTIVE_SEEN", "DEBCONF_NOWARNINGS",
                                       "APT_KEY_DONT_WARN_ON_DANGEROUS_USAGE"}) {
    if (name == other) return true;
  }
  return false;
}

static bool is_proxy(std::string_view name) {
  const std::string small = lower_case(name);
  return small == "http_proxy" || small == "https_proxy" || small == "ftp_proxy" ||
         small == "all_proxy";
}

static std::string message_for(std::string_view name) {
  const std::string start = "`" + std::string(name) + "` ";
  return is_proxy(name) ? start + "tells each container the build's proxy"
                        : start + "is for builds, but each container gets it too";
}

// ENV with one pair, in a stage that no other is built on: ARG serves its RUNs as well.
static edits::Edits as_arg(const Facts& facts, const Placed<Env>& env) {
  if (env->pairs.size() != 1 || env.onbuild) return std::nullopt;
  if (facts.graph().with_descendants(*env.stage).size() > 1) return std::nullopt;
  const KeyValue& pair = env->pairs.front();
  if (!env->legacy) return edits::rename_keyword(facts, env, "ARG");
  const std::string_view value = facts.source.at(pair.value->span());
  if (value.find_first_of(" \t\n\"'\\") != std::string_view::npos) return std::nullopt;
  return edits::all({edits::rename_keyword(facts, env, "ARG"),
                     edits::replace_arguments(env, pair.key.str() + "=" + std::string(value))});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Env>& env : facts.every<Env>()) {
    if (!env.stage || !facts.ships(env)) continue;
    for (const KeyValue& pair : env->pairs) {
      if (!pair.value) continue;
      const std::string& name = pair.key.str();
      const Value value = facts.value(env, *pair.value);
      if (is_yes(value.empty()) || (!is_build_only(name, value) && !is_proxy(name))) continue;
      // Something later may have taken it back.
      const Stage* target = facts.target();
      if (!env.onbuild && target) {
        const Variable* last = facts.at_end(*target).env.find_env(name);
        if (!last || last->by != env.instruction) continue;
      }
      report.at(pair.span, message_for(name))
          .help(is_proxy(name) ? "give it with `--build-arg`: BuildKit knows the proxy's names"
                               : "set it with ARG, or before the command that needs it")
          .fix(unsafe("who installs in a container may rely on it"), "use ARG", as_arg(facts, env),
               Effects::configuring("Env"));
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const std::string& variable : facts.description.config.env) {
    const std::size_t equals = variable.find('=');
    if (equals == std::string::npos || equals + 1 == variable.size()) continue;
    const std::string name = variable.substr(0, equals);
    if (!is_build_only(name, Value(variable.substr(equals + 1))) && !is_proxy(name)) continue;
    report.at(facts.place_of("ENV", name), message_for(name))
        .help(is_proxy(name) ? "give it with `--build-arg`: BuildKit knows the proxy's names"
                             : "set it with ARG, or before the command that needs it");
  }
}

extern constinit const Rule env_persists_build_only{
    .name = "env-persists-build-only",
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "`ENV` for what only the build needs",
    .why =
        "ENV is part of the image: a shell in the container never asks a question again, and a "
        "proxy of the build's network (with its name, perhaps its password) is what every program "
        "tries to reach. ARG lasts as long as the stage's build.",
    .bad = R"(FROM debian:12
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y tzdata
)",
    .good = R"(FROM debian:12
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y tzdata
)",
    .fix_safety =
        "Unsafe: who installs by hand in a container may rely on the variable. There is no fix "
        "beside other variables, and none where another stage is built on this one.",
    .references = {"https://docs.docker.com/build/building/variables/"},
    .looks_at = {.keywords = {Keyword::Env}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
