#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::string_view lists = "/var/lib/apt/lists";

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;  // a build stage's layers reach nobody
    const CommandList& commands = facts.commands(run);
    const Command* update = nullptr;
    for (const std::string_view program : {"apt-get", "apt", "aptitude"}) {
      for (const Command* command : commands.all(program, "update")) {
        if (command->runs == Runs::Always && (!update || update->index < command->index)) {
          update = command;
        }
      }
    }
    if (!update || !is_no(commands.may_remove(lists, update))) continue;
    if (!is_no(facts.mounts_over(run, lists))) continue;
    FindingBuilder finding = report.at(update->span, "the package lists stay in this layer");
    const Answer needed = facts.read_later(run, lists);
    if (is_yes(needed)) {
      // A later install without an update of its own would find no package any more.
      finding.help("install in the same RUN as the update, and remove the lists at its end");
      continue;
    }
    finding.fix(is_no(needed) ? safe() : unsafe("a later RUN may read these lists"),
                "remove the lists in the same RUN",
                edits::append_command(facts, run, "rm -rf /var/lib/apt/lists/*"),
                Effects::removing("/var/lib/apt/lists/**"));
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"apt-lists"}, "apt's package lists",
                   "run `rm -rf /var/lib/apt/lists/*` in the RUN that updates, or mount a cache");
}

extern constinit const Rule apt_lists_left{
    .name = "apt-lists-left",
    .aliases = {"DL3009", "DKL-DI-0005", "df746b39", "DF004", "apt-get_missing_rm",
                "aptGetInstallThenRemoveAptLists"},
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`apt-get update` leaves its package lists in the layer",
    .why =
        "The lists take tens of megabytes, go stale, and serve nobody in a running container. "
        "Deleting them in a later RUN does not make the image smaller: the layer that brought "
        "them stays as it is.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
)",
    .fix_safety =
        "Unsafe where a later RUN may read the lists. There is no fix where one surely "
        "does: it installs without an update of its own.",
    .references = {"https://docs.docker.com/build/building/best-practices/#apt-get"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apt-get", "apt", "aptitude"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
