#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      const bool ours = command.is("yum", "install") || command.is("yum", "reinstall");
      if (!ours || command.has_option({"-h", "--help", "--downloadonly"})) continue;
      const std::vector<Package> loose = unversioned_names(command);
      if (loose.empty()) continue;
      report_unversioned(loose, report)
          .help("pin the base image by its digest, or name versions: `" + loose.front().name +
                "-VERSION`");
    }
  }
}

extern constinit const Rule yum_unpinned{
    .name = "yum-unpinned",
    .aliases = {"DL3033", "6452c424"},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .on = false,
    .summary = "`yum install` of packages without a version",
    .why =
        "Two builds of the same file install what the repositories hold on their days. Off by "
        "default: repositories drop old versions, so that a pinned one breaks the build some day, "
        "and what the package depends on floats all the same.",
    .bad = R"(FROM centos:7
RUN yum -y install httpd
)",
    .good = R"(FROM centos:7
RUN yum -y install httpd-2.4.6
)",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"yum"}},
    .check = check};

}  // namespace plimsoll::rules
