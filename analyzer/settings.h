#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/stages/invocation.h"

namespace plimsoll {

// How the value of a label has to look (hadolint's label schema).
enum class LabelKind : std::uint8_t { Any, Text, Url, Semver, Hash, Rfc3339, Spdx, Email };

// What the user has told us, for facts and rules. Plain data: app/config fills it. An empty list
// means that nothing is asked for.
struct Settings {
  Invocation invocation;
  std::vector<std::string> trusted_registries;     // "docker.io", "*.example.org", "quay.io/team"
  std::map<std::string, LabelKind> label_schema;   // labels that must be there, and their kind
  bool strict_labels = false;                      // labels outside the schema are wrong
  std::vector<std::string> required_instructions;  // upper case
  std::optional<std::string> shell;                // what the base's shell is, where nobody knows
  std::int64_t today = 0;                          // days since 1970-01-01; 0 = unknown
  std::map<std::string, std::string, std::less<>> options;  // "rule.option" -> value

  [[nodiscard]] std::optional<std::string_view> option(std::string_view name) const {
    const auto found = options.find(name);
    if (found == options.end()) return std::nullopt;
    return found->second;
  }
};

}  // namespace plimsoll
