#include <algorithm>
#include <array>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {

// An install that may take other versions than a lock file names, and what makes it keep to them.
struct Case {
  std::string_view program;
  std::string_view subcommand;
  std::string_view lock;
  std::string_view option;  // that makes it strict; "" = another subcommand does
  std::string_view instead;
  Severity severity;
};

}  // namespace

static constexpr std::array<Case, 11> cases{{
    {"npm", "install", "package-lock.json", "", "ci", Severity::Warning},
    {"npm", "install", "npm-shrinkwrap.json", "", "ci", Severity::Warning},
    {"yarn", "install", "yarn.lock", "--frozen-lockfile", "", Severity::Warning},
    {"yarn", "", "yarn.lock", "--frozen-lockfile", "", Severity::Warning},
    {"pnpm", "install", "pnpm-lock.yaml", "--frozen-lockfile", "", Severity::Warning},
    {"composer", "update", "composer.lock", "", "install", Severity::Warning},
    {"poetry", "update", "poetry.lock", "", "install", Severity::Warning},
    {"bundle", "update", "Gemfile.lock", "", "install", Severity::Warning},
    {"uv", "sync", "uv.lock", "--locked", "", Severity::Info},
    {"cargo", "build", "Cargo.lock", "--locked", "", Severity::Info},
    {"cargo", "install", "Cargo.lock", "--locked", "", Severity::Info},
}};

// Options that make it strict, or say that the lock file is not meant.
static bool is_settled(const Command& command) {
  return command.may_hide_options() || command.has_option({"--frozen-lockfile",
                                                           "--immutable",
                                                           "--pure-lockfile",
                                                           "--no-lockfile",
                                                           "--frozen",
                                                           "--locked",
                                                           "--offline",
                                                           "--no-package-lock",
                                                           "--lock",
                                                           "--package-lock",
                                                           "--package-lock-only",
                                                           "-g",
                                                           "--global",
                                                           "--location",
                                                           "--lockfile-only",
                                                           "--no-frozen-lockfile",
                                                           "--dry-run",
                                                           "--git",
                                                           "--version",
                                                           "-h",
                                                           "--help",
                                                           "--fix-lockfile"});
}

static bool is_set(const Facts& facts, const Run& run, const Command& command) {
  for (const std::string_view name :
       {"CI", "UV_LOCKED", "UV_FROZEN", "YARN_ENABLE_IMMUTABLE_INSTALLS", "BUNDLE_FROZEN"}) {
    if (is_yes(facts.variable(run, command, name).defined)) return true;
  }
  return false;
}

// The COPY that brings the lock file before `run`: by name, or with the whole context.
static const Copy* copied(const Facts& facts, const Placed<Run>& run, std::string_view lock) {
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy.stage != run.stage || copy->index > run->index || copy->from()) continue;
    for (const Text& source : copy->sources) {
      const Value value = facts.value(copy, source);
      if (!value.known()) continue;
      const std::string& path = value.text();
      if (path == lock || path.ends_with("/" + std::string(lock))) return copy.instruction;
      if (!facts.context) continue;
      const Sent sent = facts.context->sent(path);
      if (std::any_of(sent.files.begin(), sent.files.end(),
                      [&](const ContextFile* file) { return file->path == lock; })) {
        return copy.instruction;
      }
    }
  }
  return nullptr;
}

static bool uses_berry(const Facts& facts) {
  const std::string_view text = facts.source.bytes();
  return text.find(".yarnrc.yml") != std::string_view::npos ||
         text.find(".yarn/") != std::string_view::npos;
}

static edits::Edits strict(const Facts& facts, const Run& run, const Command& command,
                           const Case& found, const std::string& option) {
  if (!option.empty()) return edits::add_option(facts, command, option);
  if (command.subcommand_word >= command.words.size()) return std::nullopt;
  // `bundle install && bundle update` is not meant to install twice.
  if (facts.commands(run).find(command.program, found.instead)) return std::nullopt;
  const ShellWord& word = command.words[command.subcommand_word];
  if (word.span.size() != word.text.size()) return std::nullopt;
  return edits::replace_word(facts.source, word.span, std::string(found.instead));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      for (const Case& known : cases) {
        if (!command.is(known.program, known.subcommand)) continue;
        const bool installs_file =
            command.is("cargo", "install") ? command.has_option({"--path"}) : true;
        const bool named = !command.operands.empty() && !command.is("cargo", "install");
        if (named || !installs_file || is_settled(command) || is_set(facts, run, command)) break;
        const Copy* copy = copied(facts, run, known.lock);
        if (!copy) continue;
        std::string option(known.option);
        if (known.program == "yarn" && uses_berry(facts)) option = "--immutable";
        const std::string name =
            command.program + (command.subcommand.empty() ? "" : " ") + command.subcommand;
        const std::string instead =
            option.empty() ? command.program + " " + std::string(known.instead) : option;
        report
            .at(command.head(),
                "`" + name + "` may take other versions than " + std::string(known.lock) + " names")
            .severity(known.severity)
            .related(copy->span, "the lock file comes with this COPY")
            .fix(unsafe("it fails where the lock file is not in step with the manifest"),
                 (option.empty() ? "use `" : "add `") + instead + "`",
                 strict(facts, run, command, known, option), Effects::none());
        break;
      }
    }
  }
}

extern constinit const Rule lockfile_ignored{
    .name = "lockfile-ignored",
    .aliases = {"DF031"},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a lock file is copied, but the install does not keep to it",
    .why =
        "`npm install` and its like repair a lock file that does not fit the manifest: silently, "
        "and in the image only. The versions that were tested are then not those that are "
        "shipped; the strict form stops the build instead.",
    .bad = R"(FROM node:20
COPY package.json package-lock.json ./
RUN npm install
)",
    .good = R"(FROM node:20
COPY package.json package-lock.json ./
RUN npm ci
)",
    .fix_safety =
        "Unsafe: the strict form fails where the lock file and the manifest do not fit each "
        "other, which is what it is for.",
    .references = {"https://docs.npmjs.com/cli/commands/npm-ci"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run},
                 .words = {"npm", "yarn", "pnpm", "composer", "poetry", "bundle", "uv", "cargo"}},
    .check = check};

}  // namespace plimsoll::rules
