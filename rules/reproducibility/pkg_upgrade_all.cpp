#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
struct Upgrade {
  std::string_view program;
  std::string_view subcommand;
};
}  // namespace

// `update` of dnf and its kind upgrades; that of apt, apk and zypper's `refresh` does not. Arch
// supports nothing but whole upgrades: pacman is not here.
static constexpr Upgrade upgrades[] = {
    {"apt-get", "upgrade"}, {"apt", "upgrade"},      {"aptitude", "upgrade"}, {"apk", "upgrade"},
    {"yum", "update"},      {"dnf", "update"},       {"dnf5", "update"},      {"dnf-3", "update"},
    {"microdnf", "update"}, {"tdnf", "update"},      {"yum", "upgrade"},      {"dnf", "upgrade"},
    {"dnf5", "upgrade"},    {"microdnf", "upgrade"}, {"tdnf", "upgrade"},     {"zypper", "update"},
};

// What is chosen is not everything: named packages, security updates alone.
static bool is_chosen(const Command& command) {
  return !command.operands.empty() ||
         command.has_option({"--security", "--bugfix", "--advisory", "--advisories", "--cve",
                             "--sec-severity", "--enhancement", "--disablerepo", "--repo",
                             "--repoid", "-s", "--simulate", "--dry-run", "--assumeno",
                             "--downloadonly", "-h", "--help", "--disableexcludes"});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (command.subcommand.empty() || is_chosen(command)) continue;
      for (const Upgrade& upgrade : upgrades) {
        if (!command.is(upgrade.program, upgrade.subcommand)) continue;
        report.at(command.span, "every package of the base image is upgraded, to what today offers")
            .help("take a newer base image, or upgrade only the packages that need it");
        break;
      }
    }
  }
}

extern constinit const Rule pkg_upgrade_all{
    .name = "pkg-upgrade-all",
    .aliases = {"DL3005", "DL3017", "DL3031", "DL3039", "682fe378", "09fda05e", "989ab888",
                "8f6456be", "d4895357", "apt-get-upgrade", "avoid-apk-upgrade",
                "avoid-apt-get-upgrade", "avoid-dnf-update", "avoid-yum-update",
                "avoid-zypper-update"},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .summary = "all packages of the base image are upgraded",
    .why =
        "Every file of an upgraded package is in the image twice, below and above, and the result "
        "depends on the day of the build; a cached layer does not even bring the newest fixes. A "
        "newer base image is better in all three ways. Where fixes may not wait for it, ignore "
        "this rule on purpose.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y --only-upgrade libssl3 && rm -rf /var/lib/apt/lists/*
)",
    .references =
        {"https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"upgrade", "update", "up"}},
    .check = check};

}  // namespace plimsoll::rules
