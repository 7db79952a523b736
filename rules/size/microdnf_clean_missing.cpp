#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  report_caches_left(facts,
                     {.programs = {"microdnf"},
                      .folders = {"/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"},
                      .folder = "/var/cache/yum",
                      .clean = "clean all",
                      .removed = "/var/cache/{yum,dnf,libdnf5}/**"},
                     report);
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
