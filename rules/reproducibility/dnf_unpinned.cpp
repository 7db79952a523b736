#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      const bool ours = (command.is("dnf") || command.is("dnf5") || command.is("dnf-3") ||
                         command.is("microdnf") || command.is("tdnf")) &&
                        (command.subcommand == "install" || command.subcommand == "reinstall");
      if (!ours || command.has_option({"-h", "--help", "--downloadonly"})) continue;
      const std::vector<Package> loose = unversioned_names(command);
      if (loose.empty()) continue;
      report_unversioned(loose, report)
          .help("pin the base image by its digest, or name versions: `" + loose.front().name +
                "-VERSION`");
    }
  }
}

extern constinit const Rule dnf_unpinned{
    .name = "dnf-unpinned",
    .aliases = {"DL3041", "93d88cf7"},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .on = false,
    .summary = "`dnf install` of packages without a version",
    .why =
        "Two builds of the same file install what the repositories hold on their days. Off by "
        "default: repositories drop old versions, so that a pinned one breaks the build some day, "
        "and what the package depends on floats all the same.",
    .bad = R"(FROM fedora:40
RUN dnf -y install httpd
)",
    .good = R"(FROM fedora:40
RUN dnf -y install httpd-2.4.59
)",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"dnf", "dnf5", "dnf-3", "microdnf", "tdnf"}},
    .check = check};

}  // namespace plimsoll::rules
