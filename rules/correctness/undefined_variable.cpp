#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "analyzer/unset_variables.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// `${x:-a}` and its like say what is to happen without a value.
static bool is_guarded(const VariableRef& use) {
  static constexpr std::array<std::string_view, 6> guards{":-", "-", ":+", "+", ":?", "?"};
  return std::find(guards.begin(), guards.end(), use.modifier) != guards.end();
}

// An ARG of this name that this instruction does not see: of the file's head, of another stage, or
// further down. It is what was meant, even where the base image is not known.
static const KeyValue* unseen_arg(const Facts& facts, std::string_view name, bool& in_head) {
  const KeyValue* found = nullptr;
  for (const Placed<Arg>& arg : facts.every<Arg>()) {
    for (const KeyValue& pair : arg->names) {
      if (pair.key.str() != name) continue;
      if (!arg.stage) {
        in_head = true;
        return &pair;
      }
      if (!found && !arg.onbuild) found = &pair;
    }
  }
  return found;
}

namespace {
// The first use of a name in a stage: the ARG that mends it mends those that follow.
struct FirstUse {
  const Instruction* at;
  GroupId group;
};
}  // namespace
using FirstUses = std::map<std::pair<const Stage*, std::string>, FirstUse>;

// `ENV X=/a:$X`: a habit that works without an X, too, but for the separator that is left over.
static bool adds_to_itself(const Instruction& instruction, const Text* word,
                           const std::string& name) {
  const Env* env = as<Env>(instruction);
  return env && std::any_of(env->pairs.begin(), env->pairs.end(), [&](const KeyValue& pair) {
           return pair.value && &*pair.value == word && pair.key.str() == name;
         });
}

// `ENV A=1 B=$A`: what is wrong there is that A is set by the same instruction, and another rule's.
static bool sets_it(const Instruction& instruction, const std::string& name) {
  const Env* env = as<Env>(instruction);
  return env && std::any_of(env->pairs.begin(), env->pairs.end(),
                            [&](const KeyValue& pair) { return pair.key.str() == name; });
}

static void look_at(const Facts& facts, const Placed<Instruction>& at, const VariableRef& use,
                    const Environment& env, FirstUses& first_uses, Reporter& report) {
  const Answer defined = env.defined(use.name);
  if (is_yes(defined) || is_guarded(use) || env.find(use.name)) return;
  bool in_head = false;
  const KeyValue* meant = unseen_arg(facts, use.name, in_head);
  // No image sets these for the builder; shells and programs do, when they start.
  const bool of_platform = is_platform_argument(use.name);
  const bool of_shell = use.name == "PWD" || use.name == "OLDPWD";
  const bool of_head = in_head && (is_no(defined) || !named_after_base(*at.stage, use.name));
  if (is_unknown(defined) && !of_head && !of_platform && !of_shell) return;
  FindingBuilder finding =
      report.at(use.span, quoted("$" + use.name) + " is not set here: it becomes nothing");
  if (of_platform || in_head) {
    if (meant) finding.related(meant->span, "seen by FROM alone, until a stage repeats its ARG");
    const auto group = static_cast<GroupId>(first_uses.size() + 1);
    const FirstUse& first =
        first_uses.try_emplace({at.stage, use.name}, FirstUse{at.instruction, group}).first->second;
    finding
        .fix(unsafe("what was empty gets a value"), "declare it in this stage",
             edits::insert_above(facts, *first.at, "ARG " + use.name))
        .group(first.group);
  } else if (meant) {
    finding.related(meant->span, "this ARG is not in reach here")
        .help("an ARG is seen below it, in its own stage and in those built on it");
  } else if (const std::string near = env.nearest(use.name); !near.empty()) {
    finding.help("did you mean `" + near + "`?");
  } else {
    finding.help("set it above, with ARG or ENV, or leave it out");
  }
}

static void check(const Facts& facts, Reporter& report) {
  FirstUses first_uses;
  for (const Placed<Instruction>& at : facts.placed()) {
    const Instruction& instruction = *at.instruction;
    if (!at.stage || at.onbuild || instruction.broken || as<From>(instruction)) continue;
    // Nothing is expanded where there is no `$`; asking is the costly part.
    if (facts.source.at(instruction.span).find('$') == std::string_view::npos) continue;
    const Environment env = facts.before(instruction).env;
    std::vector<std::string_view> said;
    const Arg* arg = as<Arg>(instruction);
    for (const ExpandedWord& word : facts.expansions(instruction)) {
      for (const VariableRef& use : word.expansion.uses) {
        const bool own =
            arg && std::any_of(arg->names.begin(), arg->names.end(),
                               [&](const KeyValue& pair) { return pair.key.str() == use.name; });
        if (own || std::find(said.begin(), said.end(), use.name) != said.end()) continue;
        said.emplace_back(use.name);
        const bool to_itself = adds_to_itself(instruction, word.text, use.name);
        if (!to_itself && sets_it(instruction, use.name)) continue;
        if (!to_itself) {
          look_at(facts, at, use, env, first_uses, report);
        } else if (is_no(env.defined(use.name)) && !is_guarded(use)) {
          report.at(use.span, quoted("$" + use.name) + " is not set here: it adds nothing")
              .severity(Severity::Info);
        }
      }
    }
  }
}

extern constinit const Rule undefined_variable{
    .name = "undefined-variable",
    .aliases = {"UndefinedVar"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "the builder expands a variable that nothing sets",
    .why =
        "The builder puts nothing in the place of an unknown variable and goes on: a path loses a "
        "part, a label stays empty. The usual causes are a misspelt name and an ARG before the "
        "first FROM, which a stage sees only if it repeats the ARG.",
    .bad = R"(ARG APP_DIR=/srv
FROM alpine:3.20
COPY app.py $APP_DIR/app.py
)",
    .good = R"(ARG APP_DIR=/srv
FROM alpine:3.20
ARG APP_DIR
COPY app.py $APP_DIR/app.py
)",
    .fix_safety = "Always unsafe: what was empty gets a value, which is meant but is a change.",
    .references = {"https://docs.docker.com/reference/build-checks/undefined-var/"},
    .check = check};

}  // namespace plimsoll::rules
