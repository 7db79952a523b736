#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      const bool ours = command.is("zypper", "install");
      if (!ours || command.has_option({"-t", "--type", "-D", "--dry-run", "-h", "--help"}))
        continue;
      const std::vector<Package> loose = unversioned_names(command);
      if (loose.empty()) continue;
      report_unversioned(loose, report)
          .help("pin the base image by its digest, or name versions: `" + loose.front().name +
                "=VERSION`");
    }
  }
}

extern constinit const Rule zypper_unpinned{
    .name = "zypper-unpinned",
    .aliases = {"DL3037", "562952e4"},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .on = false,
    .summary = "`zypper install` of packages without a version",
    .why =
        "Two builds of the same file install what the repositories hold on their days. Off by "
        "default: repositories drop old versions, so that a pinned one breaks the build some day, "
        "and what the package depends on floats all the same.",
    .bad = R"(FROM opensuse/leap:15.6
RUN zypper -y install httpd
)",
    .good = R"(FROM opensuse/leap:15.6
RUN zypper -y install httpd=2.4.58
)",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"zypper"}},
    .check = check};

}  // namespace plimsoll::rules
