#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// Runners that start the program as a child, and do not pass on, or await, all that PID 1 gets.
static bool is_runner(std::string_view program) {
  static constexpr std::array<std::string_view, 6> names{"npm",     "yarn", "pnpm",
                                                         "nodemon", "pm2",  "npx"};
  return std::find(names.begin(), names.end(), program) != names.end();
}

namespace {
// What process 1 of the stage is told: by ENTRYPOINT, else by CMD.
struct Process {
  const Instruction* by = nullptr;
  const CommandLine* line = nullptr;
};
}  // namespace

static Process process_of(const Stage& stage) {
  Process process;
  for (const Stage* each = &stage; each; each = each->parent()) {
    for (auto at = each->instructions.rbegin(); at != each->instructions.rend(); ++at) {
      if (const Entrypoint* entry = as<Entrypoint>(*at)) {
        if (!entry->command.argv.empty() || entry->command.form == Form::Shell) {
          return {entry, &entry->command};
        }
      }
      if (const Cmd* cmd = as<Cmd>(*at); cmd && !process.line) process = {cmd, &cmd->command};
    }
  }
  return process;
}

// The script that COPY puts at `path`, where the context has it.
static std::optional<std::string> script_at(const Facts& facts, const Stage& stage,
                                            std::string_view path) {
  if (!facts.context) return std::nullopt;
  for (const Instruction* instruction : stage.instructions) {
    const Copy* copy = as<Copy>(instruction);
    if (!copy || copy->from()) continue;
    for (const Text& text : copy->sources) {
      if (file_name(text.str()) != file_name(path)) continue;
      return facts.context->read(text.str(), 1 << 16);
    }
  }
  return std::nullopt;
}

// A shell script that goes on to be process 1: nothing in it replaces it, awaits or traps.
static bool stays(std::string_view script) {
  if (!script.starts_with("#!") ||
      script.substr(0, script.find('\n')).find("sh") == std::string_view::npos) {
    return false;
  }
  for (const std::string_view word : {"exec ", "trap ", "wait", "tini", "dumb-init", "gosu"}) {
    if (script.find(word) != std::string_view::npos) return false;
  }
  return true;
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (!target) return;
  const Process process = process_of(*target);
  if (!process.line || process.line->form != Form::Exec || process.line->argv.empty()) return;
  // With an ENTRYPOINT of the base image, its program is process 1.
  if (process.by->keyword == Keyword::Cmd && !is_no(facts.base(*target).has_entrypoint)) return;
  const Text& first = process.line->argv.front();
  const std::string_view program = file_name(first.str());
  if (is_runner(program)) {
    report
        .at(first.span(), quoted(program) + " as process 1 does not hand signals on to the program")
        .help("start the program itself: `node server.js`, or put `tini --` before it");
    return;
  }
  const std::optional<std::string> script = script_at(facts, *target, first.str());
  if (!script || !stays(*script)) return;
  report.at(first.span(), "this script stays process 1 and hands no signal on")
      .help("let it end with `exec` and the program, so that the program takes its place");
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const image::Started& program : facts.contents.started()) {
    // What `sh -c` calls is a child, or takes its place: that is for the shell to say.
    if (!program.first || program.in_shell) continue;
    const Location where = facts.place_of(program.field == "Cmd" ? "CMD" : "ENTRYPOINT");
    if (is_runner(file_name(program.word))) {
      report
          .at(where, quoted(program.word) + " as process 1 does not hand signals on to the program")
          .help("start the program itself: `node server.js`, or put `tini --` before it");
      continue;
    }
    const std::optional<std::string_view> script = facts.contents.text(program.file);
    if (!script || !stays(*script)) continue;
    report
        .at(where,
            "the script " + quoted(program.word) + " stays process 1, and hands no signal on")
        .help("let it end with `exec` and the program, so that the program takes its place");
  }
}

extern constinit const Rule pid1_no_reaper{
    .name = "pid1-no-reaper",
    .category = Category::Correctness,
    .severity = Severity::Info,
    .fixes = Fixability::None,
    .summary = "process 1 is a script or runner that neither hands on signals nor reaps",
    .why =
        "What the container starts first gets the signal of `docker stop` and inherits every "
        "orphan. A shell script or a package manager's runner does nothing with either: the stop "
        "takes ten seconds and ends with a kill.",
    .bad = R"(FROM debian:12
CMD ["npm", "start"]
)",
    .good = R"(FROM debian:12
CMD ["node", "server.js"]
)",
    .looks_at = {.keywords = {Keyword::Cmd, Keyword::Entrypoint}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
