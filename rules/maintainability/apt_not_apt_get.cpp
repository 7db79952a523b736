#include <algorithm>
#include <array>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// What both programs do alike, by the same words.
static constexpr std::array<std::string_view, 8> same{
    "install", "update", "remove", "purge", "autoremove", "clean", "autoclean", "reinstall"};

static bool is_same(const Command& command) {
  return std::find(same.begin(), same.end(), command.subcommand) != same.end();
}

// Options that apt-get does not know, or that we do not.
static bool has_own_options(const Command& command) {
  return std::any_of(command.options.begin(), command.options.end(), [](const Option& option) {
    return !option.recognised || option.name == "-U" || option.name == "--update" ||
           option.name == "--color" || option.name == "--no-color";
  });
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* apt : facts.commands(run).all("apt")) {
      if (apt->subcommand.empty() && apt->operands.empty()) continue;  // `apt --version`
      FindingBuilder finding = report.at(apt->words[apt->program_word].span,
                                         "apt is made for people at a terminal, not for scripts");
      if (is_same(*apt) && !has_own_options(*apt)) {
        finding.fix(safe(), "use apt-get", edits::replace_program(facts, *apt, "apt-get"),
                    Effects{.adds = {"/var/cache/apt/archives/*.deb"}});
      } else if (apt->subcommand == "upgrade" && !has_own_options(*apt)) {
        finding.fix(unsafe("`apt-get upgrade` holds back what needs a new package"), "use apt-get",
                    edits::replace_program(facts, *apt, "apt-get"), Effects{.packages = {"*"}});
      } else {
        finding.help("use apt-get, apt-cache or dpkg-query");
      }
    }
  }
}

extern constinit const Rule apt_not_apt_get{
    .name = "apt-not-apt-get",
    .aliases = {"DL3027", "CKV_DOCKER_9", "b84a0b47", "prefer-apt-get", "DF059"},
    .category = Category::Maintainability,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .summary = "`apt` where a script should use `apt-get`",
    .why =
        "apt is the interactive front end: its output and its behaviour may change with any "
        "version, and it says so itself on every run in a script. apt-get and apt-cache keep "
        "both stable.",
    .bad = R"(FROM debian:12
RUN apt update && apt install -y curl && rm -rf /var/lib/apt/lists/*
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
)",
    .fix_safety =
        "Safe for the subcommands that mean the same to both; unsafe for `upgrade`, where apt "
        "also installs new packages. There is none for `apt list`, `apt show` and their like.",
    .references = {"https://manpages.debian.org/bookworm/apt/apt.8.en.html"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apt"}},
    .check = check};

}  // namespace plimsoll::rules
