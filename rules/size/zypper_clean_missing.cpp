#include "analyzer/leftovers.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const Command* last = leaves_cache(facts, run, {"zypper"}, {"/var/cache/zypp"});
    if (!last) continue;
    const std::string clean =
        (last->wrapped_in("sudo") ? "sudo " : "") + last->program + " clean --all";
    FindingBuilder finding = report.at(last->head(), "`" + last->program + " " + last->subcommand +
                                                         "` leaves its cache in this layer");
    finding.related(run->span, "the layer is sealed where this RUN ends");
    if (effects_of(*last).refreshes_index) {
      finding.help("an install refreshes by itself: a refresh alone is of no use");
      continue;
    }
    if (is_yes(facts.read_later(run, "/var/cache/zypp"))) continue;
    finding.fix(safe(), "run `" + clean + "` in the same RUN",
                edits::append_command(facts, run, clean), Effects::removing("/var/cache/zypp/**"));
  }
}

extern constinit const Rule zypper_clean_missing{
    .name = "zypper-clean-missing",
    .aliases = {"DL3036", "DS-0020", "38300d1a", "missing-zypper-clean", "DF045"},
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`zypper install` leaves its cache in the layer",
    .why =
        "Repository metadata, and packages where keepcache is on, take tens to hundreds of "
        "megabytes, go stale, and serve nobody in a running container. Cleaning in a later RUN "
        "does not make the image smaller: the layer that brought them stays as it is.",
    .bad = R"(FROM opensuse/leap:15.6
RUN zypper -n install httpd
)",
    .good = R"(FROM opensuse/leap:15.6
RUN zypper -n install httpd && zypper clean --all
)",
    .fix_safety =
        "Safe: the cache is fetched again by whoever needs it. There is no fix where a later step "
        "takes files out of the cache, or where the end of the RUN leaves no room for a command.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"zypper"}},
    .check = check};

}  // namespace plimsoll::rules
