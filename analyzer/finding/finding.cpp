#include "analyzer/finding/finding.h"

#include <array>

namespace plimsoll {

namespace {
constexpr std::array<std::string_view, 4> severity_names{"style", "info", "warning", "error"};
constexpr std::array<std::string_view, 4> safety_names{"suggestion", "unsafe", "safe", "proved"};
}  // namespace

std::string_view to_string(Severity severity) {
  return severity_names[static_cast<std::size_t>(severity)];
}

std::string_view to_string(Safety safety) { return safety_names[static_cast<std::size_t>(safety)]; }

std::optional<Severity> severity_from(std::string_view name) {
  for (std::size_t i = 0; i < severity_names.size(); ++i) {
    if (severity_names[i] == name) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

}  // namespace plimsoll
