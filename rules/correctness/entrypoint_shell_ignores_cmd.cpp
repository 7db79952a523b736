#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
struct Started {
  const Entrypoint* entrypoint = nullptr;
  const Cmd* cmd = nullptr;  // the one that counts with it
};
}  // namespace

// What the stage's own lines and those below it make the container start. An ENTRYPOINT throws the
// CMD of the image below away.
static Started started_by(const Stage& stage) {
  Started own;
  for (const Instruction* instruction : stage.instructions) {
    if (const auto* entrypoint = as<Entrypoint>(instruction)) own.entrypoint = entrypoint;
    if (const Cmd* cmd = as<Cmd>(instruction)) own.cmd = cmd;
  }
  for (const Stage* below = stage.parent(); below && !own.entrypoint; below = below->parent()) {
    for (const Instruction* instruction : below->instructions) {
      if (const auto* entrypoint = as<Entrypoint>(instruction)) own.entrypoint = entrypoint;
    }
  }
  return own;
}

// `sh -c TEXT` hands what follows to the text as $0, $1 and so on.
static bool takes_arguments(const CommandList& commands) {
  return commands.is_opaque() || std::any_of(commands.variables.begin(), commands.variables.end(),
                                             [](const VariableUse& use) {
                                               return use.name == "@" || use.name == "*" ||
                                                      use.name == "0" || use.name == "1";
                                             });
}

// The one program that the text starts, as an exec form.
static edits::Edits to_exec_form(const Facts& facts, const Entrypoint& entrypoint) {
  const CommandList& list = facts.commands(entrypoint);
  if (list.is_opaque() || list.commands.size() != 1) return std::nullopt;
  const Command& command = list.commands.front();
  if (!command.assignments.empty() || !command.redirects.empty() || command.background ||
      command.negated || !command.fully_known()) {
    return std::nullopt;
  }
  std::vector<std::string> words;
  for (const ShellWord& word : command.words) {
    if (!word.known || word.glob || word.brace || word.tilde) return std::nullopt;
    if (words.empty() && word.text == "exec") continue;
    words.push_back(word.text);
  }
  if (words.empty() || words.front() == "cd" || words.front() == ".") return std::nullopt;
  return edits::to_json_array(entrypoint, entrypoint.command, words);
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    const auto [entrypoint, cmd] = started_by(stage);
    if (!entrypoint || !cmd || entrypoint->command.form == Form::Exec) continue;
    // An empty one starts no shell: it takes away what the base image has.
    if (entrypoint->command.span.empty()) continue;
    if (entrypoint->broken || cmd->broken || takes_arguments(facts.commands(*entrypoint))) continue;
    report
        .at(cmd->keyword_span, "this CMD is without effect: the shell form of ENTRYPOINT drops it")
        .related(entrypoint->span, "the shell that this starts hands nothing on")
        .fix(unsafe("the words of CMD then reach the program"), "write the ENTRYPOINT as JSON",
             to_exec_form(facts, *entrypoint), Effects::configuring("Entrypoint"));
  }
}

extern constinit const Rule entrypoint_shell_ignores_cmd{
    .name = "entrypoint-shell-ignores-cmd",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "a `CMD` beside an `ENTRYPOINT` in shell form",
    .why =
        "ENTRYPOINT in shell form starts `/bin/sh -c TEXT`. CMD and the arguments of `docker run` "
        "become arguments of that shell, which the text does not use: the program never gets them.",
    .bad = R"(FROM alpine:3.20
ENTRYPOINT httpd -f
CMD ["-p", "8080"]
)",
    .good = R"(FROM alpine:3.20
ENTRYPOINT ["httpd", "-f"]
CMD ["-p", "8080"]
)",
    .fix_safety = "Always unsafe: the program gets the words of CMD, which it did not get before.",
    .references = {"https://docs.docker.com/reference/dockerfile/"
                   "#understand-how-cmd-and-entrypoint-interact"},
    .looks_at = {.keywords = {Keyword::Entrypoint}},
    .check = check};

}  // namespace plimsoll::rules
