#include <algorithm>

#include "analyzer/assigned.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_accepted(const Reporter& report, std::string host) {
  host = host.substr(0, host.find(':'));
  const std::vector<std::string> accepted = report.list("accepted-hosts");
  return std::find(accepted.begin(), accepted.end(), host) != accepted.end();
}

// With a plain `http://` index there is no certificate in the first place.
static bool is_plain(const Command& command) {
  return std::any_of(command.options.begin(), command.options.end(), [](const Option& option) {
    const bool index = option.name == "-i" || option.name == "--index-url" ||
                       option.name == "--extra-index-url" || option.name == "--pypi-url";
    return index && option.value && option.value->starts_with("http://");
  });
}

static void check_commands(const Facts& facts, const Run& run, Reporter& report) {
  for (const Command& command : facts.commands(run).commands) {
    const bool uv = command.is("uv");
    if (!uv && !command.is("pip") && !command.is("pipx")) continue;
    for (const Option& option : command.options) {
      if (option.name != (uv ? "--allow-insecure-host" : "--trusted-host") || !option.value ||
          is_accepted(report, *option.value)) {
        continue;
      }
      if (is_plain(command)) {
        report.at(option.span, "packages of " + quoted(*option.value) + " come over plain http")
            .help("use the index's https address, and nothing needs to be trusted");
        continue;
      }
      report.at(option.span, "the certificate of " + quoted(*option.value) + " is not verified")
          .help("give pip the certificate of your index with `--cert`");
    }
    if (command.subcommand != "config" || command.operands.size() < 3) continue;
    const bool trusts = command.operand(0).is("set") &&
                        command.operand(1).text.find("trusted-host") != std::string::npos;
    const bool nobody = command.operand(2).known && command.operand(2).text.empty();
    if (trusts && !nobody && !is_accepted(report, command.operand(2).text)) {
      report.at(command.operand(1).span.join(command.operand(2).span),
                "certificates of " + quoted(command.operand(2).text) + " are never verified");
    }
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) check_commands(facts, run, report);
  const auto wanted = [](std::string_view name) {
    return name == "PIP_TRUSTED_HOST" || name == "UV_INSECURE_HOST";
  };
  for (const Assigned& variable : assigned(facts, wanted)) {
    if (!variable.value.known() || variable.value.text().empty() ||
        is_accepted(report, variable.value.text())) {
      continue;
    }
    report.at(variable.span,
              "`" + variable.name + "` switches the verification of certificates off");
  }
}

extern constinit const Rule tls_verify_off_pip{
    .name = "tls-verify-off-pip",
    .aliases = {"CKV2_DOCKER_4", "CKV2_DOCKER_16"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "pip is told to trust a host without verifying its certificate",
    .why =
        "Whoever sits between the build and the index can replace a package, and packages run "
        "code when they are installed. In ENV it holds for every later `pip install` in a "
        "container, too.",
    .bad = R"(FROM python:3.12
RUN pip install --no-cache-dir --trusted-host pypi.org flask==3.0.3
)",
    .good = R"(FROM python:3.12
RUN pip install --no-cache-dir --cert /etc/ssl/company.pem flask==3.0.3
)",
    .references = {"https://pip.pypa.io/en/stable/topics/https-certificates/"},
    .options = {OptionSpec{"accepted-hosts", OptionKind::List, "localhost,127.0.0.1",
                           "hosts that may be trusted without a certificate"}},
    .also_in_history = true,
    .looks_at = {.words = {"pip", "pip2", "pip3", "pipx", "uv", "PIP_TRUSTED_HOST",
                           "UV_INSECURE_HOST"}},
    .check = check};

}  // namespace plimsoll::rules
