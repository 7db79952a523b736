#include <algorithm>
#include <array>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Names whose value is another one in each build.
static bool is_volatile(std::string_view name) {
  static constexpr std::array<std::string_view, 30> names{
      "BUILD_DATE",    "BUILD_TIME", "BUILD_TIMESTAMP", "BUILDTIME",         "BUILDDATE",
      "BUILD_NUMBER",  "BUILD_ID",   "BUILD_SHA",       "BUILD_REF",         "BUILD_COMMIT",
      "GIT_SHA",       "GIT_COMMIT", "GIT_REF",         "GIT_REVISION",      "GIT_HASH",
      "GIT_DESCRIBE",  "COMMIT",     "COMMIT_SHA",      "COMMIT_HASH",       "COMMIT_ID",
      "COMMIT_REF",    "VCS_REF",    "VCS_REVISION",    "REVISION",          "SOURCE_COMMIT",
      "CI_COMMIT_SHA", "GITHUB_SHA", "GIT_COMMIT_SHA",  "SOURCE_DATE_EPOCH", "BUILD_VCS_NUMBER"};
  std::string upper(name);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return std::find(names.begin(), names.end(), upper) != names.end();
}

// Whether `instruction` uses the variable: in what BuildKit expands, or in its shell text. A text
// that is not read may use it.
static bool uses(const Facts& facts, const Instruction& instruction, std::string_view name) {
  if (facts.source.at(instruction.lines).find(name) != std::string_view::npos) return true;
  return as<Run>(instruction) != nullptr && facts.commands(instruction).is_opaque();
}

// Programs that take no notice of such a variable.
static bool is_indifferent(const CommandList& list) {
  static constexpr std::array<std::string_view, 26> programs{
      "apt-get", "apt",     "apk",      "dnf",      "yum",   "microdnf", "zypper", "rm",   "mkdir",
      "useradd", "adduser", "groupadd", "addgroup", "chown", "chmod",    "ln",     "cd",   "set",
      "echo",    "touch",   "cp",       "mv",       "curl",  "wget",     "tar",    "unzip"};
  return !list.is_opaque() &&
         std::all_of(list.commands.begin(), list.commands.end(), [&](const Command& command) {
           return std::find(programs.begin(), programs.end(), command.program) != programs.end();
         });
}

namespace {
// What stands between an ARG and the first instruction that needs it.
struct Gap {
  std::vector<const Run*> steps;           // run again whenever the value changes
  std::vector<const Instruction*> labels;  // use it, but no step depends on them
  const Instruction* first_use = nullptr;  // null: none in the stage
  const Instruction* last = nullptr;       // the last instruction of the stage
};
}  // namespace

static Gap gap_behind(const Facts& facts, const Arg& arg, const Stage& stage,
                      std::string_view name) {
  Gap gap;
  for (const Instruction* instruction : stage.instructions) {
    if (instruction->index <= arg.index) continue;
    gap.last = instruction;
    if (uses(facts, *instruction, name)) {
      if (instruction->keyword == Keyword::Label) {
        gap.labels.push_back(instruction);
        continue;
      }
      gap.first_use = instruction;
      break;
    }
    if (const Run* run = as<Run>(instruction)) gap.steps.push_back(run);
  }
  return gap;
}

static bool is_one_line(const Facts& facts, const Instruction& instruction) {
  return facts.source.at(instruction.span).find('\n') == std::string_view::npos &&
         instruction.comments.empty();
}

// Whether moving `label` below `until` would change what it says: a variable that it uses is set in
// between, or one of its keys.
static bool is_overtaken(const Facts& facts, const Stage& stage, const Instruction& label,
                         std::uint32_t until) {
  const std::string_view text = facts.source.at(label.span);
  for (const Instruction* other : stage.instructions) {
    if (other->index <= label.index || other->index > until) continue;
    if (const KeyValues* set = as<Env>(other) ? static_cast<const KeyValues*>(as<Env>(other))
                                              : as<LabelInstruction>(other)) {
      for (const KeyValue& pair : set->pairs) {
        if (text.find(pair.key.str()) != std::string_view::npos) return true;
      }
    }
    if (const Arg* arg = as<Arg>(other)) {
      for (const KeyValue& name : arg->names) {
        if (text.find(name.key.str()) != std::string_view::npos) return true;
      }
    }
  }
  return false;
}

