#include <string>
#include <vector>

#include "rules/package_findings.h"

namespace plimsoll::rules {

// A name alone. `!name` forbids, `name@tag` names a repository of the author's choice, `.name` is a
// group; a pattern or an expanded word may be anything.
static bool is_unpinned(const Command& command, const Package& package) {
  const ShellWord& word = command.words[package.word];
  return package.source == Package::Source::Registry && package.pin == Package::Pin::None &&
         package.separator.empty() && package.known && word.known && !word.glob &&
         !package.name.starts_with('!') && !package.name.starts_with('.');
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* add : facts.commands(run).all("apk", "add")) {
      std::vector<Package> unpinned;
      for (const Package& package : effects_of(*add).installs) {
        if (is_unpinned(*add, package)) unpinned.push_back(package);
      }
      if (unpinned.empty()) continue;
      report_in_no_fixed_version(unpinned, report)
          .help(
              "pin the base image by its digest; where one version matters, `name~1.2` outlives "
              "the next rebuild of the package");
    }
  }
}

extern constinit const Rule apk_unpinned{
    .name = "apk-unpinned",
    .aliases = {"DL3018", "d3499f6d", "DF052"},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .on = false,
    .summary = "`apk add` of packages without a version",
    .why =
        "Two builds of the same file install what the branch holds on their days. Off by default: "
        "Alpine keeps only the newest build of each package in a branch, so an exact version "
        "breaks the build as soon as the next one is out.",
    .bad = R"(FROM alpine:3.20
RUN apk add --no-cache curl
)",
    .good = R"(FROM alpine:3.20
RUN apk add --no-cache curl~8
)",
    .references = {"https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apk"}},
    .check = check};

}  // namespace plimsoll::rules
