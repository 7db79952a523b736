#include <algorithm>

#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::string_view archives = "/var/cache/apt/archives";
static constexpr std::string_view cleaner = "/etc/apt/apt.conf.d/docker-clean";

// Debian's and Ubuntu's images remove what apt has downloaded, by a configuration. This RUN takes
// it away, or tells apt to keep the files.
static const Command* keeps_archives(const CommandList& list) {
  for (const Command& command : list.commands) {
    for (const PathUse& use : effects_of(command).removes) {
      if (use.known && use.path == cleaner) return &command;
    }
    for (const ShellWord& word : command.words) {
      const std::size_t at = word.text.find("Keep-Downloaded-Packages");
      if (at == std::string::npos) continue;
      const std::string_view rest = std::string_view(word.text).substr(at);
      const bool keeps = rest.find("true") != std::string_view::npos ||
                         rest.find("\"1\"") != std::string_view::npos;
      if (keeps) return &command;
    }
  }
  return nullptr;
}

static const Command* last_install(const CommandList& list) {
  const Command* found = nullptr;
  for (const Command& command : list.commands) {
    const bool apt = command.is("apt-get") || command.is("apt") || command.is("aptitude");
    const bool fetches = command.subcommand == "install" || command.subcommand == "upgrade" ||
                         command.subcommand == "dist-upgrade" || command.subcommand == "build-dep";
    if (apt && fetches && !command.has_option({"-s", "--simulate", "--dry-run"})) found = &command;
  }
  return found;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (!stage.ships()) continue;
    const Command* kept_by = nullptr;
    for (const Instruction* instruction : stage.instructions) {
      const Run* run = as<Run>(instruction);
      if (!run) continue;
      const CommandList& list = facts.commands(*run);
      if (!kept_by) kept_by = keeps_archives(list);
      if (!kept_by) continue;
      const Command* install = last_install(list);
      if (!install || !is_no(list.may_remove(archives, install))) continue;
      if (!is_no(facts.mounts_over(*run, archives))) continue;
      report.at(install->span, "the downloaded packages stay in this layer")
          .related(kept_by->span, "apt keeps them since this")
          .fix(unsafe("a later step may install from these files"), "run `apt-get clean`",
               edits::append_command(facts, *run, "apt-get clean"),
               Effects::removing("/var/cache/apt/**"));
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"apt-archives"}, "downloaded packages",
                   "run `apt-get clean` in the RUN that installs, or mount a cache");
}

extern constinit const Rule apt_archives_left{
    .name = "apt-archives-left",
    .aliases = {"remove-package-cache"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "apt is told to keep downloaded packages, and they stay in the layer",
    .why =
        "The official Debian and Ubuntu images delete every package file once it is installed. "
        "Without that configuration (it is taken away for cache mounts) the files stay in "
        "`/var/cache/apt/archives` unless a cache is mounted there.",
    .bad = R"(FROM debian:12
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
)",
    .good = R"(FROM debian:12
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update && apt-get install -y curl
)",
    .fix_safety = "Always unsafe: a later step may install from the files.",
    .references = {"https://docs.docker.com/reference/dockerfile/#run---mounttypecache"},
    .looks_at = {.keywords = {Keyword::Run}, .words = {"docker-clean", "Keep-Downloaded-Packages"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
