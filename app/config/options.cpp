#include "app/config/options.h"

#include <array>
#include <vector>

#include "app/config/complaint.h"

namespace plimsoll::app {

namespace {

using enum OptionType;

constexpr std::array kOptions{
    Option{"root", Boolean, false, "true",
           "false builds on the next configuration file upwards; true stands alone"},
    Option{"extends", Files, false, "[]",
           "local files to build upon, relative to this one, the later over the earlier"},
    Option{"edition", Edition, false, "\"2026\"",
           "the rule set of that year; rules that came later are previews"},
    Option{"preview", Boolean, true, "false", "also run the rules that are still previews"},
    Option{"select", Selectors, true, "", "run these rules instead of the default ones"},
    Option{"extend-select", Selectors, true, "[]", "run these rules too"},
    Option{"ignore", Selectors, true, "[]", "do not run these rules"},
    Option{"unfixable", Selectors, true, "[]", "report these rules, but offer no fix of theirs"},
    Option{"fail-level", FailLevel, true, "\"warning\"",
           "a finding of this severity or above makes the exit code 1"},
    Option{"severity", Severities, true, "{}", "the severity of rules, instead of their own"},
    Option{"rules", RuleOptions, true, "{}", "options of single rules"},
    Option{"inline-ignores", Boolean, true, "true",
           "whether ignore comments in a Dockerfile have an effect"},
    Option{"require-reason", Boolean, true, "false",
           "an ignore comment has to say why, or it is a finding"},
    Option{"trusted-registries", TextList, true, "[]",
           "registries that base images may come from; none named: any"},
    Option{"label-schema", LabelSchema, true, "{}",
           "labels that an image has to have, and what their values look like"},
    Option{"strict-labels", Boolean, true, "false",
           "labels outside of the schema are findings too"},
    Option{"target", Text, true, "", "the stage that is built, instead of the last"},
    Option{"build-args", TextTable, true, "{}", "the values that the build gives to ARGs"},
    Option{"platforms", TextList, true, "[]", "the platforms that the image is built for"},
    Option{"named-contexts", TextList, true, "[]",
           "names that the build gives with --build-context"},
    Option{"image", Image, true, "{}", "what an image may weigh and waste"},
    Option{"exclude", Globs, false, "[]", "files and folders that a search for Dockerfiles skips"},
    Option{"overrides", OverrideBlocks, false, "[]", "other values for some of the paths"},
};

struct ForeignName {
  std::string_view theirs;
  std::string_view ours;
};

constexpr std::array kForeignNames{
    ForeignName{"ignored", "ignore"},
    ForeignName{"ignores", "ignore"},
    ForeignName{"disable", "ignore"},
    ForeignName{"disabled", "ignore"},
    ForeignName{"skip", "ignore"},
    ForeignName{"extend-ignore", "ignore"},
    ForeignName{"enable", "extend-select"},
    ForeignName{"only", "select"},
    ForeignName{"include", "select"},
    ForeignName{"failure-threshold", "fail-level"},
    ForeignName{"fail-on", "fail-level"},
    ForeignName{"no-fail", "fail-level"},
    ForeignName{"override", "severity"},
    ForeignName{"severities", "severity"},
    ForeignName{"trustedRegistries", "trusted-registries"},
    ForeignName{"allowed-registries", "trusted-registries"},
    ForeignName{"disable-ignore-pragma", "inline-ignores"},
    ForeignName{"no-inline-config", "inline-ignores"},
    ForeignName{"per-file-ignores", "overrides"},
    ForeignName{"extend", "extends"},
    ForeignName{"args", "build-args"},
    ForeignName{"contexts", "named-contexts"},
    ForeignName{"platform", "platforms"},
    ForeignName{"files", "paths"},
};

constexpr std::array<std::string_view, 7> kLabelKinds{"text",    "url",  "semver", "hash",
                                                      "rfc3339", "spdx", "email"};
constexpr std::array<std::string_view, 4> kSeverities{"error", "warning", "info", "style"};

}  // namespace

std::span<const Option> options() { return kOptions; }

const Option* find_option(std::string_view name) {
  for (const Option& option : kOptions) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

std::string_view option_by_foreign_name(std::string_view name) {
  for (const ForeignName& foreign : kForeignNames) {
    if (foreign.theirs == name) return foreign.ours;
  }
  return {};
}

std::string_view nearest_option(std::string_view name, bool in_overrides) {
  const auto offered = [in_overrides](std::string_view candidate) {
    const Option* option = find_option(candidate);
    return in_overrides ? candidate == "paths" || (option != nullptr && option->in_overrides)
                        : option != nullptr;
  };
  if (const std::string_view ours = option_by_foreign_name(name); offered(ours)) return ours;
  std::vector<std::string_view> candidates;
  for (const Option& option : kOptions) {
    if (offered(option.name)) candidates.push_back(option.name);
  }
  if (in_overrides) candidates.emplace_back("paths");
  return nearest(name, candidates);
}

std::span<const std::string_view> label_kinds() { return kLabelKinds; }
std::span<const std::string_view> severity_names() { return kSeverities; }

}  // namespace plimsoll::app
