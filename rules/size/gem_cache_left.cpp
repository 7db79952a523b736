#include <algorithm>

#include "fixers/edits/shell_edits.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// Where gems are kept depends on the Ruby; a removal is told by what it names.
static bool may_clean(const Command& command) {
  if (!command.is("rm") && !command.is("find")) return false;
  return std::any_of(command.words.begin(), command.words.end(), [](const ShellWord& word) {
    return word.text.find("cache") != std::string::npos ||
           word.text.find("gem") != std::string::npos || word.text.find('$') != std::string::npos;
  });
}

static bool has_cache_mount(const Run& run) {
  return std::any_of(run.mounts.begin(), run.mounts.end(), [](const Mount& mount) {
    return mount.type() == "cache" || mount.type() == "tmpfs";
  });
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run) || has_cache_mount(run)) continue;
    const CommandList& list = facts.commands(run);
    const Command* last = nullptr;
    for (const Command& command : list.commands) {
      const bool installs = command.is("gem", "install") || command.is("gem", "update");
      if (installs && !command.has_option({"-i", "--install-dir", "-l", "--local", "--explain"})) {
        last = &command;
      } else if (last && may_clean(command)) {
        last = nullptr;
      }
    }
    if (!last) continue;
    const std::string removal = "rm -rf \"$(gem env gemdir)\"/cache/*.gem";
    auto edits = edits::append_command(facts, run, removal);
    FindingBuilder finding =
        report.at(last->head(), "`gem " + last->subcommand + "` keeps the archive of each gem");
    finding.related(run->span, "the layer is sealed where this RUN ends");
    if (!edits) finding.help("remove the archives in the same RUN: `" + removal + "`");
    finding.fix(unsafe("`gem pristine` restores gems from these archives"),
                "remove the archives in the same RUN", std::move(edits),
                Effects::removing("**/cache/*.gem"));
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"gem-cache"}, "gem's cache",
                   "remove the `cache` folder of the gems in the RUN that installs");
}

extern constinit const Rule gem_cache_left{
    .name = "gem-cache-left",
    .aliases = {"gemUpdateSystemRmRootGem"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "`gem install` leaves the archives of gems in the layer",
    .why =
        "RubyGems keeps each downloaded .gem file in the folder `cache` beside the installed gem. "
        "Nothing but `gem pristine` ever reads them again.",
    .bad = R"(FROM ruby:3.3
RUN gem install rails:7.1.3
)",
    .good = R"(FROM ruby:3.3
RUN gem install rails:7.1.3 && rm -rf /usr/local/bundle/cache/*.gem
)",
    .fix_safety = "Unsafe: `gem pristine` needs the archives.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"gem"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
