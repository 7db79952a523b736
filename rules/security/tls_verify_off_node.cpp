#include "analyzer/assigned.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  const auto wanted = [](std::string_view name) { return name == "NODE_TLS_REJECT_UNAUTHORIZED"; };
  for (const Assigned& variable : assigned(facts, wanted)) {
    if (!is_yes(variable.value.equals("0"))) continue;
    FindingBuilder finding =
        report.at(variable.span,
                  "`NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off");
    if (variable.by->keyword == Keyword::Env)
      finding.help("in ENV it holds in every container, too");
  }
}

static bool is_zero(std::string_view value) { return value == "0"; }

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_variable(facts, report, "NODE_TLS_REJECT_UNAUTHORIZED",
                  "`NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off",
                  is_zero);
}

extern constinit const Rule tls_verify_off_node{
    .name = "tls-verify-off-node",
    .aliases = {"CKV2_DOCKER_6"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "`NODE_TLS_REJECT_UNAUTHORIZED=0`: Node.js accepts any certificate",
    .why =
        "Whoever sits between the program and a server can read and change all that they say to "
        "each other. In ENV it holds for every connection of every Node.js program in a "
        "container.",
    .bad = R"(FROM node:20
ENV NODE_TLS_REJECT_UNAUTHORIZED=0
)",
    .good = R"(FROM node:20
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/company.pem
)",
    .also_in_history = true,
    .looks_at = {.words = {"NODE_TLS_REJECT_UNAUTHORIZED"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
