// The layout that every language asks for: first what names the dependencies, then the install,
// then all the rest. Where the whole context comes first, the install runs again with each edit.

#include <algorithm>
#include <array>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {

struct Tool {
  std::string_view program;
  std::array<std::string_view, 3> subcommands;
  std::array<std::string_view, 3> manifests;  // what the install reads, the first is a must
  std::string_view installs_into;             // a folder of the project, or ""
};

}  // namespace

static constexpr std::array<Tool, 12> tools{{
    {"npm", {"ci", "install", ""}, {"package.json", "package-lock.json", ".npmrc"}, "node_modules"},
    {"yarn", {"install", "<none>", ""}, {"package.json", "yarn.lock", ".yarnrc"}, "node_modules"},
    {"pnpm", {"install", "", ""}, {"package.json", "pnpm-lock.yaml", ".npmrc"}, "node_modules"},
    {"pip", {"install", "", ""}, {"requirements.txt", "", ""}, ""},
    {"pipenv", {"install", "sync", ""}, {"Pipfile", "Pipfile.lock", ""}, ""},
    {"poetry", {"install", "", ""}, {"pyproject.toml", "poetry.lock", ""}, ""},
    {"bundle", {"install", "", ""}, {"Gemfile", "Gemfile.lock", ""}, "vendor"},
    {"composer", {"install", "", ""}, {"composer.json", "composer.lock", ""}, "vendor"},
    {"go", {"mod download", "", ""}, {"go.mod", "go.sum", ""}, ""},
    {"cargo", {"fetch", "", ""}, {"Cargo.toml", "Cargo.lock", ""}, ""},
    {"mix", {"deps.get", "", ""}, {"mix.exs", "mix.lock", ""}, "deps"},
    {"dotnet", {"restore", "", ""}, {"", "", ""}, "obj"},
}};

static const Tool* tool_of(const Command& command) {
  for (const Tool& tool : tools) {
    if (!command.is(tool.program)) continue;
    std::string_view sub = command.subcommand;
    if (command.is("pipenv") || command.is("mix")) {  // programs without subcommands in the tables
      sub = command.operands.empty() ? std::string_view() : command.operand(0).text;
    }
    if (command.is("yarn") && sub.empty() && command.operands.empty()) sub = "<none>";
    if (sub.empty() || std::find(tool.subcommands.begin(), tool.subcommands.end(), sub) ==
                           tool.subcommands.end()) {
      continue;
    }
    if (command.has_option({"-g", "--global", "-h", "--help"})) return nullptr;
    if (!command.is("pip")) {
      return command.is("pipenv") || command.is("mix") || command.operands.empty() ? &tool
                                                                                   : nullptr;
    }
    // `pip install -r FILE` alone: `.` and `-e .` need the sources.
    const bool from_list = command.has_option({"-r", "--requirement"});
    return from_list && command.operands.empty() && !command.has_option({"-e", "--editable"})
               ? &tool
               : nullptr;
  }
  return nullptr;
}

static bool takes_all(const Facts& facts, const Copy& copy) {
  return !copy.from() && !copy.broken &&
         std::any_of(copy.sources.begin(), copy.sources.end(), [&](const Text& source) {
           const Value value = facts.value(copy, source);
           return is_yes(value.equals(".")) || is_yes(value.equals("./")) ||
                  is_yes(value.equals("/"));
         });
}

static bool is_below(const Stage* stage, const Stage* base) {
  while (stage && stage != base) stage = stage->parent();
  return stage != nullptr;
}

// Whether a RUN before `copy`, in its stage or in one below, has installed with the same tool.
static bool installed_before(const Facts& facts, const Placed<Copy>& copy, const Tool& tool) {
  for (const Placed<Run>& run : facts.runs()) {
    if (run->index >= copy->index) return false;
    if (!is_below(copy.stage, run.stage)) continue;
    for (const Command& command : facts.commands(run).commands) {
      if (tool_of(command) == &tool) return true;
    }
  }
  return false;
}

// With a cache mount a second install is cheap.
static bool has_cache(const Run& run) {
  return std::any_of(run.mounts.begin(), run.mounts.end(),
                     [](const Mount& mount) { return mount.type() == "cache"; });
}

