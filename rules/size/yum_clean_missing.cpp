#include "rules/image_findings.h"
#include "rules/package_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  report_caches_left(facts,
                     {.programs = {"yum"},
                      .folders = {"/var/cache/yum", "/var/cache/dnf"},
                      .folder = "/var/cache/yum",
                      .clean = "clean all",
                      .removed = "/var/cache/{yum,dnf}/**"},
                     report);
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_leftovers(facts, report, {"yum-cache"}, "yum's cache",
                   "run `yum clean all` in the RUN that installs");
}

extern constinit const Rule yum_clean_missing{
    .name = "yum-clean-missing",
    .aliases = {"DL3032", "DS-0015", "00481784", "yumInstallRmVarCacheYum", "DF047"},
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`yum install` leaves its cache in the layer",
    .why =
        "Repository metadata, and packages where keepcache is on, take tens to hundreds of "
        "megabytes, go stale, and serve nobody in a running container. Cleaning in a later RUN "
        "does not make the image smaller: the layer that brought them stays as it is.",
    .bad = R"(FROM centos:7
RUN yum install -y httpd
)",
    .good = R"(FROM centos:7
RUN yum install -y httpd && yum clean all
)",
    .fix_safety =
        "Safe: the cache is fetched again by whoever needs it. There is no fix where a later step "
        "takes files out of the cache, or where the end of the RUN leaves no room for a command.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"yum"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
