#include "fixers/edits/instruction_edits.h"
#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool fills_cache(const Command& command) {
  if (command.has_option({"--dry-run", "--package-lock-only", "--offline", "-h", "--help"})) {
    return false;
  }
  return command.subcommand == "install" || command.subcommand == "ci" ||
         command.subcommand == "update" || command.subcommand == "install-test";
}

namespace {

struct Cache {
  std::string folder;
  bool by_option = false;  // only this command knows of it
  bool standard = false;
};

}  // namespace

// Nothing where it is not known.
static std::optional<Cache> cache_of(const Facts& facts, const Run& run, const Command& command) {
  if (const Option* option = command.option({"--cache"})) {
    if (!option->value || !option->value_known) return std::nullopt;
    return Cache{.folder = *option->value, .by_option = true};
  }
  for (const std::string_view name : {"npm_config_cache", "NPM_CONFIG_CACHE"}) {
    const Lookup set = facts.variable(run, command, name);
    if (!is_yes(set.defined)) continue;
    if (!set.value.known()) return std::nullopt;
    return Cache{.folder = set.value.text()};
  }
  return Cache{.folder = "~/.npm", .standard = true};
}

static bool is_left(const Facts& facts, const Run& run, const Command& last, const Cache& cache) {
  if (!is_no(facts.mounts_over(run, cache.folder))) return false;
  if (!cache.by_option) {
    for (const Command* clean : facts.commands(run).all("npm", "cache clean")) {
      if (clean->index > last.index) return false;
    }
  }
  return is_no(facts.removes(run, cache.folder + "/_cacache", &last));
}

static void check(const Facts& facts, Reporter& report) {
  const std::string_view text = facts.source.bytes();
  if (text.find("npm config set cache") != std::string_view::npos) return;
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const Command* last = nullptr;
    for (const Command* command : facts.commands(run).all("npm")) {
      if (fills_cache(*command)) last = command;
    }
    if (!last) continue;
    const std::optional<Cache> cache = cache_of(facts, run, *last);
    if (!cache || !is_left(facts, run, *last, *cache)) continue;
    const std::string clean =
        std::string(last->wrapped_in("sudo") ? "sudo " : "") +
        (cache->standard ? "npm cache clean --force"
                         : "rm -rf " + edits::quoted_for_shell(cache->folder));
    auto edits = edits::append_command(facts, run, clean);
    FindingBuilder finding =
        report.at(last->head(), "`npm " + last->subcommand + "` keeps its cache in this layer");
    finding.related(run->span, "the layer is sealed where this RUN ends");
    if (!edits) finding.help("clean the cache in the same RUN: `" + clean + "`");
    finding.fix(unsafe("`npx` in a container may be meant to find its packages in the cache"),
                "clean the cache in the same RUN", std::move(edits),
                Effects::removing(cache->standard ? "**/.npm/**" : cache->folder + "/**"));
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"npm-cache"}, "npm's cache",
                   "run `npm cache clean --force` in the same RUN, or mount a cache");
}

extern constinit const Rule npm_cache_left{
    .name = "npm-cache-left",
    .aliases = {"npmCacheCleanAfterInstall", "npmCacheCleanUseForce"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "`npm install` leaves its cache in the layer",
    .why =
        "npm keeps the archive of each package that it downloads below ~/.npm, where a finished "
        "image never looks again: tens to hundreds of megabytes beside node_modules. A cache "
        "mount keeps the cache for the next build and out of the image.",
    .bad = R"(FROM node:20
COPY package.json package-lock.json ./
RUN npm ci
)",
    .good = R"(FROM node:20
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
RUN npm ci && npm cache clean --force
)",
    .fix_safety = "Unsafe: an `npx` at run time may rely on what is in the cache.",
    .references = {"https://docs.npmjs.com/cli/commands/npm-cache"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"npm"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
