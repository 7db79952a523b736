#include "fixers/edits/instruction_edits.h"
#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool fills_cache(const Command& command) {
  if (!command.is("yarn") && !command.is("yarnpkg")) return false;
  if (command.has_option({"--offline", "-h", "--help", "-v", "--version"})) return false;
  const std::string_view sub = command.subcommand;
  return sub.empty() ? command.operands.empty()
                     : sub == "install" || sub == "add" || sub == "global add" || sub == "upgrade";
}

// Yarn 2 and later keep their cache elsewhere, some of them as the project's own packages.
static bool is_berry(const Facts& facts) {
  const std::string_view text = facts.source.bytes();
  for (const std::string_view sign :
       {".yarnrc.yml", ".yarn/", "COPY .yarn", "yarn set version", "yarn workspaces focus",
        "--immutable", "YARN_ENABLE", "YARN_GLOBAL_FOLDER", "yarn@2", "yarn@3", "yarn@4",
        "yarn@berry", "yarn@stable"}) {
    if (text.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

// Where the cache may be; empty where that is not known.
static std::vector<std::string> folders_of(const Facts& facts, const Run& run,
                                           const Command& command) {
  if (const Option* option = command.option({"--cache-folder"})) {
    if (!option->value || !option->value_known) return {};
    return {*option->value};
  }
  const Lookup set = facts.variable(run, command, "YARN_CACHE_FOLDER");
  if (is_yes(set.defined)) {
    if (!set.value.known()) return {};
    return {set.value.text()};
  }
  return {"/usr/local/share/.cache/yarn", "~/.cache/yarn"};
}

static bool is_left(const Facts& facts, const Run& run, const Command& command) {
  const std::vector<std::string> folders = folders_of(facts, run, command);
  for (const std::string& folder : folders) {
    if (!is_no(facts.mounts_over(run, folder)) || !is_no(facts.removes(run, folder, &command))) {
      return false;
    }
  }
  return !folders.empty() && !facts.commands(run).is_opaque();
}

// Cleaned by yarn itself, wherever the cache is.
static bool is_cleaned(const CommandList& list, const Command& after) {
  if (after.has_option({"--cache-folder"})) return false;
  for (const Command* clean : list.all("yarn", "cache clean")) {
    if (clean->index > after.index) return true;
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  if (is_berry(facts)) return;
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const CommandList& list = facts.commands(run);
    const Command* last = nullptr;
    for (const Command& command : list.commands) {
      if (fills_cache(command)) last = &command;
    }
    if (!last || is_cleaned(list, *last) || !is_left(facts, run, *last)) continue;
    const std::string name =
        last->program + (last->subcommand.empty() ? "" : " ") + last->subcommand;
    const Option* folder = last->option({"--cache-folder"});
    const std::string clean =
        folder ? "rm -rf " + edits::quoted_for_shell(*folder->value) : "yarn cache clean";
    report.at(last->head(), "`" + name + "` keeps its cache in this layer")
        .related(run->span, "the layer is sealed where this RUN ends")
        .fix(unsafe("since Yarn 2 the cache may be all that holds the packages"),
             "clean the cache in the same RUN", edits::append_command(facts, run, clean),
             Effects::removing(folder ? *folder->value + "/**" : "**/.cache/yarn/**"));
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"yarn-cache"}, "yarn's cache",
                   "run `yarn cache clean` in the same RUN, or mount a cache");
}

extern constinit const Rule yarn_cache_left{
    .name = "yarn-cache-left",
    .aliases = {"DL3060", "yarnCacheCleanAfterInstall", "DF055"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "`yarn install` leaves its cache in the layer",
    .why =
        "Yarn 1 keeps each package that it downloads, unpacked, in a cache of its own, where a "
        "finished image never looks again: node_modules is stored twice. A cache mount keeps the "
        "cache for the next build and out of the image.",
    .bad = R"(FROM node:20
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile
)",
    .good = R"(FROM node:20
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile && yarn cache clean
RUN --mount=type=cache,target=/usr/local/share/.cache yarn install --frozen-lockfile
)",
    .fix_safety =
        "Unsafe: whether this is Yarn 1 cannot be seen in the Dockerfile, and later versions may "
        "run the packages right out of their cache.",
    .references = {"https://classic.yarnpkg.com/en/docs/cli/cache"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"yarn", "yarnpkg"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
