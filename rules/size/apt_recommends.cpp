#include <algorithm>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool contains_any_case(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

static bool is_apt(const Command& command) {
  return command.is("apt-get") || command.is("apt") || command.is("aptitude");
}

// A configuration that the file writes (`echo 'APT::Install-Recommends "0";' >...`) counts for all.
static bool is_configured(const Facts& facts) {
  static constexpr std::string_view setting = "apt::install-recommends";
  if (!contains_any_case(facts.source.bytes(), setting)) return false;
  for (const Placed<Instruction>& placed : facts.placed()) {
    const Run* run = as<Run>(placed.instruction);
    if (!run) {
      if (contains_any_case(facts.source.at(placed->span), setting)) return true;
      continue;
    }
    for (const Heredoc& heredoc : run->heredocs) {
      if (contains_any_case(facts.source.at(heredoc.body), setting)) return true;
    }
    for (const Command& command : facts.commands(*run).commands) {
      if (!is_apt(command) && contains_any_case(facts.source.at(command.span), setting)) {
        return true;
      }
    }
  }
  return false;
}

// Said in place, one way or the other; or it may be, in words that are not known.
static bool has_said(const Command& command) {
  if (command.has_option({"--no-install-recommends", "--install-recommends", "--without-recommends",
                          "--with-recommends", "-R", "-s", "--simulate", "--dry-run",
                          "--just-print", "--print-uris", "-c", "--config-file"})) {
    return true;
  }
  for (const Option& option : command.options) {
    if (!option.recognised) return true;
    if (option.value && contains_any_case(*option.value, "install-recommends")) return true;
    if (option.value && !option.value_known) return true;
  }
  return command.names_hidden_options();
}

static void check(const Facts& facts, Reporter& report) {
  if (is_configured(facts)) return;
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    for (const Command& command : facts.commands(run).commands) {
      if (!is_apt(command) || command.subcommand != "install") continue;
      if (command.operands.empty() || has_said(command)) continue;
      Effects effects;
      effects.packages.emplace_back("*");
      report.at(command.span, "apt also installs what these packages only recommend")
          .fix(unsafe("the image may use a package that is only recommended"),
               "add `--no-install-recommends`",
               edits::add_option(
                   facts, command,
                   command.is("aptitude") ? "--without-recommends" : "--no-install-recommends"),
               std::move(effects));
    }
  }
}

extern constinit const Rule apt_recommends{
    .name = "apt-recommends",
    .aliases = {"DL3015", "DS-0029", "7384dfb2", "apt-get_recommends",
                "missing-no-install-recommends", "aptGetInstallUseNoRec", "DF016"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Always,
    .summary = "`apt-get install` takes recommended packages along",
    .why =
        "Debian and Ubuntu install whatever a package recommends: documentation, desktop "
        "helpers, whole services. In an image that is often a third of the layer, and more to "
        "patch. Name what you really need beside it, `ca-certificates` for one.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/*
)",
    .fix_safety =
        "Always unsafe: a program may count on a package that its own one only recommends, as "
        "curl on ca-certificates. Build and try.",
    .references = {"https://docs.docker.com/build/building/best-practices/#apt-get"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apt-get", "apt", "aptitude"}},
    .check = check};

}  // namespace plimsoll::rules
