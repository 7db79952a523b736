#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

// The variable with which the word begins, if a path below it follows: `$DIR/*`, `"${DIR}"/lib`.
static const VariableUse* leading_variable(const ShellWord& word) {
  if (word.variables.empty() || !word.substitutions.empty()) return nullptr;
  const VariableUse& first = word.variables.front();
  if (first.at != 0 || !first.plain || first.name.empty()) return nullptr;
  const char c = first.name.front();
  if ((c >= '0' && c <= '9') || c == '@' || c == '*' || c == '?') return nullptr;
  if (word.text.size() <= first.length || word.text[first.length] != '/') return nullptr;
  return &first;
}

// What would be lost: `/`, `/*`, or one of the system's directories.
static bool is_dangerous(std::string_view rest) {
  if (rest == "/" || rest == "/*" || rest == "/.*") return true;
  for (const std::string_view folder :
       {"bin", "boot", "dev", "etc", "home", "lib", "lib64", "opt", "proc", "root", "run", "sbin",
        "srv", "sys", "usr", "var"}) {
    const std::string_view name = rest.substr(1);
    if (name == folder || (name.starts_with(folder) && name.substr(folder.size()) == "/*"))
      return true;
  }
  return false;
}

// Whether the variable may be empty when the step runs. What the script itself sets is its own
// affair, and of what an unknown base image sets we know nothing.
static bool may_be_empty(const Facts& facts, const Run& run, const CommandList& list,
                         const std::string& name) {
  if (std::find(list.assigned.begin(), list.assigned.end(), name) != list.assigned.end()) {
    return false;
  }
  if (name == "HOME" || name == "PWD") return false;
  const State state = facts.before(run);
  if (const Variable* variable = state.env.find(name)) {
    return variable->origin == Variable::Origin::UnsetArg || is_yes(variable->value.empty());
  }
  return is_no(state.env.defined(name));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    if (list.is_opaque()) continue;
    for (const Command& command : list.commands) {
      if (!command.is("rm") || !command.has_option({"-r", "-R", "--recursive"})) continue;
      if (is_yes(command.options_in_force.nounset)) continue;
      for (const std::uint32_t index : command.operands) {
        const ShellWord& word = command.words[index];
        const VariableUse* use = leading_variable(word);
        if (!use || !is_dangerous(std::string_view(word.text).substr(use->length))) continue;
        if (!may_be_empty(facts, run, list, use->name)) continue;
        const std::string rest = word.text.substr(use->length);
        report.at(word.span, "with an empty " + quoted(use->name) + " this removes " + quoted(rest))
            .help("write `${" + use->name + ":?}` so that the step fails instead");
      }
    }
  }
}

extern constinit const Rule removal_below_empty{
    .name = "removal-below-empty",
    .aliases = {"SC2115"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .summary = "`rm -r` of a path below a variable that may be empty",
    .why =
        "`rm -rf $DIR/*` is `rm -rf /*` when nobody has set DIR. The step succeeds, and the image "
        "is broken.",
    .bad = R"(FROM debian:12
ARG CACHE
RUN rm -rf $CACHE/*
)",
    .good = R"(FROM debian:12
ARG CACHE
RUN rm -rf "${CACHE:?}"/*
)",
    .references = {"https://www.shellcheck.net/wiki/SC2115"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"rm"}},
    .check = check};

}  // namespace plimsoll::rules