// `COPY . X`, `RUN install` -> `COPY MANIFESTS X/`, `RUN install`, `COPY . X`.
static edits::Edits reordered(const Facts& facts, const Placed<Copy>& copy, const Placed<Run>& run,
                              const Tool& tool) {
  if (!facts.context || tool.manifests[0].empty() || copy->sources.size() != 1 || copy.onbuild ||
      run->index != copy->index + 1 || facts.commands(run).commands.size() != 1 || copy->json ||
      !run->comments.empty() || copy->first_line != copy->last_line) {
    return std::nullopt;
  }
  std::string names;
  for (const std::string_view manifest : tool.manifests) {
    if (manifest.empty() || facts.context->sent(manifest).files.empty()) continue;
    names += std::string(manifest) + " ";
  }
  if (!names.starts_with(tool.manifests[0])) return std::nullopt;
  if (!tool.installs_into.empty()) {
    // A folder of that name in the context would overwrite what has been installed.
    const Sent folder = facts.context->sent(tool.installs_into);
    if (!is_no(folder.exists) && !is_yes(folder.ignored)) return std::nullopt;
  }
  const std::string_view destination = facts.source.at(copy->destination.span());
  const std::string slash = destination.ends_with('/') ? "" : "/";
  return edits::all({edits::replace_word(facts.source, copy->sources[0].span(),
                                         names.substr(0, names.size() - 1)),
                     edits::insert(copy->destination.span().end, slash),
                     edits::insert_below(facts, run, facts.source.at(copy->span))});
}

static void check(const Facts& facts, Reporter& report) {
  const Placed<Copy>* last = nullptr;
  std::vector<Placed<Copy>> all;
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy.stage && copy.stage->use != Use::Unused && takes_all(facts, copy)) all.push_back(copy);
  }
  for (const Placed<Copy>& copy : all) {
    if (last && last->stage == copy.stage) continue;  // the first of a stage is what counts
    last = &copy;
    std::vector<const Tool*> told;
    for (const Placed<Run>& run : facts.runs()) {
      if (run.stage != copy.stage || run->index < copy->index || has_cache(run)) continue;
      const std::vector<Command>& commands = facts.commands(run).commands;
      const auto install = std::find_if(commands.begin(), commands.end(),
                                        [](const Command& c) { return tool_of(c) != nullptr; });
      if (install == commands.end() || installed_before(facts, copy, *tool_of(*install))) continue;
      const Tool& tool = *tool_of(*install);
      if (std::find(told.begin(), told.end(), &tool) != told.end()) continue;
      told.push_back(&tool);
      const std::string name =
          install->program + (install->subcommand.empty() ? "" : " ") + install->subcommand;
      report.at(install->head(), "`" + name + "` runs anew with each change of any file")
          .related(copy->span, "the whole context is copied first")
          .help("copy what names the dependencies, install, and copy the rest after that")
          .fix(unsafe("an install may read other files of the project: hooks, patches, workspaces"),
               "copy the manifests first", reordered(facts, copy, run, tool), Effects::none());
    }
  }
}

extern constinit const Rule dependency_install_after_copy_all{
    .name = "dependency-install-after-copy-all",
    .aliases = {"DD006", "DF007"},
    .category = Category::Caching,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "all sources are copied before the dependencies are installed",
    .why =
        "The cache of a step ends where any file changes that was copied before it. Here that is "
        "every file of the project, so each edit of one line fetches and installs all "
        "dependencies again: minutes instead of seconds.",
    .bad = R"(FROM node:20
COPY . .
RUN npm ci
)",
    .good = R"(FROM node:20
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
)",
    .fix_safety =
        "Unsafe: an install may read more than the manifests (install scripts, patches, "
        "workspaces). There is no fix without the build context, or where the COPY and a RUN with "
        "nothing but the install do not follow each other.",
    .references = {"https://docs.docker.com/build/cache/optimize/#order-your-layers"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Copy, Keyword::Add},
                 .words = {"npm", "yarn", "pnpm", "pip", "pip2", "pip3", "pipenv", "poetry",
                           "bundle", "composer", "go", "cargo", "mix", "dotnet"}},
    .check = check};

}  // namespace plimsoll::rules
