#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
struct Upgrade {
  std::string_view program;
  std::string_view subcommand;  // "" = any
  Severity severity;
};
}  // namespace

// Those that may go to another release of the distribution are warnings; those that only may
// remove packages on the way are advice.
static constexpr Upgrade upgrades[] = {
    {"zypper", "dist-upgrade", Severity::Warning}, {"do-release-upgrade", "", Severity::Warning},
    {"apt-get", "dist-upgrade", Severity::Info},   {"apt", "dist-upgrade", Severity::Info},
    {"aptitude", "dist-upgrade", Severity::Info},  {"dnf", "distro-sync", Severity::Info},
    {"dnf5", "distro-sync", Severity::Info},       {"dnf", "system-upgrade", Severity::Warning},
    {"dnf5", "system-upgrade", Severity::Warning}, {"yum", "distro-sync", Severity::Info},
};

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (command.has_option({"-s", "--simulate", "--dry-run", "-D", "-h", "--help"})) continue;
      for (const Upgrade& upgrade : upgrades) {
        const bool same = command.is(upgrade.program) &&
                          (upgrade.subcommand.empty() || command.subcommand == upgrade.subcommand);
        if (!same) continue;
        report.at(command.span, "the whole distribution is upgraded during the build")
            .severity(upgrade.severity)
            .help("take a newer base image, and upgrade only the packages that need it");
      }
    }
  }
}

extern constinit const Rule dist_upgrade{
    .name = "dist-upgrade",
    .aliases = {"DL3035", "DS-0024", "DKL-DI-0003", "apt-get-dist-upgrade", "DF044"},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .summary = "a whole-distribution upgrade is run in the build",
    .why =
        "Such an upgrade may replace, remove and add any package of the base image: two builds "
        "rarely give the same image, the base image's files are stored twice, and what it says of "
        "itself (its release) may no longer be true. `apt-get dist-upgrade` within one release is "
        "only advice.",
    .bad = R"(FROM opensuse/leap:15.6
RUN zypper --non-interactive dist-upgrade
)",
    .good = R"(FROM opensuse/leap:15.6
RUN zypper --non-interactive patch
)",
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run},
                 .words = {"dist-upgrade", "full-upgrade", "dup", "do-release-upgrade",
                           "distro-sync", "distrosync", "dsync", "system-upgrade"}},
    .check = check};

}  // namespace plimsoll::rules
