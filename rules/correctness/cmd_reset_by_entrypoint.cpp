#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Programs that only start another one, which has to be told to them.
static bool is_launcher(std::string_view program) {
  static constexpr std::array<std::string_view, 8> names{
      "tini", "tini-static", "dumb-init", "catatonit", "gosu", "su-exec", "docker-init", "env"};
  return std::find(names.begin(), names.end(), program) != names.end();
}

// Whether the words name a launcher, and nothing for it to launch.
static bool waits_for_command(const std::vector<Text>& argv) {
  if (argv.empty()) return false;
  if (!is_launcher(file_name(argv.front().str()))) return false;
  std::size_t i = 1;
  const bool names_user =
      file_name(argv.front().str()) == "gosu" || file_name(argv.front().str()) == "su-exec";
  if (names_user && i < argv.size()) ++i;
  while (i < argv.size() && argv[i].str().starts_with('-')) ++i;
  return i >= argv.size();
}

// Whether the words are one script of the context that ends by running its arguments.
static bool runs_arguments(const Facts& facts, const Stage& stage, const std::vector<Text>& argv) {
  if (!facts.context || argv.size() != 1) return false;
  const std::string_view name = file_name(argv.front().str());
  for (const Instruction* instruction : stage.instructions) {
    const Copy* copy = as<Copy>(instruction);
    if (!copy || copy->from()) continue;
    for (const Text& text : copy->sources) {
      if (file_name(text.str()) != name) continue;
      const std::optional<std::string> script = facts.context->read(text.str(), 1 << 16);
      return script && script->find("exec \"$@\"") != std::string::npos;
    }
  }
  return false;
}

static const Cmd* last_cmd(const Stage& stage) {
  const Cmd* last = nullptr;
  for (const Instruction* instruction : stage.instructions) {
    if (const Cmd* cmd = as<Cmd>(instruction)) last = cmd;
  }
  return last;
}

// The CMD of a stage below this one in the same file; null where it comes from an image.
static const Cmd* inherited_cmd(const Stage& stage) {
  for (const Stage* below = stage.parent(); below; below = below->parent()) {
    if (const Cmd* cmd = last_cmd(*below)) return cmd;
    const auto& all = below->instructions;
    if (std::any_of(all.begin(), all.end(), [](const Instruction* instruction) {
          return instruction->keyword == Keyword::Entrypoint;
        })) {
      return nullptr;
    }
  }
  return nullptr;
}

static void look_at(const Facts& facts, const Stage& stage, const Entrypoint& entry,
                    Reporter& report) {
  const CommandLine& line = entry.command;
  if (entry.broken || line.form != Form::Exec || last_cmd(stage)) return;
  if (!waits_for_command(line.argv) && !runs_arguments(facts, stage, line.argv)) return;
  const Cmd* inherited = inherited_cmd(stage);
  if (!inherited && (stage.parent() || !is_yes(facts.base(stage).has_cmd))) return;
  FindingBuilder finding =
      report.at(entry.keyword_span, "ENTRYPOINT drops the inherited CMD, and has nothing to start");
  if (inherited) finding.related(inherited->keyword_span, "this one does not count any more");
  finding.help("repeat the command in a CMD behind the ENTRYPOINT");
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target) return;
  const Entrypoint* last = nullptr;
  for (const Instruction* instruction : target->instructions) {
    if (const Entrypoint* entry = as<Entrypoint>(instruction)) last = entry;
  }
  if (last) look_at(facts, *target, *last, report);
}

extern constinit const Rule cmd_reset_by_entrypoint{
    .name = "cmd-reset-by-entrypoint",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .summary = "an ENTRYPOINT that needs a command drops the one of its base",
    .why =
        "ENTRYPOINT resets the CMD that the base image has set. A launcher such as tini, or a "
        "script that ends with `exec \"$@\"`, then has nothing to start, and the container ends at "
        "once.",
    .bad = R"(FROM nginx:1.27
ENTRYPOINT ["tini", "--"]
)",
    .good = R"(FROM nginx:1.27
ENTRYPOINT ["tini", "--"]
CMD ["nginx", "-g", "daemon off;"]
)",
    .references = {"https://docs.docker.com/reference/dockerfile/"
                   "#understand-how-cmd-and-entrypoint-interact"},
    .looks_at = {.keywords = {Keyword::Entrypoint}},
    .check = check};

}  // namespace plimsoll::rules
