#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Whether a step of the stage, or of one that it is built on, may bring a shell into it.
static bool may_get_shell(const Facts& facts, const Stage& stage) {
  for (const Stage* each = &stage; each; each = each->parent()) {
    for (const Instruction* instruction : each->instructions) {
      if (as<Run>(instruction)) return true;  // it ran in something
      const Copy* copy = as<Copy>(instruction);
      if (!copy) continue;
      const Value to = facts.value(*copy, copy->destination);
      if (!to.known()) return true;
      const std::string& path = to.text();
      const bool system = path == "/" || path == "." || path == "./" ||
                          path.find("bin") != std::string::npos || path == "/usr" ||
                          path == "/usr/" || path.find("busybox") != std::string::npos;
      const bool archive = copy->keyword == Keyword::Add;
      if (system || archive) return true;
    }
  }
  return false;
}

// `tool --check || exit 1`: a failing tool is unhealthy without the rest.
static const Command* one_program(const CommandList& list) {
  if (list.is_opaque() || list.commands.empty() || list.commands.size() > 2) return nullptr;
  const Command& command = list.commands.front();
  if (list.commands.size() == 2) {
    const Command& other = list.commands.back();
    const bool exits = other.connector == Connector::Or && other.is("exit") &&
                       other.operands.size() == 1 && other.operand(0).is("1");
    if (!exits) return nullptr;
  }
  const auto as_it_is = [](const ShellWord& word) { return word.known && !word.tilde; };
  const bool plain = command.scope == 0 && command.assignments.empty() &&
                     command.redirects.empty() && command.fully_known() && !command.background &&
                     !command.negated && !command.words.empty() &&
                     std::all_of(command.words.begin(), command.words.end(), as_it_is);
  return plain ? &command : nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Healthcheck>& health : facts.every<Healthcheck>()) {
    if (health->none || health->broken || health->command.form != Form::Shell) continue;
    if (!health.stage || health.onbuild || facts.before(health).shell.set_by) continue;
    if (!is_no(facts.base(*health.stage).has_shell)) continue;
    if (may_get_shell(facts, *health.stage)) continue;
    FindingBuilder finding =
        report.at(health->command.span, "the check needs a shell, and the image has none");
    const Command* command = one_program(facts.commands(health));
    if (!command) continue;
    std::vector<std::string> words;
    for (const ShellWord& word : command->words) words.push_back(word.text);
    finding.fix(unsafe("a program that ends with another status than 0 or 1 is not allowed for"),
                "start the program itself", edits::to_json_array(health, health->command, words),
                Effects::configuring("Healthcheck"));
  }
}

extern constinit const Rule healthcheck_shell_form_no_shell{
    .name = "healthcheck-shell-form-no-shell",
    .aliases = {"DL3025"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a HEALTHCHECK in shell form where the image has no shell",
    .why =
        "The shell form starts `/bin/sh`. In an image from `scratch` or a distroless one there is "
        "none, so the check never succeeds and the container is unhealthy for ever.",
    .bad = R"(FROM scratch
COPY server /server
HEALTHCHECK CMD /server --check || exit 1
CMD ["/server"]
)",
    .good = R"(FROM scratch
COPY server /server
HEALTHCHECK CMD ["/server", "--check"]
CMD ["/server"]
)",
    .fix_safety =
        "Unsafe: a status other than 0 and 1 is reserved, and was turned into 1 by the shell. "
        "Today the check fails always.",
    .references = {"https://docs.docker.com/reference/dockerfile/#healthcheck"},
    .looks_at = {.keywords = {Keyword::Healthcheck}},
    .check = check};

}  // namespace plimsoll::rules