// Takes the ARG, and the LABELs that need it, down to where they are needed.
static edits::Edits move_down(const Facts& facts, const Arg& arg, const Stage& stage,
                              const Gap& gap) {
  if (arg.names.size() != 1 || !is_one_line(facts, arg)) return std::nullopt;
  std::vector<const Instruction*> moved{&arg};
  for (const Instruction* label : gap.labels) {
    // A label that the last step precedes stays where it is.
    if (label->index > gap.steps.back()->index && gap.first_use == nullptr) continue;
    const std::uint32_t until = gap.first_use ? gap.first_use->index : gap.steps.back()->index;
    if (!label->comments.empty() || is_overtaken(facts, stage, *label, until)) return std::nullopt;
    moved.push_back(label);
  }
  std::vector<edits::Edits> parts;
  std::string text;
  for (const Instruction* instruction : moved) {
    parts.push_back(edits::delete_instruction(facts, *instruction));
    if (!text.empty()) text += edits::line_end(facts.source);
    text += facts.source.at(instruction->span);
  }
  parts.push_back(gap.first_use ? edits::insert_above(facts, *gap.first_use, text)
                                : edits::insert_below(facts, *gap.steps.back(), text));
  return edits::all(std::move(parts));
}

static void look_at(const Facts& facts, const Arg& arg, const KeyValue& pair, const Stage& stage,
                    Reporter& report) {
  const std::string& name = pair.key.str();
  if (!is_volatile(name)) return;
  const Gap gap = gap_behind(facts, arg, stage, name);
  if (gap.steps.empty()) return;
  const std::size_t count = gap.steps.size();
  FindingBuilder finding = report.at(
      pair.key.span(), "each new " + quoted(name) + " runs " + std::to_string(count) +
                           (count == 1 ? " step again that does" : " steps again that do") +
                           " not use it");
  finding.related(gap.steps.front()->keyword_span, "this step has it in its cache key");
  if (gap.first_use) finding.related(gap.first_use->keyword_span, "here it is needed first");
  const bool indifferent = std::all_of(gap.steps.begin(), gap.steps.end(), [&](const Run* run) {
    return is_indifferent(facts.commands(*run));
  });
  finding.fix(indifferent ? safe() : unsafe("a program that a step starts may read it"),
              "declare it where it is needed", move_down(facts, arg, stage, gap));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Arg>& arg : facts.every<Arg>()) {
    if (!arg.stage || arg.onbuild || arg->broken) continue;
    for (const KeyValue& pair : arg->names) look_at(facts, arg, pair, *arg.stage, report);
  }
}

extern constinit const Rule volatile_arg_early{
    .name = "volatile-arg-early",
    .category = Category::Caching,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "an ARG that differs in each build is declared before steps that do not use it",
    .why =
        "Every RUN behind an ARG has its value in the cache key, whether it uses it or not. A "
        "commit hash or a date declared at the top makes each build install everything again.",
    .bad = R"(FROM debian:12
ARG GIT_COMMIT
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
LABEL org.opencontainers.image.revision=$GIT_COMMIT
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
ARG GIT_COMMIT
LABEL org.opencontainers.image.revision=$GIT_COMMIT
)",
    .fix_safety =
        "Safe where the steps in between only install packages and move files. Unsafe where they "
        "start programs that may read the variable.",
    .references = {"https://docs.docker.com/build/cache/invalidation/"},
    .looks_at = {.keywords = {Keyword::Arg}},
    .check = check};

}  // namespace plimsoll::rules
