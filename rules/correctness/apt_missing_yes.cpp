#include <array>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// The subcommands that ask before they act.
static constexpr std::array<std::string_view, 9> asking{"install",      "remove",    "purge",
                                                        "autoremove",   "upgrade",   "dist-upgrade",
                                                        "full-upgrade", "build-dep", "reinstall"};

static bool asks(const Command& command) {
  for (const std::string_view subcommand : asking) {
    if (command.subcommand == subcommand) return true;
  }
  return false;
}

// -y and its like; a double -q implies it; a simulation and a mere download ask nothing.
static bool is_answered(const Command& command) {
  if (command.has_option({"-y", "--yes", "--assume-yes", "--assume-no", "--force-yes", "-s",
                          "--simulate", "--just-print", "--dry-run", "--recon", "--no-act", "-d",
                          "--download-only", "--print-uris", "-h", "--help"})) {
    return true;
  }
  if (command.count_option({"-q", "--quiet"}) >= 2 || command.has_option({"-qq"})) return true;
  for (const Option& option : command.options) {
    const bool quiet = option.name == "-q" || option.name == "--quiet";
    if (quiet && option.value && *option.value != "1" && *option.value != "0") return true;
    // A configuration given in place may answer anything.
    if (option.name == "-o" || option.name == "--option" || option.name == "-c" ||
        option.name == "--config-file") {
      return true;
    }
    if (!option.recognised) return true;
  }
  for (const ShellWord& word : command.words) {
    if (!word.known) {
      const bool is_package =
          !word.text.empty() && word.text.front() != '$' && word.text.front() != '`';
      if (!is_package && !word.quoted) return true;  // `$APT_OPTIONS` may hold the switch
    }
  }
  return false;
}

// `yes | apt-get ...`, `apt-get ... <answers`.
static bool reads_answers(const Command& command) {
  if (command.pipeline_index > 0) return true;
  for (const Redirect& redirect : command.redirects) {
    if (redirect.kind == Redirect::Kind::Input || redirect.kind == Redirect::Kind::Heredoc ||
        redirect.kind == Redirect::Kind::HereString) {
      return true;
    }
  }
  return false;
}

// The file may have told apt for good, in a way that the words of the command do not show.
static bool answers_for_all(const Facts& facts) {
  return facts.source.bytes().find("Assume-Yes") != std::string_view::npos ||
         facts.source.bytes().find("assume-yes \"") != std::string_view::npos;
}

static void check(const Facts& facts, Reporter& report) {
  if (answers_for_all(facts)) return;
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (!command.is("apt-get") && !command.is("apt")) continue;
      if (!asks(command) || is_answered(command) || reads_answers(command)) continue;
      report
          .at(command.span, "`" + command.program + " " + command.subcommand +
                                "` waits for an answer that nobody gives")
          .fix(safe(), "add `-y`", edits::add_option(facts, command, "-y"), Effects::none());
    }
  }
}

extern constinit const Rule apt_missing_yes{
    .name = "apt-missing-yes",
    .aliases = {"DL3014", "DS-0021", "77783205", "apt-get_missing_param",
                "missing-assume-yes-switch", "aptGetInstallUseY", "DF015"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "`apt-get install` and its like without `-y`",
    .why =
        "apt asks before it installs more than what was named, and before it removes anything. A "
        "build has no terminal to answer on, so the step aborts; often only on the day when a "
        "new dependency makes apt ask.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get install curl && rm -rf /var/lib/apt/lists/*
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
)",
    .fix_safety = "Always safe: the build could not have gone on past the question.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apt-get", "apt"}},
    .check = check};

}  // namespace plimsoll::rules
