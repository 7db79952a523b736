#include <catch2/catch.hpp>

#include "app/config/configuration.h"
#include "app/config/init.h"
#include "rules/table.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

struct Read {
  MemoryHost host;
  std::unique_ptr<Configurations> configurations;
  const Configuration* configuration = nullptr;
  std::string error;

  explicit Read(const std::string& text, const std::string& name = ".hadolint.yaml") {
    host.files["/work/" + name] = text;
    configurations = std::make_unique<Configurations>(host, ConfigurationFlags{});
    const auto result = configurations->for_file("Dockerfile");
    if (result) {
      configuration = *result;
    } else {
      error = result.error().message;
    }
  }
};

// A rule of ours with a hadolint id, and that id.
std::pair<const rules::Rule*, std::string> aliased() {
  for (const rules::Rule* rule : rules::all_rules()) {
    for (const std::string_view alias : rule->aliases) {
      if (alias.substr(0, 2) == "DL") return {rule, std::string(alias)};
    }
  }
  return {nullptr, ""};
}

}  // namespace

TEST_CASE(".hadolint.yaml: every key has its meaning") {
  const Read read(
      "failure-threshold: error\nno-color: true\nverbose: true\nformat: tty\nstrict-labels: true\n"
      "disable-ignore-pragma: true\nno-fail: false\n"
      "trustedRegistries:\n  - docker.io\n  - \"*.example.org\"\n"
      "label-schema:\n  author: text\n  contact: email\n  created: rfc3339\n  version: semver\n"
      "  documentation: url\n  git-revision: hash\n  license: spdx\n");
  INFO(read.error);
  REQUIRE(read.configuration != nullptr);
  CHECK(read.configuration->fail_level == Severity::Error);
  CHECK_FALSE(read.configuration->selection.honour_pragmas);
  const Settings& settings = read.configuration->settings;
  CHECK(settings.strict_labels);
  CHECK(settings.trusted_registries == std::vector<std::string>{"docker.io", "*.example.org"});
  CHECK(settings.label_schema.size() == 7);
  CHECK(settings.label_schema.at("contact") == LabelKind::Email);
  CHECK(read.configuration->warnings.empty());
  CHECK(read.configuration->file == ".hadolint.yaml");
}

TEST_CASE(".hadolint.yaml: the threshold is hadolint's") {
  CHECK(Read("ignored: []\n").configuration->fail_level == Severity::Info);
  CHECK(Read("").configuration->fail_level == Severity::Info);
  CHECK(Read("failure-threshold: none\n").configuration->fail_level == Severity::Style);
  CHECK(Read("failure-threshold: ignore\n").configuration->fail_level == Severity::Style);
  CHECK(Read("failure-threshold: warning\n", ".hadolint.yml").configuration->fail_level ==
        Severity::Warning);
  CHECK(Read("no-fail: true\nfailure-threshold: error\n").configuration->fail_level ==
        std::nullopt);
}

TEST_CASE(".hadolint.yaml: rules are ignored and weighed by their ids") {
  const auto [rule, id] = aliased();
  if (rule == nullptr) return;
  const Read ignoring("ignored:\n  - " + id + "\n  - SC2086\n");
  REQUIRE(ignoring.configuration != nullptr);
  CHECK_FALSE(ignoring.configuration->selection.states[rules::index_of(*rule)].on);
  CHECK(ignoring.configuration->warnings.empty());

  const Read weighing("override:\n  style: [" + id + "]\n");
  REQUIRE(weighing.configuration != nullptr);
  const rules::RuleState& state = weighing.configuration->selection.states[rules::index_of(*rule)];
  CHECK(state.on);
  CHECK(state.severity == Severity::Style);
}

TEST_CASE(".hadolint.yaml: what hadolint passes over in silence is a warning") {
  CHECK(
      Read("ignore: [DL3008]\n").configuration->warnings.front().find("did you mean `ignored`?") !=
      std::string::npos);
  CHECK(Read("override: { warn: [DL3008] }\n").configuration->warnings.front().find("`warning`") !=
        std::string::npos);
  CHECK(Read("format: json\n").configuration->warnings.front().find("--format") !=
        std::string::npos);
  CHECK(Read("override: { error: [DL9999] }\n").configuration->warnings.size() == 1);
  CHECK(Read("ignored: [DL9999, SC9999]\n").configuration->warnings.empty());
}

