#include <algorithm>
#include <array>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// A RUN sees every ARG in its environment, and so does what it starts. Only of these programs is it
// known that they look at no variable of a project's making.
static bool reads_no_variables(const Command& command) {
  static constexpr std::array<std::string_view, 36> plain{
      "mkdir",    "rm",      "cp",    "mv",   "ln",   "chmod",  "chown",   "touch",    "echo",
      "cat",      "tar",     "unzip", "sed",  "cd",   "true",   "useradd", "groupadd", "adduser",
      "addgroup", "usermod", "ls",    "find", "test", "[",      "install", "apt-get",  "apk",
      "rmdir",    "sleep",   "date",  "set",  "sh",   "printf", "gzip",    "head",     "tail"};
  return std::find(plain.begin(), plain.end(), command.program) != plain.end() && !command.is("sh");
}

// Names that programs or the builder itself look for, and those whose purpose is to be new.
static bool has_a_purpose(std::string_view name) {
  if (is_predefined_argument(name)) return true;
  static constexpr std::array<std::string_view, 14> parts{
      "CACHE",   "BUST",  "DATE",           "EPOCH",    "REBUILD",  "FORCE",  "DEBIAN_FRONTEND",
      "DEBCONF", "PROXY", "NONINTERACTIVE", "BUILD_ID", "REVISION", "COMMIT", "SHA"};
  std::string big(name);
  for (char& c : big) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return big.find(part) != std::string::npos; });
}

static bool holds_name(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const bool begins = at == 0 || !Word::belongs(text[at - 1]) || text[at - 1] == '-';
    const std::size_t end = at + name.size();
    const bool ends = end == text.size() || !Word::belongs(text[end]) || text[end] == '-';
    if (begins && ends) return true;
  }
  return false;
}

// Whether an instruction may use the variable; its name anywhere in the text is enough.
static bool may_use(const Facts& facts, const Instruction& instruction, std::string_view name) {
  if (holds_name(facts.source.at(instruction.span), name)) return true;
  if (as<OnBuild>(instruction)) return true;
  const Run* run = as<Run>(instruction);
  if (!run) return false;
  const CommandList& list = facts.commands(*run);
  return list.is_opaque() || list.commands.empty() ||
         !std::all_of(list.commands.begin(), list.commands.end(), reads_no_variables);
}

// An ARG of a stage is seen by what follows in it, and by all stages that are built on it.
static bool unused_in_stage(const Facts& facts, const Placed<Arg>& arg, const KeyValue& pair) {
  const std::string& name = pair.key.str();
  bool run_follows = false;
  for (const Stage* stage : facts.graph().with_descendants(*arg.stage)) {
    for (const Instruction* instruction : stage->instructions) {
      if (instruction->index <= arg->index) continue;
      if (may_use(facts, *instruction, name)) return false;
      run_follows = run_follows || as<Run>(instruction) != nullptr;
    }
  }
  const bool in_own = std::any_of(arg->names.begin(), arg->names.end(), [&](const KeyValue& other) {
    return &other != &pair && other.value && holds_name(other.value->str(), name);
  });
  return !in_own && !(run_follows && has_a_purpose(name));
}

// Before the first FROM: seen by FROM, by later ARGs there, and by every ARG of its name.
static bool unused_in_head(const Facts& facts, const Placed<Arg>& arg, const KeyValue& pair) {
  const std::string& name = pair.key.str();
  if (is_predefined_argument(name) || is_platform_argument(name)) return false;
  for (const Placed<Instruction>& at : facts.placed()) {
    const Instruction& instruction = *at.instruction;
    if (instruction.index == arg->index) {
      const bool in_own =
          std::any_of(arg->names.begin(), arg->names.end(), [&](const KeyValue& other) {
            return &other != &pair && holds_name(facts.source.at(other.span), name);
          });
      if (in_own) return false;
    } else if (holds_name(facts.source.at(instruction.span), name)) {
      return false;
    }
  }
  return true;
}

// A template's `{{ X }}` is read as names, too.
static bool has_plain_names(const Arg& arg) {
  return std::all_of(arg.names.begin(), arg.names.end(), [](const KeyValue& pair) {
    const std::string& name = pair.key.str();
    return !name.empty() && std::all_of(name.begin(), name.end(),
                                        [](char c) { return Word::belongs(c) && c != '-'; });
  });
}

static void check(const Facts& facts, Reporter& report) {
  if (facts.stages().empty()) return;  // no-from
  for (const Placed<Arg>& arg : facts.every<Arg>()) {
    if (arg.onbuild || arg->broken || !has_plain_names(arg)) continue;
    for (const KeyValue& pair : arg->names) {
      const bool unused =
          arg.stage ? unused_in_stage(facts, arg, pair) : unused_in_head(facts, arg, pair);
      if (!unused) continue;
      report.at(pair.key.span(), "nothing uses ARG " + quoted(pair.key.str()))
          .fix(unsafe("a build that gives the ARG a value gets a warning"), "remove the ARG",
               arg->names.size() == 1
                   ? edits::delete_instruction(facts, arg)
                   : edits::remove_words(facts.source, {pair.span}, facts.dockerfile.escape))
          // Of several in one ARG, the last takes the instruction with it.
          .group(arg->names.size() == 1 ? GroupId{0} : static_cast<GroupId>(arg->index + 1));
    }
  }
}

extern constinit const Rule arg_unused{
    .name = "arg-unused",
    .aliases = {},
    .category = Category::Maintainability,
    .severity = Severity::Style,
    .fixes = Fixability::Always,
    .summary = "an `ARG` that nothing uses",
    .why =
        "Whoever reads the file, or calls the build with `--build-arg`, believes that the value "
        "does something. A changed value of an ARG also makes every RUN below it run again.",
    .bad = R"(ARG VERSION=1
FROM alpine:3.20
COPY app.py /srv/
)",
    .good = R"(ARG VERSION=3.20
FROM alpine:${VERSION}
COPY app.py /srv/
)",
    .fix_safety =
        "Always unsafe: a build that gives the ARG a value is then told that nobody takes it.",
    .references = {"https://docs.docker.com/reference/dockerfile/#arg"},
    .looks_at = {.keywords = {Keyword::Arg}},
    .check = check};

}  // namespace plimsoll::rules
