#include "analyzer/questions.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* command : facts.commands(run).all("yum")) {
      if (!dnf_waits(facts, *command)) continue;
      report
          .at(command->head(), "`" + command->program + " " + command->subcommand +
                                   "` waits for an answer that nobody gives")
          .fix(safe(), "add `-y`", edits::add_option(facts, *command, "-y"), Effects::none());
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
