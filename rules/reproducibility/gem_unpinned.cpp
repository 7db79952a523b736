#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* command : facts.commands(run).all("gem", "install")) {
      // The versions stand in a Gemfile, or there is no install at all.
      if (command->has_option({"-g", "--file", "-l", "--local", "--explain", "-h", "--help"})) {
        continue;
      }
      const std::vector<Package> loose = unversioned(*command);
      if (loose.empty()) continue;
      report_unversioned(loose, report)
          .help("name a version: `gem install " + loose.front().name + ":...`");
    }
  }
}

extern constinit const Rule gem_unpinned{
    .name = "gem-unpinned",
    .aliases = {"DL3028", "22cd11f7", "DF053"},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .summary = "`gem install` of a gem without a version",
    .why =
        "Each build takes whatever is newest on that day: two builds of the same commit differ, "
        "and a new major version, or one that wants a newer Ruby, breaks the build of an old "
        "release.",
    .bad = R"(FROM ruby:3.3
RUN gem install rails
)",
    .good = R"(FROM ruby:3.3
RUN gem install rails:7.1.3
RUN gem install puma --version 6.4.2
)",
    .references = {"https://guides.rubygems.org/command-reference/#gem-install"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"gem"}},
    .check = check};

}  // namespace plimsoll::rules
