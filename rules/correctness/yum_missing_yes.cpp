#include "analyzer/questions.h"
#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* command : facts.commands(run).all("yum")) {
      if (!dnf_waits(facts, *command)) continue;
      report_question(facts, *command, report);
    }
  }
}

extern constinit const Rule yum_missing_yes{
    .name = "yum-missing-yes",
    .aliases = {"DL3030", "6e19193a", "missing-yum-assume-yes-switch", "yumInstallForceYes",
                "DF027"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "`yum install` and its like without `-y`",
    .why =
        "yum asks before it changes anything. A build has no terminal to answer on, so the step "
        "aborts.",
    .bad = R"(FROM centos:7
RUN yum install httpd && yum clean all
)",
    .good = R"(FROM centos:7
RUN yum install -y httpd && yum clean all
)",
    .fix_safety = "Always safe: the build could not have gone on past the question.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"yum"}},
    .check = check};

}  // namespace plimsoll::rules
