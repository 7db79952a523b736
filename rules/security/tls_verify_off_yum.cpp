#include "analyzer/configured.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const Span span : configured(facts, "sslverify", {"0", "false", "no", "off"})) {
    // `http.sslVerify=false` is git's.
    const std::string_view bytes = facts.source.bytes().substr(0, span.begin);
    if (bytes.ends_with("http.")) continue;
    report.at(span, "packages are fetched without verifying the server's certificate");
  }
}

extern constinit const Rule tls_verify_off_yum{
    .name = "tls-verify-off-yum",
    .aliases = {"CKV2_DOCKER_15"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "`sslverify=0`: yum and dnf accept any certificate",
    .why =
        "Whoever sits between the build and the repository can hold back updates or, where "
        "signatures are not checked either, replace packages, whose scripts run as root.",
    .bad = R"(FROM fedora:40
RUN dnf -y --setopt=sslverify=0 install httpd && dnf clean all
)",
    .good = R"(FROM fedora:40
RUN dnf -y --setopt=sslcacert=/etc/ssl/company.pem install httpd && dnf clean all
)",
    .references = {"https://dnf.readthedocs.io/en/latest/conf_ref.html"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.words = {"sslverify", "sslVerify", "SSLVERIFY"}},
    .check = check};

}  // namespace plimsoll::rules
