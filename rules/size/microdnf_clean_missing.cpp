#include "analyzer/leftovers.h"
#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    if (!facts.ships(run)) continue;
    const Command* last = leaves_cache(facts, run, {"microdnf"},
                                       {"/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"});
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
    if (is_yes(facts.read_later(run, "/var/cache/yum"))) continue;
    finding.fix(safe(), "run `" + clean + "` in the same RUN",
                edits::append_command(facts, run, clean),
                Effects::removing("/var/cache/{yum,dnf,libdnf5}/**"));
  }
}

extern constinit const Rule microdnf_clean_missing{
    .name = "microdnf-clean-missing",
    .aliases = {"DL3040", "DS-0027"},
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`microdnf install` leaves its cache in the layer",
    .why =
        "Repository metadata, and packages where keepcache is on, take tens to hundreds of "
        "megabytes, go stale, and serve nobody in a running container. Cleaning in a later RUN "
        "does not make the image smaller: the layer that brought them stays as it is.",
    .bad = R"(FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install -y httpd
)",
    .good = R"(FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install -y httpd && microdnf clean all
)",
    .fix_safety =
        "Safe: the cache is fetched again by whoever needs it. There is no fix where a later step "
        "takes files out of the cache, or where the end of the RUN leaves no room for a command.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"microdnf"}},
    .check = check};

}  // namespace plimsoll::rules
