#include "rules/image_findings.h"
#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  report_caches_left(facts,
                     {.programs = {"zypper"},
                      .folders = {"/var/cache/zypp"},
                      .folder = "/var/cache/zypp",
                      .clean = "clean --all",
                      .removed = "/var/cache/zypp/**"},
                     report);
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"zypper-cache"}, "zypper's cache",
                   "run `zypper clean --all` in the RUN that installs");
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
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
