#include "analyzer/assigned.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  const auto wanted = [](std::string_view name) { return name == "PYTHONHTTPSVERIFY"; };
  for (const Assigned& variable : assigned(facts, wanted)) {
    if (!is_yes(variable.value.equals("0"))) continue;
    FindingBuilder finding = report.at(
        variable.span, "`PYTHONHTTPSVERIFY=0` switches the verification of certificates off");
    if (variable.by->keyword == Keyword::Env)
      finding.help("in ENV it holds in every container, too");
  }
}

static bool is_zero(std::string_view value) { return value == "0"; }

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_variable(facts, report, "PYTHONHTTPSVERIFY",
                  "`PYTHONHTTPSVERIFY=0` switches the verification of certificates off", is_zero);
}

extern constinit const Rule tls_verify_off_python{
    .name = "tls-verify-off-python",
    .aliases = {"CKV2_DOCKER_5"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "`PYTHONHTTPSVERIFY=0`: Python 2.7 accepts any certificate",
    .why =
        "Whoever sits between the program and a server can read and change all that they say to "
        "each other. In ENV it holds for every Python 2.7 program in a container, not only for "
        "the one that had trouble. Python 3 does not read the variable: there it only misleads.",
    .bad = R"(FROM python:2.7
ENV PYTHONHTTPSVERIFY=0
)",
    .good = R"(FROM python:2.7
ENV SSL_CERT_FILE=/etc/ssl/company.pem
)",
    .also_in_history = true,
    .looks_at = {.words = {"PYTHONHTTPSVERIFY"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
