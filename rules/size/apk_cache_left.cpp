#include <algorithm>
#include <array>
#include <vector>

#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::string_view cache = "/var/cache/apk";

// `apk add`, `apk update` and `apk upgrade` fetch the index and keep it.
static bool keeps_index(const Command& command) {
  if (!command.is("apk") || command.has_option({"--no-cache", "--no-network", "-s", "--simulate"}))
    return false;
  return command.subcommand == "add" || command.subcommand == "update" ||
         command.subcommand == "upgrade";
}

static bool may_be_told(const Command& command) {
  return command.has_option({"--cache-dir", "-p", "--root"}) || command.names_hidden_options();
}

// The switch for every `apk add`; a separate `apk update` is then without use.
static edits::Edits without_cache(const Facts& facts, const Run& run,
                                  const std::vector<const Command*>& keepers) {
  std::vector<edits::Edits> parts;
  bool adds = false;
  for (const Command* command : keepers) {
    if (command->subcommand != "update") adds = true;
  }
  for (const Command& command : facts.commands(run).commands) {
    if (command.is("apk", "add")) adds = true;
  }
  for (const Command* command : keepers) {
    if (command->subcommand == "update") {
      if (!adds) return std::nullopt;
      parts.push_back(edits::delete_command(facts, run, *command));
    } else {
      parts.push_back(edits::add_option(facts, *command, "--no-cache"));
    }
  }
  return edits::all(std::move(parts));
}

// Releases whose apk is older than the option.
static bool is_ancient(const BaseFacts& base) {
  constexpr std::array releases = {"2.6", "2.7", "3.0", "3.1", "3.2"};
  return base.distribution == "alpine" &&
         std::find(releases.begin(), releases.end(), base.release) != releases.end();
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const CommandList& list = facts.commands(run);
    std::vector<const Command*> keepers;
    for (const Command& command : list.commands) {
      if (keeps_index(command) && !may_be_told(command)) keepers.push_back(&command);
    }
    if (keepers.empty() || !is_no(list.may_remove(cache, keepers.back()))) continue;
    if (!is_no(facts.mounts_over(run, cache))) continue;
    if (!is_no(facts.mounts_over(run, "/etc/apk/cache"))) continue;
    const Command* worst = keepers.front();
    for (const Command* command : keepers) {
      if (command->subcommand == "add") {
        worst = command;
        break;
      }
    }
    FindingBuilder finding =
        report.at(worst->span, "`apk " + worst->subcommand + "` keeps its index in this layer");
    edits::Edits edits;
    if (!is_ancient(facts.base(run))) edits = without_cache(facts, run, keepers);
    if (edits) {
      finding.fix(safe(), "add `--no-cache`", std::move(edits),
                  Effects::removing("/var/cache/apk/**"));
    } else {
      finding.fix(safe(), "remove the index in the same RUN",
                  edits::append_command(facts, run, "rm -rf /var/cache/apk/*"),
                  Effects::removing("/var/cache/apk/**"));
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"apk-cache"}, "apk's cache",
                   "install with `apk add --no-cache`");
}

extern constinit const Rule apk_cache_left{
    .name = "apk-cache-left",
    .aliases = {"DL3019", "DS-0025", "DKL-DI-0004", "ae9c56a6", "DF029", "apkAddUseNoCache",
                "apkadd-missing_nocache_or_updaterm", "missing-apk-no-cache"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "`apk` leaves its package index in the layer",
    .why =
        "The index takes about two megabytes, is stale within days, and nothing in a running "
        "container reads it. With `--no-cache` apk fetches it into memory, and needs no `apk "
        "update` before.",
    .bad = R"(FROM alpine:3.20
RUN apk update && apk add curl
)",
    .good = R"(FROM alpine:3.20
RUN apk add --no-cache curl
)",
    .fix_safety = "Always safe: a later `apk add` fetches the index itself when it finds none.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apk"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
