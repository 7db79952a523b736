#include <algorithm>

#include "analyzer/configured.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static const Option* unchecked(const Command& command) {
  if (command.is("yum") || command.is("dnf") || command.is("dnf5") || command.is("microdnf") ||
      command.is("tdnf") || command.is("yum-builddep") || command.is("yum-config-manager")) {
    return command.option({"--nogpgcheck", "--no-gpgchecks"});
  }
  if (command.is("zypper")) {
    if (const Option* option = command.option({"--no-gpg-checks", "--allow-unsigned-rpm"})) {
      return option;
    }
    return command.subcommand == "addrepo" ? command.option({"-G", "--no-gpgcheck"}) : nullptr;
  }
  return command.is("rpm") ? command.option({"--nosignature", "--nogpgcheck"}) : nullptr;
}

// What has been copied or built here needs no signature of somebody else.
static bool installs_only_local_files(const Command& command) {
  const std::vector<Package>& installs = effects_of(command).installs;
  return !installs.empty() &&
         std::all_of(installs.begin(), installs.end(), [](const Package& package) {
           return package.source == Package::Source::Path;
         });
}

static void check(const Facts& facts, Reporter& report) {
  const std::string message = "packages are installed without checking their signatures";
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      const Option* option = unchecked(command);
      if (!option || installs_only_local_files(command)) continue;
      report.at(option->span, message).help("import the key of the repository: `rpm --import URL`");
    }
  }
  for (const Span span : configured(facts, "gpgcheck", {"0", "false", "no", "off"})) {
    report.at(span, message).help("name the key of the repository: `gpgkey=URL`");
  }
}

extern constinit const Rule unsigned_rpm{
    .name = "unsigned-rpm",
    .aliases = {"CKV2_DOCKER_9", "CKV2_DOCKER_10"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "rpm, yum, dnf or zypper without checking signatures",
    .why =
        "The signature is all that ties a package to who made it: without the check a mirror, or "
        "whoever sits in front of it, can replace a package, whose scripts run as root. "
        "`gpgcheck=0` in a file holds for later installs, too.",
    .bad = R"(FROM fedora:40
RUN dnf -y --nogpgcheck install httpd && dnf clean all
)",
    .good = R"(FROM fedora:40
RUN rpm --import https://example.org/key.asc && dnf -y install httpd && dnf clean all
)",
    .references = {"https://dnf.readthedocs.io/en/latest/conf_ref.html"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.words = {"yum", "dnf", "dnf5", "microdnf", "tdnf", "zypper", "rpm", "gpgcheck",
                           "yum-builddep", "yum-config-manager"}},
    .check = check};

}  // namespace plimsoll::rules
