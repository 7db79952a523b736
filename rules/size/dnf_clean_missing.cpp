#include "rules/image_findings.h"
#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  report_caches_left(
      facts,
      {.programs = {"dnf", "dnf5", "dnf-3", "tdnf"},
       .folders = {"/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum", "/var/cache/tdnf"},
       .folder = "/var/cache/dnf",
       .clean = "clean all",
       .removed = "/var/cache/{dnf,libdnf5,tdnf}/**"},
      report);
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"dnf-cache"}, "dnf's cache",
                   "run `dnf clean all` in the RUN that installs");
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
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
