#include "analyzer/questions.h"
#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const std::string_view program : {"dnf", "dnf5", "dnf-3", "tdnf"}) {
      for (const Command* command : facts.commands(run).all(program)) {
        if (!dnf_waits(facts, *command)) continue;
        report_question(facts, *command, report);
      }
    }
  }
}

extern constinit const Rule dnf_missing_yes{
    .name = "dnf-missing-yes",
    .aliases = {"DL3038", "7ebd323c", "missing-dnf-assume-yes-switch"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "`dnf install` and its like without `-y`",
    .why =
        "dnf asks before it changes anything. A build has no terminal to answer on, so the step "
        "aborts.",
    .bad = R"(FROM fedora:40
RUN dnf install httpd && dnf clean all
)",
    .good = R"(FROM fedora:40
RUN dnf install -y httpd && dnf clean all
)",
    .fix_safety = "Always safe: the build could not have gone on past the question.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"dnf", "dnf5", "dnf-3", "tdnf"}},
    .check = check};

}  // namespace plimsoll::rules
