#include "analyzer/assigned.h"
#include "analyzer/dockerfile/letter_case.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// `http.sslVerify`, `http.https://host/.sslVerify`.
static bool is_key(std::string_view key) {
  const std::string small = lower_case(key);
  return small.starts_with("http.") && small.ends_with("sslverify");
}

static bool is_off(std::string_view value) {
  const std::string small = lower_case(value);
  return small == "false" || small == "0" || small == "no" || small == "off";
}

static void check_command(const Command& command, Reporter& report) {
  const std::string message = "git does not verify the certificate of the server";
  for (const Option& option : command.options) {
    if ((option.name != "-c" && option.name != "--config") || !option.value) continue;
    const std::string_view pair = *option.value;
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    if (is_key(pair.substr(0, equals)) && is_off(pair.substr(equals + 1))) {
      report.at(option.span, message);
    }
  }
  if (command.subcommand != "config") return;
  for (std::size_t i = 0; i + 1 < command.operands.size(); ++i) {
    if (!is_key(command.operand(i).text) || !is_off(command.operand(i + 1).text)) continue;
    report.at(command.operand(i).span.join(command.operand(i + 1).span), message);
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* command : facts.commands(run).all("git")) check_command(*command, report);
  }
  // It is enough that the variable is there: even "false" and "0" switch the verification off.
  const auto wanted = [](std::string_view name) { return name == "GIT_SSL_NO_VERIFY"; };
  for (const Assigned& variable : assigned(facts, wanted)) {
    FindingBuilder finding = report.at(
        variable.span, "`GIT_SSL_NO_VERIFY` switches the verification off, whatever its value");
    if (variable.by->keyword == Keyword::Env) finding.help("in ENV it holds in containers, too");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  report_variable(facts, report, "GIT_SSL_NO_VERIFY",
                  "`GIT_SSL_NO_VERIFY` switches the verification off, whatever its value");
}

extern constinit const Rule tls_verify_off_git{
    .name = "tls-verify-off-git",
    .aliases = {"CKV2_DOCKER_14"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "git without verifying the server's certificate",
    .why =
        "Whoever sits between the build and the server can serve another repository, whose code "
        "is then built and shipped. `git config --global` and ENV leave the switch in the image.",
    .bad = R"(FROM alpine/git:2.45.2
RUN git -c http.sslVerify=false clone https://example.org/app.git
)",
    .good = R"(FROM alpine/git:2.45.2
RUN git -c http.sslCAInfo=/etc/ssl/company.pem clone https://example.org/app.git
)",
    .references =
        {"https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpsslVerify"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.words = {"git", "GIT_SSL_NO_VERIFY"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
