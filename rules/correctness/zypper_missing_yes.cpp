#include <algorithm>
#include <array>

#include "rules/package_findings.h"

namespace plimsoll::rules {

// The subcommands that ask before they act.
static constexpr std::array<std::string_view, 6> asking{"install",      "remove", "update",
                                                        "dist-upgrade", "patch",  "source-install"};

static bool is_answered(const Command& command) {
  if (command.has_option({"--non-interactive", "--non-interactive-include-reboot-patches", "-y",
                          "--no-confirm", "-D", "--dry-run", "-h", "--help", "-c", "--config"}) ||
      command.may_hide_options() || command.is_fed()) {
    return true;
  }
  // Behind the subcommand `-n` is `--name`.
  return std::any_of(command.options.begin(), command.options.end(), [&](const Option& option) {
    return option.name == "-n" && option.word < command.subcommand_word;
  });
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* command : facts.commands(run).all("zypper")) {
      if (std::find(asking.begin(), asking.end(), command->subcommand) == asking.end() ||
          is_answered(*command)) {
        continue;
      }
      report_question(facts, *command, report);
    }
  }
}

extern constinit const Rule zypper_missing_yes{
    .name = "zypper-missing-yes",
    .aliases = {"DL3034", "45e1fca5", "DF043"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "`zypper install` and its like that ask for confirmation",
    .why =
        "zypper asks before it changes anything. A build has no terminal to answer on, so the "
        "step aborts. Mind the place of `-n`: before the subcommand it means non-interactive, "
        "behind it something else.",
    .bad = R"(FROM opensuse/leap:15.6
RUN zypper install httpd && zypper clean --all
)",
    .good = R"(FROM opensuse/leap:15.6
RUN zypper -n install httpd && zypper clean --all
)",
    .fix_safety = "Always safe: the build could not have gone on past the question.",
    .references = {"https://en.opensuse.org/SDB:Zypper_manual"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"zypper"}},
    .check = check};

}  // namespace plimsoll::rules
