#include "analyzer/leftovers.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const Command* last =
        leaves_cache(facts, run, {"dnf", "dnf5", "dnf-3", "tdnf"},
                     {"/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum", "/var/cache/tdnf"});
    if (!last) continue;
    const std::string clean =
        (last->wrapped_in("sudo") ? "sudo " : "") + last->program + " clean all";
    FindingBuilder finding = report.at(last->head(), "`" + last->program + " " + last->subcommand +
                                                         "` leaves its cache in this layer");
    finding.related(run->span, "the layer is sealed where this RUN ends");
    if (effects_of(*last).refreshes_index) {
      finding.help("an install refreshes by itself: a refresh alone is of no use");
      continue;
    }
    if (is_yes(facts.read_later(run, "/var/cache/dnf"))) continue;
    finding.fix(safe(), "run `" + clean + "` in the same RUN",
                edits::append_command(facts, run, clean),
                Effects::removing("/var/cache/{dnf,libdnf5,tdnf}/**"));
  }
}

extern constinit const Rule dnf_clean_missing{
    .name = "dnf-clean-missing",
    .aliases = {"DL3040", "DS-0019", "295acb63", "missing-dnf-clean-all", "DF046"},
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`dnf install` leaves its cache in the layer",
    .why =
        "Repository metadata, and packages where keepcache is on, take tens to hundreds of "
        "megabytes, go stale, and serve nobody in a running container. Cleaning in a later RUN "
        "does not make the image smaller: the layer that brought them stays as it is.",
    .bad = R"(FROM fedora:40
RUN dnf install -y httpd
)",
    .good = R"(FROM fedora:40
RUN dnf install -y httpd && dnf clean all
)",
    .fix_safety =
        "Safe: the cache is fetched again by whoever needs it. There is no fix where a later step "
        "takes files out of the cache, or where the end of the RUN leaves no room for a command.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"dnf", "dnf5", "dnf-3", "tdnf"}},
    .check = check};

}  // namespace plimsoll::rules