TEST_CASE(".hadolint.yaml: what hadolint refuses ends the run, with a place") {
  CHECK(Read("ignored: DL3008\n").error ==
        "error: `ignored` takes a list of rules, not a string\n --> .hadolint.yaml:1:10\n  |\n"
        "1 | ignored: DL3008\n  |          ^^^^^^\n  = help: write [DL3008]\n");
  CHECK(Read("failure-threshold: bogus\n").error.find("unknown fail level `bogus`") !=
        std::string::npos);
  CHECK(Read("no-fail: \"true\"\n").error.find("`no-fail` takes a boolean") != std::string::npos);
  CHECK(Read("strict-labels: yes please\n").error.find("`strict-labels` takes a boolean") !=
        std::string::npos);
  CHECK(Read("label-schema: { a: uri }\n").error.find("did you mean `url`?") != std::string::npos);
  CHECK(Read("override: [DL3008]\n").error.find("is a mapping") != std::string::npos);
  CHECK(Read("- DL3008\n").error.find("a configuration is a mapping") != std::string::npos);
  CHECK(Read("ignored: [DL3006\n").error.find("not valid YAML") != std::string::npos);
  CHECK(Read("ignored: [dl3oo6-nothing-like-it]\n").error.find("unknown rule") !=
        std::string::npos);
}

TEST_CASE("what is migrated means the same") {
  const auto [rule, id] = aliased();
  const std::string known = rule == nullptr ? "" : id + ", ";
  const std::string yaml = "ignored: [" + known +
                           "DL9999, SC9999]\ntrustedRegistries: [docker.io]\nformat: json\n"
                           "label-schema: { a.b: url, c: text }\ndisable-ignore-pragma: true\n";
  const auto migration = migrate_hadolint(".hadolint.yaml", yaml);
  REQUIRE(migration);
  INFO(migration->toml);
  CHECK(migration->notes.size() == 3);
  const Read before(yaml);
  const Read after(migration->toml, "plimsoll.toml");
  INFO(after.error);
  REQUIRE(after.configuration != nullptr);
  CHECK(after.configuration->warnings.empty());
  CHECK(after.configuration->fail_level == before.configuration->fail_level);
  CHECK(after.configuration->settings.label_schema == before.configuration->settings.label_schema);
  CHECK(after.configuration->settings.trusted_registries ==
        before.configuration->settings.trusted_registries);
  CHECK_FALSE(after.configuration->selection.honour_pragmas);
  for (std::size_t i = 0; i < rules::all_rules().size(); ++i) {
    CHECK(after.configuration->selection.states[i].on ==
          before.configuration->selection.states[i].on);
  }
  if (rule != nullptr) {
    CHECK(migration->toml.find("\"" + std::string(rule->name) + "\",  # " + id + "\n") !=
          std::string::npos);
  }
}

TEST_CASE("a broken .hadolint.yaml is not migrated") {
  const auto migration = migrate_hadolint("x/.hadolint.yaml", "ignored: {\n");
  REQUIRE_FALSE(migration);
  CHECK(migration.error().message.find("x/.hadolint.yaml:1:") != std::string::npos);
}

TEST_CASE("the file to begin with changes nothing but the edition, and its comments hold") {
  const Read read(initial_configuration(), "plimsoll.toml");
  INFO(read.error);
  REQUIRE(read.configuration != nullptr);
  CHECK(read.configuration->fail_level == Severity::Warning);
  // Every commented key, taken out of its comment, is one that loads.
  std::string bold;
  const std::string text = initial_configuration();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at, end - at);
    const bool key = line.substr(0, 2) == "# " && line.find(" = ") != std::string::npos;
    const bool table = line.substr(0, 3) == "# [";
    bold += (key || table ? line.substr(2) : line) + "\n";
    at = end + 1;
  }
  const Read all(bold, "plimsoll.toml");
  INFO(bold);
  CHECK(all.error == "");
}
