#include "rules/rule.h"

namespace plimsoll::rules {

static bool installs_by_name(const Command& command) {
  if (command.is("npm")) return command.subcommand == "install";
  if (command.is("yarn") || command.is("yarnpkg")) {
    return command.subcommand == "add" || command.subcommand == "global add";
  }
  return command.is("pnpm") && (command.subcommand == "add" || command.subcommand == "install");
}

// `latest`, `next`, `lts`: a word that points to another version tomorrow.
static bool is_tag(std::string_view version) {
  if (version == "*" || version == "x") return true;
  if (version.starts_with('v') && version.size() > 1) version.remove_prefix(1);
  return !version.empty() && (version[0] < '0' || version[0] > '9') &&
         std::string_view("^~<>=").find(version[0]) == std::string_view::npos;
}

static bool is_loose(const Package& package) {
  if (!package.known || package.name.empty()) return false;
  const bool unversioned = package.pin == Package::Pin::None;
  if (package.source == Package::Source::Vcs) return unversioned;
  return package.source == Package::Source::Registry && (unversioned || is_tag(package.version));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (!installs_by_name(command)) continue;
      std::vector<Package> loose;
      std::vector<std::string> names;
      for (const Package& package : effects_of(command).installs) {
        if (!is_loose(package)) continue;
        names.push_back(package.name);
        loose.push_back(package);
      }
      if (loose.empty()) continue;
      const Package& first = loose.front();
      const bool tagged = loose.size() == 1 && !first.version.empty();
      const std::string what = tagged ? quoted(first.name + first.separator + first.version) +
                                            " follows a tag, which is no version"
                                      : listed(names) + " without a version";
      FindingBuilder finding = report.at(first.span, what);
      finding.help("name a version (`" + first.name +
                   "@...`), or install from a package.json with its lock file");
      for (std::size_t i = 1; i < loose.size(); ++i) {
        if (loose[i].span != loose[i - 1].span) finding.related(loose[i].span, "nor has this one");
      }
    }
  }
}

extern constinit const Rule npm_unpinned{
    .name = "npm-unpinned",
    .aliases = {"DL3016", "e36d8880"},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .summary = "`npm install`, `yarn add` or `pnpm add` of a package without a version",
    .why =
        "Each build takes whatever is newest on that day, with everything that it depends on. Two "
        "builds of the same commit differ, and a release of somebody else, good or evil, runs its "
        "install scripts in yours.",
    .bad = R"(FROM node:20
RUN npm install -g pm2
)",
    .good = R"(FROM node:20
RUN npm install -g pm2@5.4.2
)",
    .references = {"https://docs.npmjs.com/cli/commands/npm-install"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"npm", "yarn", "yarnpkg", "pnpm"}},
    .check = check};

}  // namespace plimsoll::rules
