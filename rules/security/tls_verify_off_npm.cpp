#include "analyzer/assigned.h"
#include "analyzer/configured.h"
#include "analyzer/dockerfile/letter_case.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool is_manager(const Command& command) {
  return command.is("npm") || command.is("yarn") || command.is("yarnpkg") || command.is("pnpm");
}

static bool is_off(std::string_view value) {
  return value == "false" || value == "0" || value == "null";
}

// `npm config set strict-ssl false`, `yarn config set enableStrictSsl false`.
static bool sets_key(const Command& command) {
  if (command.subcommand != "config set" || command.operands.size() != 2) return false;
  const std::string& key = command.operand(0).text;
  return (key == "strict-ssl" || key == "enableStrictSsl") && is_off(command.operand(1).text);
}

static const Option* off_option(const Command& command) {
  if (const Option* option = command.option({"--no-strict-ssl"})) return option;
  const Option* option = command.option({"--strict-ssl"});
  return option && option->value && is_off(*option->value) ? option : nullptr;
}

static void check(const Facts& facts, Reporter& report) {
  const std::string message = "the certificate of the registry is not verified";
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (!is_manager(command)) continue;
      if (sets_key(command)) {
        report.at(command.operand(0).span.join(command.operand(1).span), message);
      } else if (const Option* option = off_option(command)) {
        report.at(option->span, message);
      }
    }
  }
  for (const std::string_view key : {"strict-ssl", "enablestrictssl"}) {
    for (const Span span : configured(facts, key, {"false", "0"})) {
      // `--strict-ssl=false` has been told as an option; its name begins with dashes.
      const std::string_view bytes = facts.source.bytes();
      if (span.begin > 0 && bytes[span.begin - 1] == '-') continue;
      report.at(span, message);
    }
  }
  const auto wanted = [](std::string_view name) {
    const std::string small = lower_case(name);
    return small == "npm_config_strict_ssl" || small == "yarn_enable_strict_ssl";
  };
  for (const Assigned& variable : assigned(facts, wanted)) {
    if (!variable.value.known() || !is_off(variable.value.text())) continue;
    report.at(variable.span, message);
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const std::string_view name :
       {"NPM_CONFIG_STRICT_SSL", "npm_config_strict_ssl", "YARN_ENABLE_STRICT_SSL"}) {
    report_variable(facts, report, name, "the certificate of the registry is not verified", is_off);
  }
}

extern constinit const Rule tls_verify_off_npm{
    .name = "tls-verify-off-npm",
    .aliases = {"CKV2_DOCKER_12", "CKV2_DOCKER_13"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "npm, yarn or pnpm without verifying the registry's certificate",
    .why =
        "Whoever sits between the build and the registry can replace a package, and packages run "
        "scripts when they are installed. Written into the configuration, it stays in the image.",
    .bad = R"(FROM node:20
RUN npm config set strict-ssl false && npm ci
)",
    .good = R"(FROM node:20
RUN npm config set cafile /etc/ssl/company.pem && npm ci
)",
    .references = {"https://docs.npmjs.com/cli/using-npm/config#strict-ssl"},
    .also_in_history = true,
    .looks_at = {.words = {"npm", "yarn", "yarnpkg", "pnpm", "strict-ssl", "npm_config_strict_ssl",
                           "NPM_CONFIG_STRICT_SSL", "YARN_ENABLE_STRICT_SSL"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
