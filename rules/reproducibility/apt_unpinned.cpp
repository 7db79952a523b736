#include <string>
#include <vector>

#include "rules/package_findings.h"

namespace plimsoll::rules {

// A snapshot of the archive pins all packages at once.
static bool uses_snapshot(const Facts& facts) {
  const std::string_view bytes = facts.source.bytes();
  return bytes.find("snapshot.debian.org") != std::string_view::npos ||
         bytes.find("snapshot.ubuntu.com") != std::string_view::npos ||
         bytes.find("snapshot-cloudflare.debian.org") != std::string_view::npos;
}

// A name alone. `name-` removes; a pattern or an expanded word may be anything.
static bool is_unpinned(const Command& command, const Package& package) {
  const ShellWord& word = command.words[package.word];
  return package.source == Package::Source::Registry && package.pin == Package::Pin::None &&
         package.known && word.known && !word.glob && !package.name.ends_with('-');
}

static void check(const Facts& facts, Reporter& report) {
  if (uses_snapshot(facts)) return;
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      const bool apt = command.is("apt-get") || command.is("apt") || command.is("aptitude");
      if (!apt || command.subcommand != "install" || command.has_option({"--only-upgrade"})) {
        continue;
      }
      std::vector<Package> unpinned;
      for (const Package& package : effects_of(command).installs) {
        if (is_unpinned(command, package)) unpinned.push_back(package);
      }
      if (unpinned.empty()) continue;
      report_in_no_fixed_version(unpinned, report)
          .help(
              "pin the base image by its digest and install from a dated snapshot of the "
              "archive; versions alone vanish from the mirrors");
    }
  }
}

extern constinit const Rule apt_unpinned{
    .name = "apt-unpinned",
    .aliases = {"DL3008", "965a08d7", "DF005"},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .on = false,
    .summary = "`apt-get install` of packages without a version",
    .why =
        "Two builds of the same file install what the archive holds on their days. Off by "
        "default: Debian and Ubuntu delete old versions from their mirrors, so a pinned version "
        "breaks the build within weeks, and what the package depends on floats all the same.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends curl
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1-10+deb12u12
)",
    .references = {"https://snapshot.debian.org/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apt-get", "apt", "aptitude"}},
    .check = check};

}  // namespace plimsoll::rules
