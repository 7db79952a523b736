#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "app/report/report.h"

namespace plimsoll::app {

// What a run adds up to.
struct Tally {
  struct OfRule {
    std::size_t findings = 0;
    std::size_t fixable = 0;  // with a fix that `plimsoll fix` applies, --unsafe or not
  };

  std::size_t files = 0;
  std::size_t files_with_findings = 0;
  std::size_t findings = 0;
  std::array<std::size_t, 4> by_severity{};  // indexed by Severity
  std::size_t fixable = 0;                   // by `plimsoll fix`
  std::size_t fixable_unsafe = 0;            // only with --unsafe
  std::size_t suppressed = 0;
  std::map<std::string_view, OfRule> by_rule;

  void add(const FileReport& file);
  [[nodiscard]] std::size_t of(Severity severity) const {
    return by_severity[static_cast<std::size_t>(severity)];
  }
};

// The best safety among a finding's fixes; nullopt where there is none.
[[nodiscard]] std::optional<Safety> best_safety(const Finding& finding);

// "3 errors, 5 warnings (6 fixable with plimsoll fix, 2 more with --unsafe)".
[[nodiscard]] std::string summary_line(const Tally& tally, const RunEnd& end);

// "1 warning", "2 warnings".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

}  // namespace plimsoll::app
